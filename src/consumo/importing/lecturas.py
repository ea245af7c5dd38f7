"""The long table that leaves this package: one row per usuario (or totalizador) and ciclo, with where it came from."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

__all__ = ["COLUMNS", "TOTALIZADOR", "USUARIO", "Summary", "empty_lecturas", "with_all_columns"]

USUARIO: Final = "usuario"
TOTALIZADOR: Final = "totalizador"

COLUMNS: Final[dict[str, Any]] = {
    "clase": USUARIO,
    "usuario": "",
    "nombre": "",
    "bateria": "",
    "medidor": "",
    "ciclo": "",
    "desde": pd.NaT,
    "hasta": pd.NaT,
    "lectura_anterior": float("nan"),
    "lectura_actual": float("nan"),
    "factor": float("nan"),
    "consumo_kwh": float("nan"),
    "kwh": float("nan"),
    "tipo_lectura": "",
    "calidad": 0,
    "digitos": 0,
    "observacion": "",
    "archivo": "",
    "hoja": "",
    "fila": 0,
    "abierta": False,
}
"""Columns in order, with the value of each where the workbook says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an import amounts to (`resumen` of DESIGN §5).

    Attributes:
        filas: rows with content below the headers; always = tomadas + rechazadas + sin_dato.
        tomadas: rows of the workbook from which a lectura was taken, or that repeat or restate one.
        rechazadas: rows that hold data and were not taken, each with a hallazgo.
        sin_dato: totals, notes and rows without any value among them.
        lecturas: lecturas of usuarios and totalizadores that came out of them; a wide row gives several.
        usuarios, baterias, ciclos: sizes of the Panel.
        errores, advertencias: findings that ask for a correction, and the others.
    """

    filas: int = 0
    tomadas: int = 0
    rechazadas: int = 0
    sin_dato: int = 0
    lecturas: int = 0
    usuarios: int = 0
    baterias: int = 0
    ciclos: int = 0
    errores: int = 0
    advertencias: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return the JSON form."""
        return asdict(self)


@cache
def empty_lecturas() -> pd.DataFrame:
    """Return a table without rows; it is one and the same, and nobody writes into it."""
    return with_all_columns(pd.DataFrame(index=range(0)))


def with_all_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with every column of COLUMNS, in order, filled where absent."""
    n = len(frame)
    filled: dict[str, Any] = {}
    for name, default in COLUMNS.items():
        if name in {"desde", "hasta"}:
            days = pd.to_datetime(frame[name]) if name in frame.columns else np.full(n, "NaT", "datetime64[s]")
            filled[name] = np.asarray(days, "datetime64[s]")
        elif name in frame.columns:
            filled[name] = frame[name].array
        else:
            filled[name] = np.full(n, default, dtype=object if isinstance(default, str) else None)
    return pd.DataFrame(filled, index=frame.index)
