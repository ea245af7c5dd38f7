"""A hallazgo: a finding about a cell, lectura, usuario, ciclo or bateria, as data (habit 5 of MODELS.md).

The code and its evidence are the finding; its sentences are rendered from the catalogue (`catalogo/*.toml`), so
that the CLI, the API, the annotated workbook and the dashboard say the same in Spanish and English.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from consumo.domain.catalogo import Entry, entry_of
from consumo.domain.vocabulary import Idioma, Severidad

__all__ = ["Hallazgo"]


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
        """Whether nothing may be published while this finding stands."""
        return self.severidad is Severidad.BLOQUEA

    def message(self, idioma: Idioma | str = Idioma.ES) -> str:
        """Say what was found."""
        return self.entry.mensaje.render(idioma, self._fields())

    def expected(self, idioma: Idioma | str = Idioma.ES) -> str:
        """Say what was expected instead."""
        return self.entry.esperado.render(idioma, self._fields())

    def suggestion(self, idioma: Idioma | str = Idioma.ES) -> str:
        """Say what to do."""
        return self.entry.sugerencia.render(idioma, self._fields())

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
        }

    def _fields(self) -> dict[str, Any]:
        place = {
            name: getattr(self, name)
            for name in ("hoja", "fila", "columna", "valor", "usuario", "bateria", "ciclo", "veces")
        }
        return {**place, **self.evidencia}
