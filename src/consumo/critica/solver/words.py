"""A candidate as a propuesta: what would change, and the numbers of its arithmetic."""

from math import isfinite
from typing import Any, Final, NamedTuple

from consumo.critica.solver.candidates import KINDS, Candidates
from consumo.critica.solver.cases import BEFORE, NOW, Cases
from consumo.domain.panel import Panel
from consumo.domain.propuesta import Campo, Propuesta, TipoPropuesta

__all__ = ["in_words"]

_FIELD: Final[dict[TipoPropuesta, Campo | None]] = {
    TipoPropuesta.VUELTA_DE_MEDIDOR: "digitos",
    TipoPropuesta.CAMBIO_DE_MEDIDOR: None,
    TipoPropuesta.FACTOR_OMITIDO: "factor",
    TipoPropuesta.FACTOR_DOBLE: "factor",
    TipoPropuesta.ANTERIOR_EQUIVOCADA: "lectura_anterior",
    TipoPropuesta.ESTIMACION_ALTA: "lectura_anterior",
}
"""What each kind would change; the slips and swaps change `lectura_actual`."""


def in_words(panel: Panel, cases: Cases, found: Candidates) -> list[Propuesta]:
    """Return candidates as propuestas, in order."""
    return [_worded(panel, facts) for facts in _facts(panel, cases, found)]


class _Facts(NamedTuple):
    """The numbers of one candidate: of its case, of the other half of a swap, of the ciclo before, and its own.

    Taken from the arrays a column at a time, because an item at a time is ten times as slow.
    """

    kind: int
    a: float
    kwh: float
    anterior: float
    actual: float
    factor: float
    dias: float
    real: float
    dias_real: float
    anterior_previa: float
    factor_previo: float
    ciclo_previo: int
    otro: str
    otro_anterior: float
    otro_factor: float


def _facts(panel: Panel, cases: Cases, found: Candidates) -> list[_Facts]:
    case, other = found.case, found.other
    columns = (
        found.kind,
        found.a,
        found.kwh,
        *(matrix[case, NOW] for matrix in (cases.anterior, cases.actual, cases.factor, cases.dias)),
        cases.real[case],
        cases.dias_real[case],
        cases.anterior[case, BEFORE],
        cases.factor[case, BEFORE],
        cases.columna[case] - 1,
        panel.usuarios[cases.row[other]],
        cases.anterior[other, NOW],
        cases.factor[other, NOW],
    )
    return [_Facts(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]


def _worded(panel: Panel, facts: _Facts) -> Propuesta:
    kind = KINDS[facts.kind]
    field: Campo | None = _FIELD.get(kind, "lectura_actual")
    numbers: dict[str, Any] = {"anterior": facts.anterior, "actual": facts.actual, "factor": facts.factor}
    changed = (field or "").removeprefix("lectura_")
    was = numbers.get(changed)
    if changed in numbers:
        numbers[changed] = facts.a  # as the arithmetic has it
    numbers |= {"dias": int(facts.dias), **_more(panel, kind, facts)}
    known = isfinite(facts.kwh)
    if known:
        numbers["kwh_dia"] = facts.kwh / facts.dias
    return Propuesta(
        tipo=kind,
        campo=field,
        de=was,
        a=facts.a if isfinite(facts.a) else None,
        kwh=round(facts.kwh, 3) if known else None,
        cuenta={name: round(v, 3) if isinstance(v, float) else v for name, v in numbers.items()},
    )


def _more(panel: Panel, kind: TipoPropuesta, facts: _Facts) -> dict[str, Any]:
    """Return the numbers that only this kind of explanation has."""
    factor, actual = facts.factor, facts.actual
    declared = (actual - facts.anterior) * factor
    match kind:
        case TipoPropuesta.VUELTA_DE_MEDIDOR:
            numbers: dict[str, Any] = {"digitos": int(facts.a), "tope": 10.0**facts.a}
        case TipoPropuesta.CAMBIO_DE_MEDIDOR:
            numbers = {"inicial": 0.0, "kwh_nuevo": actual * factor}
        case TipoPropuesta.FACTOR_OMITIDO | TipoPropuesta.FACTOR_DOBLE:
            numbers = {"sin_factor": declared / factor, "declarado": declared, "veces": factor / facts.a}
        case TipoPropuesta.LECTURAS_INTERCAMBIADAS:
            numbers = {"otro": facts.otro, "otro_kwh": (actual - facts.otro_anterior) * facts.otro_factor}
        case TipoPropuesta.ANTERIOR_EQUIVOCADA:
            energy = (facts.a - facts.anterior_previa) * facts.factor_previo
            numbers = {"ciclo_previo": panel.ciclos[facts.ciclo_previo], "kwh_previo": energy}
        case TipoPropuesta.ESTIMACION_ALTA:
            since = (actual - facts.real) * factor
            numbers = {"real": facts.real, "dias_real": int(facts.dias_real), "kwh_real": since}
        case _:
            numbers = {}
    return numbers
