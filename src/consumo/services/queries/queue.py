"""The queue of a version: every hallazgo with its state, ranked by the energy at stake."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from consumo.domain.decision import Decision, Standing, TipoDecision
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Severidad
from consumo.services.dataset import Dataset
from consumo.services.queries.per_version import once_per_version

__all__ = ["ESTADOS", "Entry", "Estado", "Queue", "queue_of"]

Estado = Literal["abierto", "decidido", "releer"]
ESTADOS: Final[tuple[Estado, ...]] = ("abierto", "decidido", "releer")
_GRAVITY: Final = {Severidad.BLOQUEA: 0, Severidad.REVISAR: 1, Severidad.INFORMA: 2}


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding in the queue.

    Attributes:
        id: the identidad of the finding.
        hallazgo: the finding.
        bateria: of the finding, or of its usuario.
        estado: `abierto`, `decidido`, or `releer` while its meter is to be read again.
        decision: the decision in force on it; None while it is open.
        caducada: a decision made on it when the data were others; None where there is none.
    """

    id: str
    hallazgo: Hallazgo
    bateria: str | None
    estado: Estado
    decision: Decision | None
    caducada: Decision | None


@dataclass(frozen=True, eq=False)
class Queue:
    """The findings of a version.

    Attributes:
        entries: those that block first; then the one with most energy at stake; those without a figure last, the
            gravest and latest first.
        by_id: the same, by id.
    """

    entries: tuple[Entry, ...]
    by_id: dict[str, Entry]


@once_per_version
def queue_of(dataset: Dataset) -> Queue:
    """Rank the findings of a version: those raised, and those decided on that are therefore no longer raised."""
    findings = (*dataset.hallazgos, *(decision.hallazgo for decision in dataset.standing.vigentes))
    bateria_of = _baterias(dataset.panel, {h.usuario for h in findings if h.bateria is None and h.usuario is not None})
    known: dict[str, Entry] = {}
    for finding in findings:
        entry = _entry(finding, finding.bateria or bateria_of.get(finding.usuario or ""), dataset.standing)
        # One of reading whose value was decided on elsewhere is told by the finding that was decided on.
        if entry.decision is None or entry.decision.hallazgo.identidad == entry.id:
            known.setdefault(entry.id, entry)
    column = {ciclo: k for k, ciclo in enumerate(dataset.panel.ciclos)}

    def rank(entry: Entry) -> tuple[bool, float, int, int, str, str]:
        h = entry.hallazgo
        return (
            not h.blocks,
            -(h.kwh_en_riesgo or 0.0),
            _GRAVITY[h.severidad],
            -column.get(h.ciclo or "", -1),
            h.codigo,
            h.usuario or h.bateria or "",
        )

    return Queue(tuple(sorted(known.values(), key=rank)), known)


def _baterias(panel: Panel, usuarios: Collection[str]) -> dict[str, str]:
    """Return the bateria of each of some usuarios; only those are looked up: there may be ten million others."""
    if not usuarios:
        return {}
    rows = [(k, u) for k, u in enumerate(panel.usuarios.tolist()) if u in usuarios]
    return {u: str(panel.baterias[panel.bateria_of[k]]) for k, u in rows}


def _entry(finding: Hallazgo, bateria: str | None, standing: Standing) -> Entry:
    made = standing.on(finding)
    estado: Estado = "abierto" if made is None else "releer" if made.tipo is TipoDecision.RELEER else "decidido"
    lapsed = standing.lapsed_on(finding) if made is None else None
    return Entry(finding.identidad, finding, bateria, estado, made, lapsed)
