"""GET /api/hallazgos: the review queue, page by page, and one hallazgo."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from consumo.domain.errors import NotFoundError, ParameterError
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.panel_edits import raw_value
from consumo.domain.propuesta import Propuesta
from consumo.domain.vocabulary import MISSING_CALIDAD, Idioma
from consumo.services.dataset import Dataset
from consumo.services.estimate_of import estimates_of
from consumo.services.queries.cursor import read_cursor, write_cursor
from consumo.services.queries.decision_record import decision_record, lapsed_note
from consumo.services.queries.numbers import known_one
from consumo.services.queries.queue import ESTADOS, Entry, queue_of

__all__ = ["get_hallazgo", "list_hallazgos", "matching"]

_HISTORY: Final = 13
"""Ciclos shown with a finding: the one it is about and a year before it."""


def list_hallazgos(
    dataset: Dataset, idioma: Idioma, *, limite: int = 50, cursor: str | None = None, **filters: str | None
) -> dict[str, Any]:
    """Return a page of the queue, the finding with most energy at stake first.

    `total` counts all that match, `kwh_en_riesgo` adds up their energy at stake; `siguiente` is the cursor of the next
    page, None on the last. Those that block come before all others, and `bloquean` counts the open ones.

    Args:
        dataset: the version.
        idioma: language of the sentences.
        limite: findings per page.
        cursor: `siguiente` of the page before.
        filters: `ciclo`, `bateria`, `codigo`, `severidad`, `estado`, `usuario`; None = all.

    Raises:
        NotFoundError: if nothing matches and there is no such ciclo, bateria or usuario.
        ParameterError: if `estado` or `cursor` does not hold.
    """
    listing = tuple(filters[name] for name in sorted(filters))
    start = 0 if cursor is None else read_cursor(cursor, version_datos=dataset.version_datos, listing=listing)
    found = matching(dataset, **filters)
    end = start + limite
    more = write_cursor(end, version_datos=dataset.version_datos, listing=listing) if end < len(found) else None
    return {
        "version_datos": dataset.version_datos,
        "hallazgos": _records(dataset, found[start:end], idioma),
        "total": len(found),
        "kwh_en_riesgo": known_one(sum(entry.hallazgo.kwh_en_riesgo or 0.0 for entry in found)),
        "bloquean": sum(entry.hallazgo.blocks and entry.estado != "decidido" for entry in found),
        "estados": _count(found),
        "siguiente": more,
    }


def matching(dataset: Dataset, **filters: str | None) -> list[Entry]:
    """Return the entries of the queue that match the filters of `list_hallazgos`, in its order.

    Raises:
        NotFoundError: if nothing matches and there is no such ciclo, bateria or usuario.
        ParameterError: if `estado` does not hold.
    """
    found = [entry for entry in queue_of(dataset).entries if _matches(entry, filters)]
    if not found:
        _check(dataset.panel, filters)
    return found


def get_hallazgo(dataset: Dataset, idioma: Idioma, identidad: str) -> dict[str, Any]:
    """Return one finding of the queue.

    Raises:
        NotFoundError: if the version has no such finding.
    """
    entry = queue_of(dataset).by_id.get(identidad)
    if entry is None:
        raise NotFoundError("hallazgo", identidad)
    return {"version_datos": dataset.version_datos, "hallazgo": _records(dataset, [entry], idioma)[0]}


def _check(panel: Panel, filters: dict[str, str | None]) -> None:
    if (ciclo := filters.get("ciclo")) is not None:
        panel.ciclo_column(ciclo)
    if (bateria := filters.get("bateria")) is not None:
        panel.bateria_row(bateria)
    if (usuario := filters.get("usuario")) is not None:
        panel.row_of(usuario)
    if (estado := filters.get("estado")) is not None and estado not in ESTADOS:
        raise ParameterError("estado", estado, " | ".join(ESTADOS), " | ".join(ESTADOS))


def _matches(entry: Entry, filters: dict[str, str | None]) -> bool:
    values = {"estado": entry.estado, "severidad": entry.hallazgo.severidad.value, "bateria": entry.bateria}
    return all(
        wanted is None or (values[name] if name in values else getattr(entry.hallazgo, name)) == wanted
        for name, wanted in filters.items()
    )


def _count(entries: Iterable[Entry]) -> dict[str, int]:
    counts: dict[str, int] = dict.fromkeys(ESTADOS, 0)
    for entry in entries:
        counts[entry.estado] += 1
    return counts


def _records(dataset: Dataset, entries: Sequence[Entry], idioma: Idioma) -> list[dict[str, Any]]:
    undecided = [entry for entry in entries if entry.estado != "decidido"]
    estimates = estimates_of(dataset.panel, [entry.hallazgo for entry in undecided], dataset.perfil)
    by_id = {entry.id: one for entry, one in zip(undecided, estimates, strict=True)}
    return [_record(dataset, entry, by_id.get(entry.id), idioma) for entry in entries]


def _record(dataset: Dataset, entry: Entry, estimate: Propuesta | None, idioma: Idioma) -> dict[str, Any]:
    return {
        "id": entry.id,
        **entry.hallazgo.to_dict(idioma),
        "bateria": entry.bateria,
        "estado": entry.estado,
        "decision": None if entry.decision is None else decision_record(entry.decision),
        "nota": None if entry.caducada is None else lapsed_note(entry.caducada, idioma),
        "estimacion": None if estimate is None else estimate.to_dict(idioma),
        "historia": _history(dataset.panel, entry.hallazgo),
    }


def _history(panel: Panel, about: Hallazgo) -> list[dict[str, Any]]:
    """Return the consumption of the usuario up to the ciclo of the finding, as it is and as it was read."""
    try:
        last = panel.ciclo_column(about.ciclo or "")
        row = panel.row_of(about.usuario or "")
    except NotFoundError:
        return []
    return [_point(panel, row, column) for column in range(max(0, last - _HISTORY + 1), last + 1)]


def _point(panel: Panel, row: int, column: int) -> dict[str, Any]:
    calidad = int(panel.calidad[row, column])
    return {
        "ciclo": panel.ciclos[column],
        "dias": int(panel.dias[row, column]),
        "kwh": known_one(panel.kwh[row, column]),
        "kwh_dia": known_one(panel.kwh[row, column] / panel.dias[row, column]),
        "kwh_crudo": known_one(raw_value(panel, "kwh", row, column)),
        "calidad": None if calidad == MISSING_CALIDAD else calidad,
        **{name: _register(panel, name, row, column) for name in ("lectura_anterior", "lectura_actual", "factor")},
    }


def _register(panel: Panel, name: str, row: int, column: int) -> float | None:
    matrix = getattr(panel, name)
    return None if matrix is None else known_one(np.float64(matrix[row, column]))
