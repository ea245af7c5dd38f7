"""GET /api/estimaciones: the ledger of estimates, page by page."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from consumo.services.dataset import Dataset
from consumo.services.queries.cursor import read_cursor, write_cursor
from consumo.services.queries.ledger import STATES, Ledger, State, ledger_of
from consumo.services.queries.numbers import known_one

__all__ = ["list_estimaciones"]


def list_estimaciones(
    dataset: Dataset,
    *,
    usuario: str | None = None,
    bateria: str | None = None,
    estado: State | None = None,
    limite: int = 50,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Return a page of the ledger: open estimates first, the oldest and largest of them first.

    `total` counts all that match; `resumen` tells how many and how much there are of each state, and of the open ones
    by age; `siguiente` is the cursor of the next page, None on the last.

    Args:
        dataset: the version.
        usuario: only those of this usuario.
        bateria: only those of this bateria.
        estado: one of ledger.STATES.
        limite: entries per page.
        cursor: `siguiente` of the page before.

    Raises:
        NotFoundError: if there is no such usuario or bateria.
        ParameterError: if `cursor` does not hold.
    """
    listing = (usuario, bateria, estado)
    start = 0 if cursor is None else read_cursor(cursor, version_datos=dataset.version_datos, listing=listing)
    ledger, panel = ledger_of(dataset), dataset.panel
    mask = np.ones(len(ledger), np.bool_)
    if usuario is not None:
        mask &= ledger.row == panel.row_of(usuario)
    if bateria is not None:
        mask &= panel.bateria_of[ledger.row] == panel.bateria_row(bateria)
    summary = _summary(ledger, mask)
    if estado is not None:
        mask &= ledger.state == STATES.index(estado)
    found = np.flatnonzero(mask)
    end = start + limite
    more = write_cursor(end, version_datos=dataset.version_datos, listing=listing) if end < len(found) else None
    return {
        "version_datos": dataset.version_datos,
        "estimaciones": [ledger.record(k) for k in found[start:end].tolist()],
        "total": len(found),
        "resumen": summary,
        "siguiente": more,
    }


def _summary(ledger: Ledger, mask: NDArray[np.bool_]) -> dict[str, Any]:
    def amount(some: NDArray[np.bool_]) -> dict[str, Any]:
        return {"estimaciones": int(some.sum()), "kwh": known_one(ledger.estimado[some].sum())}

    opened = mask & (ledger.state == 0)
    return {
        "abiertas": amount(opened),
        "sin_liquidar": amount(mask & (ledger.state == 1)),
        "liquidadas": amount(mask & (ledger.state == 2)),
        "abiertas_por_edad": {
            "un_ciclo": amount(opened & (ledger.edad == 1)),
            "dos_ciclos": amount(opened & (ledger.edad == 2)),
            "mas_ciclos": amount(opened & (ledger.edad >= 3)),
        },
    }
