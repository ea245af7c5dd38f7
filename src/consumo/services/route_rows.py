"""Who is to be read, and what the person who reads should know of each beforehand."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from consumo.critica.next_reading import NextReadings, expect_readings
from consumo.critica.trust import is_doubt
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import ACTIVE_CICLOS, Idioma
from consumo.services.dataset import Dataset
from consumo.services.queries.queue import Entry, queue_of

__all__ = ["SOLO", "Route", "Solo", "route_of"]

Solo = Literal["todos", "pendientes"]
SOLO: Final[tuple[Solo, ...]] = ("todos", "pendientes")


@dataclass(frozen=True, eq=False)
class Route:
    """A round of readings.

    Attributes:
        panel: the version.
        rows: who is to be read, by bateria and then in the workbook's order, shape (n,).
        fecha: the day of the reading.
        esperado: what their registers are expected to show.
        avisos: what to look at, by row.
    """

    panel: Panel
    rows: NDArray[np.intp]
    fecha: date
    esperado: NextReadings
    avisos: dict[int, str]


def route_of(
    dataset: Dataset, idioma: Idioma, *, bateria: str | None = None, solo: Solo = "todos", fecha: date | None = None
) -> Route:
    """Say who is to be read.

    Args:
        dataset: the version.
        idioma: language of the notes.
        bateria: only the usuarios of this bateria.
        solo: `todos`: every active usuario, for the next ciclo; `pendientes`: those without a reading in the last
            ciclo, to be read again, or whose reading in it is in doubt.
        fecha: the day of the reading; the end of the ciclo meant if None.

    Raises:
        NotFoundError: if there is no such bateria.
    """
    panel = dataset.panel
    group = None if bateria is None else panel.bateria_row(bateria)
    notes = _notes(dataset, idioma)
    wanted = _active(panel) if solo == "todos" else _pending(panel, notes)
    if group is not None:
        wanted &= panel.bateria_of == group
    rows = np.flatnonzero(wanted)
    rows = rows[np.argsort(panel.bateria_of[rows], kind="stable")]
    day = fecha or _end_of(panel, solo)
    return Route(panel, rows, day, expect_readings(panel, rows, day, dataset.perfil), notes)


def _active(panel: Panel) -> NDArray[np.bool_]:
    return np.asarray(np.isfinite(panel.kwh[:, -ACTIVE_CICLOS:]).any(axis=1), np.bool_)


def _pending(panel: Panel, notes: dict[int, str]) -> NDArray[np.bool_]:
    pending = _active(panel) & ~np.isfinite(panel.kwh[:, -1:]).all(axis=1)
    pending[list(notes)] = True
    return pending


def _end_of(panel: Panel, solo: Solo) -> date:
    ends = panel.hasta if solo == "pendientes" else panel.calendar.extend(1).hasta
    last: date = ends[-1].astype(object)
    return last


def _notes(dataset: Dataset, idioma: Idioma) -> dict[int, str]:
    """Return what to tell of a usuario, by row: that it is to be read again, and why; or what is in doubt."""
    panel = dataset.panel
    told: dict[str, str] = {}
    for entry in queue_of(dataset).entries:
        usuario = entry.hallazgo.usuario
        if usuario is not None and usuario not in told and (note := _note(entry, panel.ciclos[-1], idioma)):
            told[usuario] = note
    if not told:
        return {}
    return {k: told[u] for k, u in enumerate(panel.usuarios.tolist()) if u in told}


def _note(entry: Entry, ciclo: str, idioma: Idioma) -> str | None:
    h: Hallazgo = entry.hallazgo
    if entry.estado == "releer" and entry.decision is not None:
        again = "Read again" if idioma is Idioma.EN else "Releer"
        return f"{again} ({h.ciclo}): {entry.decision.motivo}"
    if entry.estado == "abierto" and h.ciclo == ciclo and is_doubt(h):
        return h.message(idioma)
    return None
