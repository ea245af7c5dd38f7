"""Whose row it is: ids as text kept as written, baterias, and ids put together where the workbook has none."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.vocabulary import DEFAULT_BATERIA
from consumo.importing.mapping import IGNORE
from consumo.importing.outline import is_outline
from consumo.importing.profiles import profile_of, sample_rows
from consumo.importing.table import Table
from consumo.importing.times import time_in

__all__ = ["Identity", "identify_rows"]

_REPEATED: Final = 0.05  # share of rows that may repeat an id within a ciclo before another column is needed
_MOST_PARTS: Final = 4
_FEW: Final = 20  # rows up to which one repeat says nothing about the others
_LONGEST_NAME: Final = 40
_DISTINCT: Final = 0.5  # a column with a new text in more rows than this names the row, not a kind of it

Texts = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Identity:
    """Whose the rows of a table are.

    Attributes:
        frame: `usuario, nombre, bateria, medidor` of each data row.
        hallazgos: what had to be assumed.
        named: whether some column names the usuarios; else they were named after the table.
    """

    frame: pd.DataFrame
    hallazgos: list[Hallazgo]
    named: bool


def identify_rows(
    table: Table, when: pd.DataFrame, *, bateria: str | None = None, of_baterias: bool = False
) -> Identity:
    """Return whose each data row is.

    Without a usuario column the id is the medidor, else the bateria with its category (`ANTIOQUIA - Bajo`), else
    the name; a bateria column in which every row of a ciclo has its own value names usuarios, not baterias. Where an
    id stands several times in a ciclo, columns of few words that tell those rows apart become part of it.

    Args:
        table: the table.
        when: `ciclo, desde, hasta` of the same rows.
        bateria: the bateria where no column and no heading names one; None = the default.
        of_baterias: the rows are of totalizadores, which need no usuario.
    """
    hoja, n = table.sheet.name, len(table.rows)
    known = {
        word: cells.as_text()
        for word in ("usuario", "nombre", "bateria", "medidor", "categoria")
        if (cells := table.column(word)) is not None
    }
    findings: list[Hallazgo] = []
    time = _times(when)
    _inherit_names(table, known, time, findings)
    names, used = _usuarios(table, known, time)
    grouped = any(column.grupo for column in table.columns)
    if names is None:
        names = np.full(n, "" if grouped else _name_of_table(table), dtype=object)
        if not grouped:
            evidence = {"supuesto": names[0] if n else ""}
            findings.append(Hallazgo(codigo="propuesta.sin_usuario", hoja=hoja, veces=n, evidencia=evidence))
    elif used != ["usuario"] and not of_baterias:
        evidence = {"columnas": ", ".join(used)}
        findings.append(Hallazgo(codigo="columna.usuario_compuesto", hoja=hoja, veces=n, evidencia=evidence))
    if used == ["bateria"] and not grouped:
        known.pop("bateria")
    baterias, more = _baterias(table, known.get("bateria"), bateria)
    empty = np.full(n, "", dtype=object)
    columns = {
        "usuario": names,
        "nombre": known.get("nombre", empty),
        "bateria": baterias,
        "medidor": known.get("medidor", empty),
    }
    return Identity(pd.DataFrame(columns, dtype=object), [*findings, *more], bool(used) or grouped)


def _inherit_names(table: Table, known: dict[str, Texts], time: NDArray[np.int64], findings: list[Hallazgo]) -> None:
    """Give rows without a name that of the row above, where the table is an outline."""
    words = [word for word in ("usuario", "medidor", "nombre") if word in known]
    if not words:
        return
    named = known[words[0]] != ""
    if not is_outline(named, time):
        return
    above = np.maximum.accumulate(np.where(named, np.arange(len(named)), 0))
    for word in words:
        known[word] = np.where(named | (known[word] != ""), known[word], known[word][above]).astype(object)
    findings.append(
        Hallazgo(
            codigo="dato.usuario_heredado",
            hoja=table.sheet.name,
            fila=int(table.rows[np.flatnonzero(~named)[0]]) + 1,
            veces=int((~named).sum()),
        )
    )


def _times(when: pd.DataFrame) -> NDArray[np.int64]:
    """Return one number per ciclo of the rows, 0 for all where nothing says when."""
    ciclo, hasta = (pd.factorize(when[name])[0].astype(np.int64) for name in ("ciclo", "hasta"))
    both: NDArray[np.int64] = pd.factorize(ciclo * (len(when) + 1) + hasta)[0].astype(np.int64)
    return both


def _usuarios(table: Table, known: dict[str, Texts], time: NDArray[np.int64]) -> tuple[Texts | None, list[str]]:
    """Return the id of each row and the meanings or headers that it was made of."""
    if "usuario" in known:
        start, used = known["usuario"], ["usuario"]
    elif "medidor" in known:
        start, used = known["medidor"], ["medidor"]
    elif "bateria" in known and "categoria" in known:
        start, used = _joined(known["bateria"], known["categoria"]), ["bateria", "categoria"]
    else:
        word = next((w for w in ("nombre", "bateria", "categoria") if w in known), None)
        if word is None:
            return None, []
        start, used = known[word], [word]
    return _told_apart(table, known, start, used, time)


def _told_apart(
    table: Table, known: dict[str, Texts], ids: Texts, used: list[str], time: NDArray[np.int64]
) -> tuple[Texts, list[str]]:
    """Add columns of few words to ids that stand several times in a ciclo, until they do not."""
    if any(column.mes for column in table.columns):
        time = np.zeros(len(ids), np.int64)
    repeats = _repeats(ids, known.get("bateria"), time)
    if not repeats.any():
        return ids, used
    if repeats.mean() <= _REPEATED or len(ids) < _FEW:
        return _with_few_repeats(table, known, ids, used, time)
    parts = _parts(table, known, used)
    whole, names = ids, used
    for name, texts in parts:
        tried = _joined(whole, texts)
        left = _repeats(tried, known.get("bateria"), time)
        if left.sum() < 0.9 * repeats.sum():
            whole, names, repeats = tried, [*names, name], left
        if not repeats.any() or len(names) - len(used) >= _MOST_PARTS:
            break
    return (whole, names) if repeats.mean() <= _REPEATED else (ids, used)


def _with_few_repeats(
    table: Table, known: dict[str, Texts], ids: Texts, used: list[str], time: NDArray[np.int64]
) -> tuple[Texts, list[str]]:
    """Tell a few repeated ids apart by their category, where that tells all of them apart."""
    bateria = known.get("bateria")
    clash = pd.Series(ids).isin(set(ids[_repeats(ids, bateria, time)].tolist())).to_numpy()
    for name, texts in _parts(table, known, used):
        tried = np.where(clash, _joined(ids, texts), ids).astype(object)
        if not _repeats(tried, bateria, time).any():
            return tried, [*used, name]
    return ids, used


def _repeats(ids: Texts, bateria: Texts | None, time: NDArray[np.int64]) -> NDArray[np.bool_]:
    keys = pd.DataFrame({"id": ids, "bateria": "" if bateria is None else bateria, "time": time})
    return np.asarray(keys.duplicated().to_numpy() & (ids != ""), np.bool_)


def _parts(table: Table, known: dict[str, Texts], used: list[str]) -> list[tuple[str, Texts]]:
    """Return the columns of few words that may tell rows apart, those with a meaning first."""
    out: list[tuple[str, Texts]] = [
        (word, known[word]) for word in ("categoria", "nombre", "bateria") if word in known and word not in used
    ]
    rows = sample_rows(np.arange(len(table.rows)))
    for column in table.columns:
        if column.significado != IGNORE or column.porque.clave in {"otra_magnitud", "total", "promedio", "vacia"}:
            continue
        cells = table.cells(column.indice)
        profile = profile_of(cells.take(rows))
        few = 1 < profile.distinct <= max(2, _DISTINCT * profile.rows)
        if few and profile.filled >= 0.9 * profile.rows and profile.numeric < 0.5 and profile.dated < 0.5:
            out.append((column.encabezado, cells.as_text()))
    return out


def _joined(first: Texts, second: Texts) -> Texts:
    both = (first != "") & (second != "")
    out: Texts = np.where(both, first + " - " + second, first + second).astype(object)
    return out


def _name_of_table(table: Table) -> str:
    """Return a name for the only usuario of a table: the title right above it, else the sheet with a number.

    Tables that are each titled by a time are of the same usuario.
    """
    title = table.subject.titles[0] if table.subject.titles else ""
    if title and (time := time_in(title)) is not None and not time.rest:
        return table.sheet.name
    return title if title and len(title) <= _LONGEST_NAME else f"{table.sheet.name} {table.nth + 1}"


def _baterias(table: Table, column: Texts | None, given: str | None) -> tuple[Texts, list[Hallazgo]]:
    """Return the bateria of each row: its column, filled down as merged cells mean, else the headings, else one."""
    hoja, n = table.sheet.name, len(table.rows)
    default = DEFAULT_BATERIA if given is None else given
    if column is None and (table.headings >= 0).any():
        return _from_headings(table, default)
    if column is None:
        evidence = {"supuesta": default}
        return np.full(n, default, dtype=object), [
            Hallazgo(codigo="columna.bateria_supuesta", hoja=hoja, veces=n, evidencia=evidence)
        ]
    blank = column == ""
    if not blank.any():
        return column, []
    filled, inherited = _filled_down(column, default)
    codigo = "dato.bateria_heredada" if inherited else "columna.bateria_supuesta"
    return filled, [Hallazgo(codigo=codigo, hoja=hoja, veces=int(blank.sum()), evidencia={"supuesta": default})]


def _from_headings(table: Table, default: str) -> tuple[Texts, list[Hallazgo]]:
    wanted = sorted({int(row) for row in table.headings if row >= 0})
    labels = {
        row: " ".join(str(cell) for _, cell in sorted(cells.items())).rstrip(": ")
        for row, cells in zip(wanted, table.sheet.rows(wanted), strict=True)
    }
    baterias = np.array([labels.get(int(row), default) for row in table.headings], dtype=object)
    finding = Hallazgo(
        codigo="tabla.bateria_de_titulo",
        hoja=table.sheet.name,
        fila=wanted[0] + 1,
        valor=labels[wanted[0]],
        veces=len(wanted),
    )
    return baterias, [finding]


def _filled_down(bateria: Texts, default: str) -> tuple[Texts, bool]:
    """Give blank cells the text above, as merged cells mean; the default where there is none at all."""
    blank = bateria == ""
    if blank.all():
        return np.full(len(bateria), default, dtype=object), False
    above = np.maximum.accumulate(np.where(blank, -1, np.arange(len(bateria))))
    return np.where(above >= 0, bateria[above], default).astype(object), True
