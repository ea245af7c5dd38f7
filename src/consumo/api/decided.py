"""The answer to a decision: the version in which it holds, and the hallazgo as it is there."""

from typing import Any

from flask import Response

from consumo.api.backend import backend
from consumo.api.language import idioma
from consumo.api.render import to_json
from consumo.domain.errors import NotFoundError
from consumo.services.queries.decision_record import decision_record
from consumo.services.queries.hallazgos import get_hallazgo

__all__ = ["decided", "decided_together"]


def decided(done: Any) -> Response:
    """Answer with what `services.decide` returned; sees to it that the forecast of the new version gets made."""
    (decision,) = done.decisiones
    return _published(done, decision=decision_record(decision), hallazgo=_finding(decision.hallazgo.identidad))


def decided_together(done: Any) -> Response:
    """Answer with what `services.decide` returned for several decisions."""
    made = [
        {
            **decision_record(decision),
            "hallazgo": decision.hallazgo.identidad,
            "usuario": decision.hallazgo.usuario,
            "bateria": decision.hallazgo.bateria,
            "ciclo": decision.hallazgo.ciclo,
        }
        for decision in done.decisiones
    ]
    return _published(done, decisiones=made)


def _published(done: Any, **more: Any) -> Response:
    if not done.forecast_kept:
        backend().prepare(done.version_datos)
    body = {"version_datos": done.version_datos, "version_anterior": done.version_anterior, **more}
    response = Response(to_json(body), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _finding(identidad: str) -> Any:
    try:
        return get_hallazgo(backend().current(), idioma(), identidad)["hallazgo"]
    except NotFoundError:
        return None
