"""The words of the field, once: column names, reading qualities, severities and units (see GLOSSARY.md)."""

from enum import IntEnum, StrEnum
from typing import Final

__all__ = [
    "ACTIVE_CICLOS",
    "CANONICAL_COLUMNS",
    "DAYS_PER_YEAR",
    "DEFAULT_BATERIA",
    "ESTIMATED",
    "MAX_HORIZON",
    "MIN_CICLOS",
    "MIN_KNOWN",
    "MISSING_CALIDAD",
    "NORMAL_DAYS",
    "PANEL_COLUMNS",
    "Calidad",
    "Idioma",
    "Severidad",
    "TipoLectura",
]

CANONICAL_COLUMNS: Final = (
    "usuario",
    "nombre",
    "bateria",
    "medidor",
    "ciclo",
    "fecha_anterior",
    "fecha_actual",
    "lectura_anterior",
    "lectura_actual",
    "factor",
    "consumo_kwh",
    "tipo_lectura",
    "digitos",
    "observacion",
)
"""Columns of the template workbook, in order (DESIGN §4)."""

PANEL_COLUMNS: Final = ("usuario", "bateria", "desde", "hasta", "kwh")
"""The columns that `Panel.from_frame` needs; everything else is optional."""

DEFAULT_BATERIA: Final = "General"
"""Name of the one bateria that holds every usuario when the workbook names none."""

NORMAL_DAYS: Final = 30
"""Days of the normalised month: kwh_30d = kwh_dia × 30 [days]."""

DAYS_PER_YEAR: Final = 365.25

MAX_HORIZON: Final = 13
"""Most ciclos ahead that are forecast: a year of four-week ciclos."""

ACTIVE_CICLOS: Final = 3
"""A usuario with no value in this many last ciclos is inactive: nothing is projected or forecast for it."""

MIN_CICLOS: Final = 6
"""Closed ciclos that a forecast needs: four to forecast from and two to see how well that goes."""

MIN_KNOWN: Final = 4
"""Measured values that a usuario needs to be forecast."""

MISSING_CALIDAD: Final = 255
"""Value of the calidad matrix where there is no consumption at all; never leaves the process (null in JSON)."""


class Calidad(IntEnum):
    """Quality of a reading: the Green Button ESPI `QualityOfReading` codes (NAESB REQ.21, ESPI 3.3)."""

    VALIDA = 0
    EDITADA = 7
    ESTIMADA_DIA_REFERENCIA = 8
    ESTIMADA_INTERPOLADA = 9
    CUESTIONABLE = 10
    DERIVADA = 11
    PROYECTADA = 12
    CRUDA = 14
    VALIDADA = 17


ESTIMATED: Final = frozenset({Calidad.ESTIMADA_DIA_REFERENCIA, Calidad.ESTIMADA_INTERPOLADA, Calidad.PROYECTADA})
"""Qualities that are not a measurement: no model is trained on them."""


class Severidad(StrEnum):
    """What a hallazgo asks for: nothing may be published, a person must look, or it is only said."""

    BLOQUEA = "bloquea"
    REVISAR = "revisar"
    INFORMA = "informa"


class TipoLectura(StrEnum):
    """How a lectura came to be, as the workbook says it."""

    REAL = "real"
    ESTIMADA = "estimada"


class Idioma(StrEnum):
    """The languages in which people are spoken to; Spanish first."""

    ES = "es"
    EN = "en"
