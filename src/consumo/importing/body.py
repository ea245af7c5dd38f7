"""What each row below a header is: data, a total, the meter of the whole, a heading, a repeated header or a note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consumo.importing.columns_below import looks_numeric
from consumo.importing.grid import DATE, NUMBER, TEXT, Column, Sheet
from consumo.importing.labels import is_heading_label, is_master_label, is_note_label, is_total_label
from consumo.importing.outline import is_outline, time_keys
from consumo.importing.proposal import ColumnProposal

__all__ = ["Body", "split_body"]

_WHO: Final = ("usuario", "medidor", "nombre", "bateria", "categoria")
_WHAT: Final = ("consumo_kwh", "consumo_parcial", "lectura_actual", "lectura_anterior")
_WHEN: Final = ("ciclo", "desde", "hasta", "anio")
_USUAL: Final = 0.9  # share of the rows that fill a column, for it to tell a data row from a note

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]
Cells = Mapping[int, Column]


@dataclass(frozen=True, eq=False)
class Body:
    """The rows of a table by what they are; see `table.Table`."""

    rows: Rows
    totals: Rows
    sums: Rows
    masters: Rows
    headings: NDArray[np.int64]
    groups: NDArray[np.int64]
    notes: Rows


def split_body(sheet: Sheet, columns: Sequence[ColumnProposal], span: tuple[int, int], header: Sequence[int]) -> Body:
    """Sort the rows of a table by what they are.

    The table ends at two empty rows, or at a total followed by an empty one. What comes later is data too if it
    fills the columns that the data fills (blocks by bateria or page), and a note if it does not.

    Args:
        sheet: the sheet.
        columns: what the columns mean.
        span: first row below the header, and first row that is no longer the table's.
        header: rows of the header.
    """
    start, stop = span
    n = max(stop - start, 0)
    cells = {column.indice: sheet.column(column.indice, start, stop) for column in columns}
    who = {c.significado: cells[c.indice] for c in reversed(columns) if c.significado in _WHO}
    what = [cells[c.indice] for c in columns if c.significado in _WHAT]
    names = [cells[c.indice] for c in columns if c.significado not in _WHAT]
    filled = np.sum([column.filled for column in cells.values()], axis=0) if cells else np.zeros(n, np.int64)
    content = filled > 0
    figures = _any([_is_figure(column) for column in what], n)
    named = _any([column.filled for column in who.values()], n) if who else content & figures
    total, master = (mask & content for mask in _labelled(who, names, n))
    master &= figures & ~total
    again = _repeated_headers(sheet, cells, header) & content
    special = total | master | again
    heading = _headings(cells, filled, figures) & ~special
    footnote = content & ~figures & (filled <= 2)
    if footnote.any():
        footnote &= _notes(names, n)
    data = content & ~special & ~heading & ~footnote & named
    data |= _of_the_row_above(content & ~special & ~heading & ~footnote & figures, data, columns, cells)
    named |= data
    sums = content & ~special & ~heading & ~named & figures
    late = _after_the_end(content, total | sums)
    data &= ~late | _fits([*who.values(), *what], data & ~late)
    sums &= ~late
    heading &= _leads_to(data, heading)
    notes = content & ~special & ~data & ~sums & ~heading
    return _body(start, data, (total, sums, master, heading, notes), ~content | total | heading | again)


def _body(start: int, data: Mask, others: tuple[Mask, ...], parts: Mask) -> Body:
    total, sums, master, heading, notes = others
    rows = np.flatnonzero(data)
    places = np.where(heading, np.arange(len(data)) + start, -1)
    above = np.maximum.accumulate(places) if len(places) else places
    return Body(
        rows=rows + start,
        totals=np.flatnonzero(total) + start,
        sums=np.flatnonzero(sums) + start,
        masters=np.flatnonzero(master) + start,
        headings=above[rows].astype(np.int64),
        groups=np.cumsum(parts)[rows].astype(np.int64),
        notes=np.flatnonzero(notes) + start,
    )


def _any(masks: Sequence[Mask], n: int) -> Mask:
    return np.asarray(np.logical_or.reduce(masks), np.bool_) if len(masks) else np.zeros(n, np.bool_)


def _by_text(column: Column, says: Sequence[bool]) -> Mask:
    """Return where a column holds a text of which something is so."""
    out = np.zeros(len(column), np.bool_)
    rows, codes, _ = column.distinct_texts()
    if len(rows):
        out[rows] = np.array(says, np.bool_)[codes]
    return out


def _is_figure(column: Column) -> Mask:
    texts = column.distinct_texts()[2]
    own = (column.kind == NUMBER) | (column.kind == DATE)
    return np.asarray(own | _by_text(column, [looks_numeric(text) for text in texts]), np.bool_)


def _labelled(who: Mapping[str, Column], names: Sequence[Column], n: int) -> tuple[Mask, Mask]:
    """Tell the rows labelled as totals and as the master meter.

    A customer named «Total S.A.» has an id, so its row is no total.
    """
    usuario = who.get("usuario")
    out = {"total": np.zeros(n, np.bool_), "master": np.zeros(n, np.bool_)}
    for column in names:
        texts = column.distinct_texts()[2]
        for kind, says in (("total", is_total_label), ("master", is_master_label)):
            labels = [says(text) for text in texts]
            if any(labels):
                mask = _by_text(column, labels)
                out[kind] |= mask if column is usuario or usuario is None else mask & ~usuario.filled
    return out["total"], out["master"]


def _notes(names: Sequence[Column], n: int) -> Mask:
    return _any([_by_text(column, [is_note_label(text) for text in column.distinct_texts()[2]]) for column in names], n)


def _of_the_row_above(rows: Mask, named: Mask, columns: Sequence[ColumnProposal], cells: Cells) -> Mask:
    """Tell the rows of figures without a name that go on with the name above, as an outline writes them."""
    times = [cells[c.indice] for c in columns if c.significado in _WHEN]
    out = np.zeros(len(rows), np.bool_)
    both = np.flatnonzero(rows | named)
    if times and len(both) and is_outline(named[both], time_keys([time.take(both) for time in times])):
        out[both] = True
    return out


def _repeated_headers(sheet: Sheet, cells: Cells, header: Sequence[int]) -> Mask:
    """Tell the rows that repeat a row of the header, as printed lists do on every page."""
    n = len(next(iter(cells.values()))) if cells else 0
    out = np.zeros(n, np.bool_)
    for row in header:
        top = {index: sheet.column(index, row, row + 1) for index in cells}
        same = [cells[k].code == cell.code[0] for k, cell in top.items() if cell.kind[0] == TEXT]
        if len(same) > 1:
            out |= np.logical_and.reduce(same)
    return out


def _headings(cells: Cells, filled: NDArray[np.int64], figures: Mask) -> Mask:
    """Tell the rows in which one text stands alone and heads the rows below."""
    out = np.zeros(len(filled), np.bool_)
    alone = (filled == 1) & ~figures
    usual = np.median(filled[figures]) if figures.any() else 0
    if usual < 3 or not alone.any():
        return out
    for column in cells.values():
        rows, codes, texts = column.distinct_texts()
        beside = column.filled & figures
        numbers = beside & ((column.kind == NUMBER) | _by_text(column, [text.isdecimal() for text in texts]))
        among_numbers = bool(beside.any() and numbers.sum() >= 0.7 * beside.sum())
        heads = np.array([is_heading_label(text, among_numbers=among_numbers) for text in texts], np.bool_)
        if heads.any():
            out[rows] |= heads[codes]
    return np.asarray(out & alone, np.bool_)


def _leads_to(data: Mask, heading: Mask) -> Mask:
    """Tell the headings that have data below them before the next heading."""
    n = len(data)
    following = np.full(n, n)
    last_data, last_heading = n, n
    places = np.flatnonzero(data | heading)[::-1].tolist() if heading.any() else []
    for k in places:
        following[k] = int(last_data < last_heading) if heading[k] else 0
        if heading[k]:
            last_heading = k
        else:
            last_data = k
    return np.asarray(following == 1, np.bool_)


def _fits(columns: Sequence[Column], data: Mask) -> Mask:
    """Tell the rows that fill the columns which nearly all data rows fill."""
    usual = [column.filled for column in columns if data.any() and column.filled[data].mean() >= _USUAL]
    return np.asarray(np.logical_and.reduce(usual), np.bool_) if usual else np.zeros(len(data), np.bool_)


def _after_the_end(content: Mask, total: Mask) -> Mask:
    """Tell the rows after two empty ones, or after a total followed by an empty one."""
    empty = ~content
    ends = np.zeros(len(content), np.bool_)
    ends[1:] = empty[1:] & (empty[:-1] | total[:-1])
    return np.maximum.accumulate(ends) if len(ends) else ends
