"""What decisions do to the Panel: registers first, all of them; then the consumption of every cell they touch."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from consumo.critica.draft import Draft, Place
from consumo.critica.registers import ACTUAL, ANTERIOR, put_register, register_kwh, shifted_kwh
from consumo.critica.settlement import settled_cells
from consumo.domain.decision import Decision, TipoDecision
from consumo.domain.errors import NotFoundError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.panel_edits import edited
from consumo.domain.panel_rows import take_rows
from consumo.domain.vocabulary import ESTIMATED, Calidad

__all__ = ["apply_decisions", "place_of", "places_by_finding", "places_of", "settles"]


def apply_decisions(raw: Panel, decisions: Sequence[Decision], *, settle: bool = True) -> Panel:
    """Return the Panel with the decisions applied, the raw values kept beside.

    Of two decisions on one value the later counts. A decision whose usuario (or bateria) or ciclo the Panel does not
    have does nothing.

    Args:
        raw: the Panel as imported.
        decisions: those in force, in order.
        settle: whether estimates are settled by the next real reading (`settlement.py`).
    """
    draft = Draft(raw)
    places = places_of(raw, decisions)
    by_cell: dict[Place, Decision] = {}
    moved: dict[Place, None] = {}
    for decision in decisions:
        place = places.get(decision.numero)
        if place is None:
            continue
        if decision.hallazgo.usuario is None:
            _deliver(draft, place, decision)
        elif decision.tipo.changes_values:
            by_cell[place] = decision
            moved |= dict.fromkeys(_correct_registers(draft, place, decision.datos))
    for place in moved:
        if place not in by_cell:
            _shift(draft, place)
    for place, decision in by_cell.items():
        _put_kwh(draft, place, decision)
    estimated = [place for place, decision in by_cell.items() if settles(decision)]
    if settle and estimated:
        _settle(draft, estimated)
    return edited(raw, draft.changes)


def places_of(panel: Panel, decisions: Sequence[Decision]) -> dict[int, Place]:
    """Return row and column of the cell that each decision is about, by numero; row of the bateria without usuario."""
    places = places_by_finding(panel, [d.hallazgo for d in decisions])
    return {d.numero: place for d, place in zip(decisions, places, strict=True) if place is not None}


def places_by_finding(panel: Panel, findings: Sequence[Hallazgo]) -> list[Place | None]:
    """Return row and column of the cell that each finding is about, None where the Panel has no such cell."""
    columns = {ciclo: k for k, ciclo in enumerate(panel.ciclos)}
    wanted = {h.usuario for h in findings if h.usuario is not None}
    # Only those that are asked for are looked up: there may be ten million others.
    rows = {u: k for k, u in enumerate(panel.usuarios.tolist()) if u in wanted} if wanted else {}
    groups = {bateria: k for k, bateria in enumerate(panel.baterias.tolist())}
    found: list[Place | None] = []
    for about in findings:
        row = groups.get(about.bateria or "") if about.usuario is None else rows.get(about.usuario)
        column = columns.get(about.ciclo or "")
        found.append(None if row is None or column is None else (row, column))
    return found


def place_of(panel: Panel, about: Hallazgo) -> Place | None:
    """Return row and column of the cell that a finding is about; None where it is about none that the Panel has."""
    try:
        row = panel.row_of(about.usuario) if about.usuario is not None else panel.bateria_row(about.bateria or "")
        return row, panel.ciclo_column(about.ciclo or "")
    except NotFoundError:
        return None


def settles(decision: Decision) -> bool:
    """Whether what was counted around a decision is to be spread over the estimated ciclos there."""
    return decision.tipo is TipoDecision.ESTIMAR or bool(decision.datos.get("liquidar"))


def _deliver(draft: Draft, place: Place, decision: Decision) -> None:
    if decision.tipo is TipoDecision.CORREGIR and decision.datos.get("kwh") is not None:
        draft.put("entregado", place, float(decision.datos["kwh"]))


def _correct_registers(draft: Draft, place: Place, datos: Mapping[str, Any]) -> list[Place]:
    """Put the registers that a decision gives; return the cells beside that share them."""
    if datos.get("factor") is not None:
        draft.put("factor", place, float(datos["factor"]))
    if datos.get("liquidar"):
        # The estimated reading stays that of the ciclo before: what the stretch counted is spread over it instead.
        draft.put(ANTERIOR, place, float(datos[ANTERIOR]))
        return []
    given = [name for name in (ANTERIOR, ACTUAL) if datos.get(name) is not None]
    beside = [put_register(draft, name, place, float(datos[name])) for name in given]
    return [cell for cell in beside if cell is not None]


def _shift(draft: Draft, place: Place) -> None:
    calidad = int(draft.raw("calidad", place))
    draft.put_kwh(place, shifted_kwh(draft, place), calidad if calidad in ESTIMATED else Calidad.EDITADA)


def _settle(draft: Draft, estimated: Sequence[Place]) -> None:
    """Settle the estimates of which the next real reading tells what they should have been."""
    rows = np.unique(np.array([row for row, _ in estimated], np.intp))
    place = {int(row): k for k, row in enumerate(rows)}
    own = {
        name: {(place[row], column): value for (row, column), value in cells.items() if row in place}
        for name, cells in draft.changes.items()
        if name != "entregado"
    }
    some = edited(take_rows(draft.panel, rows), own)
    decided = np.zeros(some.kwh.shape, np.bool_)
    decided[[place[row] for row, _ in estimated], [column for _, column in estimated]] = True
    for row, column, kwh, calidad in zip(*(part.tolist() for part in settled_cells(some, decided)), strict=True):
        draft.put_kwh((int(rows[row]), column), kwh, calidad)


def _put_kwh(draft: Draft, place: Place, decision: Decision) -> None:
    """Put the consumption that the decision gives, or that follows from the registers."""
    datos = decision.datos
    if decision.tipo is TipoDecision.CAMBIO_DE_MEDIDOR:
        _change_meter(draft, place, datos)
    elif decision.tipo is TipoDecision.ESTIMAR:
        draft.put_kwh(place, float(datos["kwh"]), int(datos.get("calidad", Calidad.ESTIMADA_INTERPOLADA)))
    elif datos.get("kwh") is not None:
        draft.put_kwh(place, float(datos["kwh"]), Calidad.EDITADA)
    else:
        start, end = draft.get(ANTERIOR, place), draft.get(ACTUAL, place)
        draft.put_kwh(place, register_kwh(start, end, draft.factor(place), datos.get("digitos")), Calidad.EDITADA)


def _change_meter(draft: Draft, place: Place, datos: Mapping[str, Any]) -> None:
    old, new = (draft.raw("factor", place), draft.factor(place))
    start, end = draft.get(ANTERIOR, place), draft.get(ACTUAL, place)
    kwh = register_kwh(start, float(datos["lectura_final"]), old if old > 0 else 1.0, datos.get("digitos"))
    kwh += register_kwh(float(datos["lectura_inicial"]), end, new)
    # The registers of two meters do not subtract, as when the change was in the workbook (importing/settle.py).
    draft.put(ANTERIOR, place, float("nan"))
    draft.put_kwh(place, kwh, Calidad.EDITADA)
