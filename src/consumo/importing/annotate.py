"""A person's workbook back with its problems marked in it."""

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from consumo.domain.errors import WorkbookError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import Idioma
from consumo.importing.annotate_convert import annotate_copy
from consumo.importing.annotate_notes import MOST_NOTES, Note, located, notes_of
from consumo.importing.annotate_xlsx import annotate_xlsx
from consumo.importing.load import Progress, read_lecturas
from consumo.importing.mapping import Mapping
from consumo.importing.readers import open_sheets
from consumo.importing.xlsx_scan import UnusualXmlError

__all__ = ["Annotated", "annotate_workbook"]

_OWN: Final = (".xlsx", ".xlsm")
_UNKNOWN: Final = (UnusualXmlError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Annotated:
    """What was written.

    Attributes:
        observaciones: findings listed.
        celdas: cells coloured and commented.
        copia: whether it is a copy of the values (styles and formulas are the original's alone).
    """

    observaciones: int
    celdas: int
    copia: bool


def annotate_workbook(
    source: Path,
    target: Path,
    *,
    found: Sequence[Hallazgo] = (),
    mappings: Sequence[Mapping] = (),
    idioma: Idioma = Idioma.ES,
    progress: Progress | None = None,
) -> Annotated:
    """Write `source` as `target` with what reading it finds, and with `found`, at the cells that are meant.

    An .xlsx keeps all it has: sheets, styles, formulas with their results, charts, macros. Of other kinds a copy of the
    values is made.

    Args:
        source: the workbook.
        target: an .xlsx; it is replaced if it exists.
        found: findings about a usuario and ciclo; they are placed at the row that says it, or left out.
        mappings: as of `read_lecturas`.
        idioma: language of the comments.
        progress: as of `read_lecturas`.

    Raises:
        WorkbookError: if the file cannot be opened.
        OSError: if `target` cannot be written.
    """
    notes, said = _noted(source, found, mappings, idioma, progress)
    cells = len({(n.hoja, n.fila, n.columna) for n in notes if n.fila})
    if source.name.lower().endswith(_OWN):
        try:
            annotate_xlsx(source, target, notes, said=said, idioma=idioma)
        except _UNKNOWN:
            pass
        else:
            return Annotated(len(notes), cells, copia=False)
    annotate_copy(open_sheets(source), target, notes, said=[*said, _COPY[idioma]], idioma=idioma)
    return Annotated(len(notes), cells, copia=True)


def _noted(
    source: Path,
    found: Sequence[Hallazgo],
    mappings: Sequence[Mapping],
    idioma: Idioma,
    progress: Progress | None,
) -> tuple[list[Note], list[str]]:
    """Read the workbook; return its notes and what there is to say of it as a whole."""
    try:
        read = read_lecturas([source], mappings=mappings, progress=progress)
    except WorkbookError as error:
        said = [error.text(idioma)]
        notes = notes_of(error.hallazgos)
    else:
        resumen = read.resumen
        said = [
            _COUNTS[idioma].format(archivo=source.name, **resumen.as_dict()),
            *(duda.message(idioma) for proposal in read.propuestas for duda in proposal.dudas),
        ]
        notes = notes_of(read.hallazgos) + located(found, read, source.name)
    if len(notes) > MOST_NOTES:
        said.append(_CUT[idioma].format(todas=len(notes), puestas=MOST_NOTES))
    return notes[:MOST_NOTES], said


_COUNTS: Final = {
    Idioma.ES: "«{archivo}»: {filas} filas leídas = {tomadas} tomadas + {rechazadas} rechazadas + {sin_dato} sin dato.",
    Idioma.EN: "'{archivo}': {filas} rows read = {tomadas} taken + {rechazadas} rejected + {sin_dato} without data.",
}
_CUT: Final = {
    Idioma.ES: "Hay {todas} observaciones; aquí están las {puestas} más graves.",
    Idioma.EN: "There are {todas} observations; here are the {puestas} gravest.",
}
_COPY: Final = {
    Idioma.ES: "Esta es una copia de los valores; los estilos, las fórmulas y los gráficos están solo en el original.",
    Idioma.EN: "This is a copy of the values; styles, formulas and charts are in the original alone.",
}
