"""A candidate as a propuesta: what would change, and the numbers of its arithmetic."""

from typing import Any, Final

import numpy as np

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


def in_words(panel: Panel, cases: Cases, found: Candidates, k: int) -> Propuesta:
    """Return candidate `k` as a propuesta."""
    case, kind = int(found.case[k]), KINDS[int(found.kind[k])]
    field: Campo | None = _FIELD.get(kind, "lectura_actual")
    numbers: dict[str, Any] = {
        "anterior": float(cases.anterior[case, NOW]),
        "actual": float(cases.actual[case, NOW]),
        "factor": float(cases.factor[case, NOW]),
    }
    changed = (field or "").removeprefix("lectura_")
    was, value, kwh = numbers.get(changed), float(found.a[k]), float(found.kwh[k])
    if changed in numbers:
        numbers[changed] = value  # as the arithmetic has it
    days = float(cases.dias[case, NOW])
    numbers |= {"dias": int(days), **_more(panel, cases, found, k)}
    if np.isfinite(kwh):
        numbers["kwh_dia"] = kwh / days
    return Propuesta(
        tipo=kind,
        campo=field,
        de=was,
        a=value if np.isfinite(value) else None,
        kwh=round(kwh, 3) if np.isfinite(kwh) else None,
        cuenta={name: round(v, 3) if isinstance(v, float) else v for name, v in numbers.items()},
    )


def _more(panel: Panel, cases: Cases, found: Candidates, k: int) -> dict[str, Any]:
    """Return the numbers that only this kind of explanation has."""
    case, kind, value = int(found.case[k]), KINDS[int(found.kind[k])], float(found.a[k])
    factor, actual = float(cases.factor[case, NOW]), float(cases.actual[case, NOW])
    real, declared = float(cases.real[case]), (actual - float(cases.anterior[case, NOW])) * factor
    match kind:
        case TipoPropuesta.VUELTA_DE_MEDIDOR:
            numbers: dict[str, Any] = {"digitos": int(value), "tope": 10.0**value}
        case TipoPropuesta.CAMBIO_DE_MEDIDOR:
            numbers = {"inicial": 0.0, "kwh_nuevo": actual * factor}
        case TipoPropuesta.FACTOR_OMITIDO | TipoPropuesta.FACTOR_DOBLE:
            numbers = {"sin_factor": declared / factor, "declarado": declared, "veces": factor / value}
        case TipoPropuesta.LECTURAS_INTERCAMBIADAS:
            other = int(found.other[k])
            energy = (actual - float(cases.anterior[other, NOW])) * float(cases.factor[other, NOW])
            numbers = {"otro": str(panel.usuarios[cases.row[other]]), "otro_kwh": energy}
        case TipoPropuesta.ANTERIOR_EQUIVOCADA:
            energy = (value - float(cases.anterior[case, BEFORE])) * float(cases.factor[case, BEFORE])
            numbers = {"ciclo_previo": panel.ciclos[int(cases.columna[case]) - 1], "kwh_previo": energy}
        case TipoPropuesta.ESTIMACION_ALTA:
            numbers = {"real": real, "dias_real": int(cases.dias_real[case]), "kwh_real": (actual - real) * factor}
        case _:
            numbers = {}
    return numbers
