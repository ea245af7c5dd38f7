"""A decision as answers show it."""

from typing import Any

from consumo.domain.decision import Decision, TipoDecision
from consumo.domain.vocabulary import Idioma

__all__ = ["decision_record", "lapsed_note"]


def decision_record(decision: Decision) -> dict[str, Any]:
    """Return who decided what, when, why and with which values."""
    return {
        "decision": decision.numero,
        "tipo": decision.tipo.value,
        "quien": decision.quien,
        "cuando": decision.cuando,
        "motivo": decision.motivo,
        "datos": dict(decision.datos),
        "kwh_antes": decision.antes,
        "kwh_despues": decision.despues,
        "anula": decision.anula,
    }


def lapsed_note(decision: Decision, idioma: Idioma) -> str:
    """Say why a finding is open again although somebody had decided on it."""
    before = "—" if decision.antes is None else f"{decision.antes:g} kWh"
    what = _NAMES[decision.tipo][idioma is Idioma.EN]
    if idioma is Idioma.EN:
        return (
            f"{decision.quien} had decided on {decision.cuando[:10]}: {what}, on {before}. "
            "The data have changed since; decide again."
        )
    return (
        f"{decision.quien} lo había decidido el {decision.cuando[:10]}: {what}, sobre {before}. "
        "Los datos cambiaron después; decida de nuevo."
    )


_NAMES = {
    TipoDecision.ACEPTAR: ("aceptar el valor", "accept the value"),
    TipoDecision.ESTIMAR: ("estimar", "estimate"),
    TipoDecision.CORREGIR: ("corregir", "correct"),
    TipoDecision.RELEER: ("releer", "read again"),
    TipoDecision.CAMBIO_DE_MEDIDOR: ("cambio de medidor", "change of meter"),
    TipoDecision.DESHACER: ("deshacer", "undo"),
}
