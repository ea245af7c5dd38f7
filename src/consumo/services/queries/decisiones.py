"""GET /api/decisiones: every decision that the version counts, page by page."""

from collections import Counter
from typing import Any, Final

from consumo.domain.decision import Decision, TipoDecision, overruled
from consumo.domain.vocabulary import Idioma
from consumo.services.dataset import Dataset
from consumo.services.queries.cursor import read_cursor, write_cursor
from consumo.services.queries.decision_record import decision_record

__all__ = ["STATES", "list_decisiones"]

STATES: Final = ("vigente", "caducada", "deshecha", "reemplazada", "hecha")
"""In force; its data changed; undone or replaced by another; done, of one that undid another."""


def list_decisiones(
    dataset: Dataset, idioma: Idioma, *, limite: int = 50, cursor: str | None = None, **filters: str | None
) -> dict[str, Any]:
    """Return a page of decisions, the latest first.

    `total` counts all that match; `siguiente` is the cursor of the next page, None on the last.

    Args:
        dataset: the version.
        idioma: language of the sentences.
        limite: decisions per page.
        cursor: `siguiente` of the page before.
        filters: `usuario`, `ciclo`, `codigo` (of the finding), `tipo`, `quien`, `estado`; None = all.

    Raises:
        ParameterError: if `cursor` does not hold.
    """
    listing = tuple(filters[name] for name in sorted(filters))
    start = 0 if cursor is None else read_cursor(cursor, version_datos=dataset.version_datos, listing=listing)
    wanted = {name: value for name, value in filters.items() if value is not None}
    gone = overruled(dataset.decisiones)
    lapsed = {d.numero for d in dataset.standing.caducadas}
    every = [_record(d, gone.get(d.numero), d.numero in lapsed, idioma) for d in reversed(dataset.decisiones)]
    found = [record for record in every if all(record[name] == value for name, value in wanted.items())]
    states = Counter(record["estado"] for record in found)
    end = start + limite
    more = write_cursor(end, version_datos=dataset.version_datos, listing=listing) if end < len(found) else None
    return {
        "version_datos": dataset.version_datos,
        "decisiones": found[start:end],
        "total": len(found),
        "estados": {state: states[state] for state in STATES},
        "siguiente": more,
    }


def _record(decision: Decision, by: Decision | None, lapsed: bool, idioma: Idioma) -> dict[str, Any]:
    about = decision.hallazgo
    return {
        **decision_record(decision),
        "estado": _state(decision, by, lapsed),
        "anulada_por": None if by is None else by.numero,
        "hallazgo": about.identidad,
        "codigo": about.codigo,
        "usuario": about.usuario,
        "bateria": about.bateria,
        "ciclo": about.ciclo,
        "mensaje": about.message(idioma),
    }


def _state(decision: Decision, by: Decision | None, lapsed: bool) -> str:
    if decision.tipo is TipoDecision.DESHACER:
        return "hecha"
    if by is not None:
        return "deshecha" if by.tipo is TipoDecision.DESHACER else "reemplazada"
    return "caducada" if lapsed else "vigente"
