"""A hallazgo: a finding about a cell, lectura, usuario, ciclo or bateria, as data (habit 5 of MODELS.md).

The code and its evidence are the finding; its sentences are rendered from the catalogue (`catalogo/*.toml`), so
that the CLI, the API, the annotated workbook and the dashboard say the same in Spanish and English.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from consumo.domain.catalogo import Entry, entry_of
from consumo.domain.propuesta import Propuesta
from consumo.domain.vocabulary import Idioma, Severidad

__all__ = ["Hallazgo", "Rango"]


@dataclass(frozen=True, slots=True)
class Rango:
    """Where a value was expected, both ends included.

    Attributes:
        minimo, maximo: the ends.
        unidad: `kWh` of the ciclo, or `lectura`: what the register would show.
    """

    minimo: float
    maximo: float
    unidad: Literal["kWh", "lectura"] = "kWh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hallazgo:
    """One finding.

    Attributes:
        codigo: stable code, `familia.nombre`; it has an entry in the catalogue.
        hoja: name of the sheet, where a workbook is concerned.
        fila: 1-based row of that sheet, as Excel counts.
        columna: letter(s) of the column, as Excel names it, or the header where that says more.
        valor: the value found, as text.
        usuario, bateria, ciclo: what it is about, where known.
        evidencia: the numbers and words that were compared; they also fill the catalogue's sentences.
        veces: how many rows or cells one finding stands for (a whole column of assumed dates is one).
        gravedad: severity where it differs from the catalogue's default.
        rango: what was expected, as numbers.
        propuesta: the one explanation that fits, None where none or more than one does.
        alternativas: the explanations that fit equally well; then `propuesta` is None.
        kwh_en_riesgo: energy that would be billed wrongly if the finding is right [kWh]; None where it has no size.
        sobre: the data it was raised on (not the thresholds): while they are the same it is the same finding.
    """

    codigo: str
    hoja: str | None = None
    fila: int | None = None
    columna: str | None = None
    valor: str | None = None
    usuario: str | None = None
    bateria: str | None = None
    ciclo: str | None = None
    evidencia: Mapping[str, Any] = field(default_factory=dict)
    veces: int = 1
    gravedad: Severidad | None = None
    rango: Rango | None = None
    propuesta: Propuesta | None = None
    alternativas: tuple[Propuesta, ...] = ()
    kwh_en_riesgo: float | None = None
    sobre: Mapping[str, Any] = field(default_factory=dict)

    @property
    def identidad(self) -> str:
        """Id from what it is about: code, usuario (or bateria), ciclo and the data it was raised on.

        Another import, another threshold or a row inserted above does not change it; other data do. A finding
        without `sobre` stands on its evidence and, where it names no usuario or bateria, on its place in the sheet.
        """
        who = self.usuario or self.bateria
        data = self.sobre or {"valor": self.valor, "veces": self.veces, **self.evidencia}
        place = () if who else (self.hoja, self.fila, self.columna)
        text = json.dumps([self.codigo, who, self.ciclo, *place, _canonical(data)], ensure_ascii=False, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()

    @property
    def severidad(self) -> Severidad:
        """Severity: the finding's own, or else that of its code."""
        return self.gravedad or self.entry.severidad

    @property
    def entry(self) -> Entry:
        """The catalogue's entry of this code.

        Raises:
            KeyError: if the code is not in the catalogue.
        """
        return entry_of(self.codigo)

    @property
    def blocks(self) -> bool:
        """Whether what it is about does not count while it stands.

        A workbook is not published. A reading is not to be billed before somebody decides: it comes first in the
        queue, is marked as questionable whatever the energy, and does not train.
        """
        return self.severidad is Severidad.BLOQUEA

    def message(self, idioma: Idioma | str = Idioma.ES) -> str:
        """Say what was found."""
        return self.entry.mensaje.render(idioma, self._fields(idioma))

    def expected(self, idioma: Idioma | str = Idioma.ES) -> str:
        """Say what was expected instead."""
        return self.entry.esperado.render(idioma, self._fields(idioma))

    def suggestion(self, idioma: Idioma | str = Idioma.ES) -> str:
        """Say what to do."""
        return self.entry.sugerencia.render(idioma, self._fields(idioma))

    def to_dict(self, idioma: Idioma | str = Idioma.ES) -> dict[str, Any]:
        """Return the JSON form: the keys of DESIGN §5's `errores` and the rest of the record."""
        return {
            "codigo": self.codigo,
            "severidad": self.severidad.value,
            "mensaje": self.message(idioma),
            "hoja": self.hoja,
            "fila": self.fila,
            "columna": self.columna,
            "valor": self.valor,
            "esperado": self.expected(idioma),
            "sugerencia": self.suggestion(idioma),
            "usuario": self.usuario,
            "bateria": self.bateria,
            "ciclo": self.ciclo,
            "evidencia": dict(self.evidencia),
            "veces": self.veces,
            "identidad": self.identidad,
            "rango": asdict(self.rango) if self.rango else None,
            "propuesta": self.propuesta.to_dict(idioma) if self.propuesta else None,
            "alternativas": [one.to_dict(idioma) for one in self.alternativas],
            "kwh_en_riesgo": self.kwh_en_riesgo,
        }

    def _fields(self, idioma: Idioma | str) -> dict[str, Any]:
        place = {
            name: getattr(self, name)
            for name in ("hoja", "fila", "columna", "valor", "usuario", "bateria", "ciclo", "veces")
        }
        proposed = {"propuesta": self.propuesta.text(idioma)} if self.propuesta else {}
        return {**place, **self.evidencia, **proposed}


def _canonical(value: Any) -> Any:
    """Return `value` in the one form that it has before and after being stored: floats to 10 digits, NaN as null."""
    if isinstance(value, Mapping):
        return {str(name): _canonical(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(part) for part in value]
    if hasattr(value, "item"):  # a NumPy scalar
        value = value.item()
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return f"{value:.10g}" if value - value == 0 else None
    return str(value)
