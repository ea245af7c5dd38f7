"""Which decisions still hold: those that nobody undid, and whose raw data are what they were decided on."""

import hashlib
import json
from collections.abc import Sequence
from typing import Final

import numpy as np

from consumo.critica.draft import Place
from consumo.critica.effect import place_of, places_of
from consumo.domain.decision import Decision, Standing
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.panel_edits import raw_value

__all__ = ["fingerprint", "standing"]

_CELL: Final = ("kwh", "calidad", "lectura_anterior", "lectura_actual", "factor")


def standing(raw: Panel, decisions: Sequence[Decision]) -> Standing:
    """Tell which decisions hold on `raw`, and which lapsed because their data changed.

    Args:
        raw: the Panel as imported; edits, if any, are looked through.
        decisions: all that the version counts, in order.
    """
    counting = Standing.of(decisions).vigentes
    places = places_of(raw, counting)
    lapsed = {d.numero for d in counting if d.huella != _fingerprint(raw, d.hallazgo, places.get(d.numero))}
    return Standing.of(decisions, lapsed)


def fingerprint(panel: Panel, about: Hallazgo) -> str:
    """Return what stands for the raw data that a finding is about; '' where it is about no cell of the Panel."""
    return _fingerprint(panel, about, place_of(panel, about))


def _fingerprint(panel: Panel, about: Hallazgo, place: Place | None) -> str:
    if place is None:
        return ""
    if about.usuario is None:
        values = _delivery(panel, place)
    else:
        values = [raw_value(panel, name, *place) for name in _CELL] + [int(panel.dias[place])]
    text = json.dumps([_canonical(value) for value in values])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _delivery(panel: Panel, place: Place) -> list[float | None]:
    """Return what a balance rests on: the delivered kWh and those of each usuario."""
    row, column = place
    users = np.flatnonzero(panel.bateria_of == row)
    return [raw_value(panel, "entregado", row, column)] + [
        raw_value(panel, "kwh", user, column) for user in users.tolist()
    ]


def _canonical(value: float | None) -> str | None:
    """Return a number to ten digits, so that a sum made in another order is the same; NaN as missing."""
    return None if value is None or not np.isfinite(value) else f"{value:.10g}"
