"""The ledger of a version: every stretch of estimates, those of the workbooks and those that people decided."""

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from consumo.critica.effect import apply_decisions, settles
from consumo.critica.settlement import Spread, spread
from consumo.critica.stretches import Stretches, find_stretches, is_estimate
from consumo.domain.decision import Decision
from consumo.domain.panel import Panel
from consumo.domain.panel_edits import raw_of
from consumo.domain.panel_rows import take_rows
from consumo.services.dataset import Dataset
from consumo.services.queries.numbers import known_one
from consumo.services.queries.per_version import once_per_version

__all__ = ["STATES", "Ledger", "State", "ledger_of"]

State = Literal["abierta", "sin_liquidar", "liquidada"]
STATES: Final[tuple[State, ...]] = ("abierta", "sin_liquidar", "liquidada")
"""No real reading yet; one came, but nothing tells what was used meanwhile; the register tells."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Part:
    """Stretches of one Panel: `rows` are those of its usuarios in the published one."""

    panel: Panel
    rows: NDArray[np.intp]
    stretches: Stretches
    shares: Spread


@dataclass(frozen=True, eq=False)
class Ledger:
    """Stretches of estimates, the open ones first, then by age and energy; columns of shape (n,).

    Attributes:
        row: usuario, in the published Panel.
        state: index into STATES.
        edad: ciclos from the first without a real reading to the real one, or to the last of the data [ciclos].
        estimado: the estimates [kWh].
    """

    row: NDArray[np.intp]
    state: Ints
    edad: Ints
    estimado: Floats
    _part: Ints
    _index: Ints
    _parts: tuple[_Part, ...]
    _decided: dict[tuple[str, str], int]

    def __len__(self) -> int:
        return len(self.row)

    def record(self, k: int) -> dict[str, Any]:
        """Return entry `k` as answers show it."""
        part, at = self._parts[int(self._part[k])], int(self._index[k])
        panel, found = part.panel, part.stretches
        row = int(found.rows[at])
        usuario = str(panel.usuarios[row])
        ciclos = self._ciclos(part, at)
        decided = [n for c in ciclos if (n := self._decided.get((usuario, c["ciclo"]))) is not None]
        state = STATES[int(self.state[k])]
        off = sum(c["ajuste_kwh"] or 0.0 for c in ciclos if c["ciclo"] != panel.ciclos[found.real[at]])
        return {
            "usuario": usuario,
            "nombre": str(panel.nombres[row]) or None,
            "bateria": str(panel.baterias[panel.bateria_of[row]]),
            "estado": state,
            "edad": int(self.edad[k]),
            "ciclo_real": panel.ciclos[found.real[at]] if found.real[at] >= 0 else None,
            "estimado_kwh": known_one(found.estimado[at]),
            "publicado_kwh": known_one(found.publicado[at]),
            "contado_kwh": known_one(found.contado[at]),
            "diferencia_kwh": known_one(off) if state == "liquidada" else None,
            "descuadre_kwh": known_one(found.contado[at] - found.publicado[at]),
            "decisiones": decided,
            "ciclos": ciclos,
        }

    def _ciclos(self, part: _Part, at: int) -> list[dict[str, Any]]:
        panel, found, shares = part.panel, part.stretches, part.shares
        row = int(found.rows[at])
        where = np.flatnonzero(shares.stretch == at)
        share = dict(zip(shares.columns[where].tolist(), where.tolist(), strict=True))
        return [
            {
                "ciclo": panel.ciclos[column],
                "dias": int(shares.dias[share[column]] if share else panel.dias[row, column]),
                "estimado": bool(is_estimate(panel)[row, column]),
                "kwh": known_one(panel.kwh[row, column]),
                "liquidado_kwh": known_one(float(shares.kwh[share[column]])) if share else None,
                "ajuste_kwh": known_one(float(shares.ajuste[share[column]])) if share else None,
            }
            for column in range(int(found.first[at]), int(found.last[at]) + 1)
        ]


@once_per_version
def ledger_of(dataset: Dataset) -> Ledger:
    """Find the stretches of estimates of a version, as they were before they were settled."""
    panel = dataset.panel
    decided = [d for d in dataset.standing.vigentes if settles(d)]
    who = {d.hallazgo.usuario for d in decided}
    rows = np.array([k for k, u in enumerate(panel.usuarios.tolist()) if u in who] if who else [], np.intp)
    others = np.flatnonzero(is_estimate(panel).any(axis=1))
    others = others[~np.isin(others, rows)]
    parts = (_part(take_rows(panel, others), others), _part(_as_decided(panel, rows, dataset), rows))
    return _ordered(parts, _numbers(decided), panel.n_ciclos)


def _as_decided(panel: Panel, rows: NDArray[np.intp], dataset: Dataset) -> Panel:
    """Return some usuarios with the decisions in force, their estimates as they were made."""
    return apply_decisions(raw_of(take_rows(panel, rows)), dataset.standing.vigentes, settle=False)


def _part(panel: Panel, rows: NDArray[np.intp]) -> _Part:
    found = find_stretches(panel)
    return _Part(panel, rows, found, spread(panel, found))


def _numbers(decided: list[Decision]) -> dict[tuple[str, str], int]:
    return {(d.hallazgo.usuario or "", d.hallazgo.ciclo or ""): d.numero for d in decided}


def _ordered(parts: tuple[_Part, ...], decided: dict[tuple[str, str], int], n_ciclos: int) -> Ledger:
    def joined(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(part.stretches, name) for part in parts])

    row = np.concatenate([part.rows[part.stretches.rows] for part in parts])
    real, first, estimated = joined("real"), joined("first"), joined("estimado")
    state = np.where(real < 0, 0, np.where(np.isfinite(joined("contado")), 2, 1))
    age = np.where(real < 0, n_ciclos, real) - first
    part = np.repeat(np.arange(len(parts)), [len(p.stretches) for p in parts])
    index = np.concatenate([np.arange(len(p.stretches)) for p in parts])
    order = np.lexsort((first, row, -estimated, -age, state))
    return Ledger(row[order], state[order], age[order], estimated[order], part[order], index[order], parts, decided)
