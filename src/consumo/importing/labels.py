"""Labels of rows: totals, the meter of the whole, and headings of the rows below."""

import re
from typing import Any, Final

from consumo.importing.folding import fold
from consumo.importing.marks import mark_of

__all__ = ["is_heading_label", "is_master_label", "is_note_label", "is_total_label"]

_TOTALS: Final = frozenset(
    {
        "total", "totales", "totais", "totals", "total geral", "suma total", "soma", "sumatoria", "subtotal",
        "subtotales", "sub total", "suma", "sumas", "total general", "gran total", "grand total", "sum",
        "overall total", "consumo total", "total consumo", "totalizado",
    }
)  # fmt: skip
_TOTAL_STARTS: Final = (
    "total ", "totales ", "subtotal ", "sub total ", "suma total", "gran total", "grand total", "soma ",
)  # fmt: skip
_TOTAL_ENDS: Final = (" total", " subtotal")
_MASTERS: Final = (
    "totalizador", "macromedidor", "macro medidor", "medidor general", "medidor principal", "medidor matriz",
    "master meter", "main meter", "medidor totalizador", "consumo general", "cabecera",
)  # fmt: skip
_GROUPING: Final = frozenset({"agrupacion", "territorio", "edificio"})
_NOTE: Final = re.compile(
    r"(\*|\(\*|nota|notas|note|notes|fuente|source|fonte|obs|observacion|elaborado|elaboro|revisado|aprobado|firma|"
    r"leyenda|legend|simbologia|actualizado|updated|page|pagina|preparado)\b",
    re.IGNORECASE,
)
_LONGEST_NAME: Final = 60
_SECTION: Final = re.compile(r".*:\s*$")


def is_total_label(cell: Any) -> bool:
    """Whether a cell says that its row is a total."""
    if not isinstance(cell, str):
        return False
    text = fold(cell)
    return text in _TOTALS or text.startswith(_TOTAL_STARTS) or text.endswith(_TOTAL_ENDS)


def is_master_label(cell: Any) -> bool:
    """Whether a cell says that its row is the meter of the whole bateria."""
    return isinstance(cell, str) and fold(cell).startswith(_MASTERS)


def is_note_label(cell: Any) -> bool:
    """Whether a text without figures beside it is a note rather than the name of a usuario."""
    return isinstance(cell, str) and (
        len(cell) > _LONGEST_NAME or cell.startswith("*") or bool(_NOTE.match(fold(cell)))
    )


def is_heading_label(text: str, *, among_numbers: bool) -> bool:
    """Whether a text that stands alone in its row is a heading of the rows below, and not a usuario without a value.

    Args:
        text: the label.
        among_numbers: whether the ids of the other rows are numbers.
    """
    concepts = mark_of(text).concepts
    capital = text.upper() == text and any(letter.isalpha() for letter in text) and len(text) > 2
    return bool(concepts & _GROUPING or _SECTION.match(text) or capital or among_numbers)
