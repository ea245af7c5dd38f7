"""The same energy in several tables of a file: totals, pivots and other cuts are told from the data and not added.

Each table has a vector of totals by ciclo. A table whose totals are those of another one, or the sum of several others,
says nothing new: it is a view, and the finest tables of the same energy are kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consumo.domain.hallazgo import Hallazgo
from consumo.importing.grid import column_letter
from consumo.importing.layouts import TableRows
from consumo.importing.lecturas import USUARIO

__all__ = ["Views", "apart_from_views"]

_ONE_CICLO: Final = 1e-6  # relative difference up to which two totals of a single ciclo are the same
_SEVERAL: Final = 1e-4  # … of several ciclos, where all agree; published tables round
_SEVERAL_CICLOS: Final = 3
_LEAST_KWH: Final = 10.0
_MOST_PARTS: Final = 12  # sheets among which sums are searched
_COMMON: Final = 0.8  # share of the ciclos of the shorter one that two tables must have in common

Totals = dict[str, float]


@dataclass(frozen=True, eq=False)
class Views:
    """The tables of a file that are data, and what is said of the others.

    Attributes:
        kept: the tables that count.
        dropped: the tables that restate them.
        hallazgos: one finding per sheet that restates.
        doubts: why a person should look, empty where the views were plain (a total, a pivot of the same rows).
    """

    kept: list[TableRows]
    dropped: list[TableRows]
    hallazgos: list[Hallazgo]
    doubts: list[Hallazgo]


@dataclass(eq=False)
class _Sheet:
    """The tables of one sheet in the same columns, taken together: blocks by year or by page."""

    name: str
    parts: list[TableRows] = field(default_factory=list)
    totals: Totals = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    yearly: bool = False


def apart_from_views(read: Sequence[TableRows], archivo: str) -> Views:
    """Tell the tables that restate others from those that hold the data."""
    sheets = _by_place(read)
    if len(sheets) < 2:
        return Views(list(read), [], [], [])
    dropped: dict[str, str] = {}
    dropped |= _yearly_beside_months(sheets)
    dropped |= _same_totals([s for s in sheets if s.name not in dropped])
    sums = _sums_of_others([s for s in sheets if s.name not in dropped])
    dropped |= sums
    partial = _parts_of_a_total(sheets, dropped, sums)
    dropped |= partial
    if not dropped:
        return Views(list(read), [], [], [])
    gone = [one for sheet in sheets if sheet.name in dropped for one in sheet.parts]
    kept = [one for one in read if not any(one is other for other in gone)]
    findings = [
        Hallazgo(
            codigo="hoja.otra_vista",
            hoja=sheet.parts[0].table.sheet.name,
            fila=sheet.parts[0].table.header[-1] + 1 if sheet.parts[0].table.header else None,
            valor=dropped[sheet.name],
        )
        for sheet in sheets
        if sheet.name in dropped
    ]
    doubts = _more_ciclos(sheets, dropped)
    if partial:
        evidence = {
            "archivo": archivo,
            "hojas": ", ".join(dropped),
            "tomadas": ", ".join(s.name for s in sheets if s.name not in dropped),
        }
        doubts.append(Hallazgo(codigo="propuesta.misma_energia", valor=archivo, evidencia=evidence))
    return Views(kept, gone, findings, doubts)


def _more_ciclos(sheets: Sequence[_Sheet], dropped: dict[str, str]) -> list[Hallazgo]:
    """Say which ciclos only the sheets have that are not taken."""
    known = {ciclo for sheet in sheets if sheet.name not in dropped for ciclo in sheet.totals}
    out = []
    for sheet in sheets:
        more = sorted(set(sheet.totals) - known)
        if sheet.name in dropped and more and not sheet.yearly:
            evidence = {"ciclos": ", ".join(more[:12]), "kwh": round(sum(sheet.totals[c] for c in more), 3)}
            out.append(
                Hallazgo(codigo="hoja.vista_con_mas_ciclos", hoja=sheet.name, veces=len(more), evidencia=evidence)
            )
    return out


def _by_place(read: Sequence[TableRows]) -> list[_Sheet]:
    found: dict[tuple[str, int, int], _Sheet] = {}
    names: dict[str, int] = {}
    for one in read:
        sheet, measures = one.table.sheet.name, one.table.measures
        place = (sheet, min(measures, default=0), max(measures, default=0))
        if place not in found:
            names[sheet] = names.get(sheet, 0) + 1
            found[place] = _Sheet(sheet if names[sheet] == 1 else f"{sheet} ({column_letter(place[1])})")
        found[place].parts.append(one)
    for unit in found.values():
        people = pd.concat([one.lecturas for one in unit.parts], ignore_index=True)
        people = people[(people["clase"] == USUARIO) & people["kwh"].notna()]
        sums = people.groupby("ciclo")["kwh"].sum()
        unit.totals = {str(ciclo): float(kwh) for ciclo, kwh in sums.items()}
        unit.ids = frozenset(people["usuario"].tolist())
        unit.yearly = bool(unit.totals) and all(len(ciclo) == 4 for ciclo in unit.totals)
    return [unit for unit in found.values() if unit.totals]


def _vectors(first: Totals, second: Totals) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return the totals of the common ciclos of two tables, or None if they have too few in common."""
    common = sorted(first.keys() & second.keys())
    if not common or len(common) < _COMMON * min(len(first), len(second)):
        return None
    return np.array([first[c] for c in common]), np.array([second[c] for c in common])


def _equal(first: Totals, second: Totals) -> bool:
    vectors = _vectors(first, second)
    if vectors is None:
        return False
    a, b = vectors
    allowed = _SEVERAL if len(a) >= _SEVERAL_CICLOS else _ONE_CICLO
    return bool(b.max() >= _LEAST_KWH and (abs(a - b) <= np.maximum(allowed * abs(b), 0.01)).all())


def _same_totals(sheets: Sequence[_Sheet]) -> dict[str, str]:
    """Return the sheets with the totals of another, finer one, each with its name."""
    dropped: dict[str, str] = {}
    for sheet in sheets:
        for other in sheets:
            if other is sheet or other.name in dropped or sheet.name in dropped:
                continue
            as_fine = len(other.ids) == len(sheet.ids) and _before(other, sheet, sheets)
            finer = len(other.ids) > len(sheet.ids) or as_fine
            if finer and len(other.totals) >= len(sheet.totals) * _COMMON and _equal(sheet.totals, other.totals):
                dropped[sheet.name] = other.name
    return dropped


def _before(first: _Sheet, second: _Sheet, sheets: Sequence[_Sheet]) -> bool:
    return list(sheets).index(first) < list(sheets).index(second)


def _sums_of_others(sheets: Sequence[_Sheet]) -> dict[str, str]:
    """Return the sheets that are the sum of several others, each with their names."""
    dropped: dict[str, str] = {}
    for sheet in sorted(sheets, key=lambda s: -sum(s.totals.values())):
        whole = sum(sheet.totals.values())
        rest = [s for s in sheets if s is not sheet and s.name not in dropped]
        others = [s for s in rest if sum(s.totals.values()) <= whole * 1.001]
        parts = _adding_up_to(sheet, others) if 2 <= len(others) <= _MOST_PARTS else None
        if parts:
            dropped[sheet.name] = ", ".join(part.name for part in parts)
    return dropped


def _adding_up_to(sheet: _Sheet, others: Sequence[_Sheet]) -> Sequence[_Sheet] | None:
    """Return the most tables that together have the totals of `sheet`, or None."""
    ciclos = sorted(set(sheet.totals).union(*(other.totals for other in others)))
    whole = np.array([sheet.totals.get(ciclo, 0.0) for ciclo in ciclos])
    parts = np.array([[other.totals.get(ciclo, 0.0) for ciclo in ciclos] for other in others])
    chosen = (np.arange(2 ** len(others))[:, None] >> np.arange(len(others))) & 1  # every set of the others, one a row
    chosen = chosen[chosen.sum(axis=1) >= 2]
    near = abs(chosen @ parts - whole).sum(axis=1) <= (1 - _COMMON) * whole.sum()
    for row in sorted(chosen[near].tolist(), key=sum, reverse=True):
        found = [other for other, taken in zip(others, row, strict=True) if taken]
        if _equal(sheet.totals, _summed(found)):
            return found
    return None


def _summed(sheets: Sequence[_Sheet]) -> Totals:
    out: Totals = {}
    for sheet in sheets:
        for ciclo, kwh in sheet.totals.items():
            out[ciclo] = out.get(ciclo, 0.0) + kwh
    return out


def _parts_of_a_total(sheets: Sequence[_Sheet], dropped: dict[str, str], sums: dict[str, str]) -> dict[str, str]:
    """Return further sheets whose energy is part of a total that the kept sheets already make up."""
    found: dict[str, str] = {}
    for total in (s for s in sheets if s.name in sums):
        made_of = set(sums[total.name].split(", "))
        for sheet in sheets:
            if sheet.name in dropped or sheet.name in made_of or sheet.name in found:
                continue
            vectors = _vectors(sheet.totals, total.totals)
            if vectors is not None and (vectors[0] <= vectors[1] * 1.0001).all():
                found[sheet.name] = total.name
    return found


def _yearly_beside_months(sheets: Sequence[_Sheet]) -> dict[str, str]:
    """Return the sheets of whole years beside a sheet of months: they add up the same."""
    months = next((s for s in sheets if not s.yearly), None)
    return {} if months is None else {s.name: months.name for s in sheets if s.yearly}
