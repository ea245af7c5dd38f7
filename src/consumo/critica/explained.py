"""A finding with the solver's verdict: the code of what happened, its proposal, and what it settles beside it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from consumo.critica.solver.verdict import Verdict
from consumo.domain.hallazgo import Hallazgo
from consumo.domain.panel import Panel
from consumo.domain.propuesta import TipoPropuesta

__all__ = ["explained", "settled_by"]

_CODE: Final = {
    TipoPropuesta.VUELTA_DE_MEDIDOR: "lectura.vuelta_probable",
    TipoPropuesta.CAMBIO_DE_MEDIDOR: "medidor.cambio_probable",
    TipoPropuesta.DIGITO_EQUIVOCADO: "lectura.digitacion_probable",
    TipoPropuesta.DIGITOS_TRASPUESTOS: "lectura.digitacion_probable",
    TipoPropuesta.DIGITO_OMITIDO: "lectura.digitacion_probable",
    TipoPropuesta.DIGITO_SOBRANTE: "lectura.digitacion_probable",
    TipoPropuesta.LECTURAS_INTERCAMBIADAS: "lectura.intercambio_probable",
    TipoPropuesta.FACTOR_OMITIDO: "factor.omitido_probable",
    TipoPropuesta.FACTOR_DOBLE: "factor.doble_probable",
    TipoPropuesta.ANTERIOR_EQUIVOCADA: "lectura.anterior_dudosa",
    TipoPropuesta.ESTIMACION_ALTA: "estimacion.alta",
}


def explained(finding: Hallazgo, verdict: Verdict, panel: Panel, cell: tuple[int, int]) -> Hallazgo:
    """Return the finding with what the solver says.

    One explanation gives it its own code, with the rule that fired named in the evidence; several leave it as it is
    and list them; `explicaciones` counts them, 0 if none fits. The energy at risk is what the proposal would change,
    where that is known.
    """
    if verdict.propuesta is None:
        said = {**finding.evidencia, "explicaciones": len(verdict.alternativas)}
        return replace(finding, evidencia=said, alternativas=verdict.alternativas)
    one = verdict.propuesta
    kwh = panel.kwh[cell]
    risk = abs(one.kwh - kwh) if one.kwh is not None and kwh == kwh else one.kwh  # noqa: PLR0124 - NaN is unlike itself
    evidence = {
        **finding.evidencia,
        "anterior": one.cuenta.get("anterior"),
        "actual": one.cuenta.get("actual"),
        "explicaciones": 1,
        "regla": finding.codigo,
        "probabilidad": round(verdict.probabilidad, 3),
    }
    return replace(
        finding,
        codigo=_CODE[one.tipo],
        evidencia=evidence,
        propuesta=one,
        kwh_en_riesgo=finding.kwh_en_riesgo if risk is None else round(float(risk), 2),
    )


def settled_by(verdicts: Mapping[tuple[int, int], Verdict], panel: Panel) -> set[tuple[int, int]]:
    """Return the cells that are odd only because of a reading beside them that a proposal explains.

    A wrong reading ends one ciclo and begins the next: what one has too much the other lacks.
    """
    settled: set[tuple[int, int]] = set()
    for row, column in sorted(verdicts):
        field = _field(verdicts[row, column])
        if (row, column) in settled:
            continue
        beside = {"lectura_actual": column + 1, "lectura_anterior": column - 1}.get(field or "", -1)
        own = verdicts.get((row, beside))
        explains_itself = beside < column and own is not None and _field(own) is not None
        if 0 <= beside < panel.n_ciclos and not explains_itself and _shares(panel, row, column, beside):
            settled.add((row, beside))
    return settled


def _field(verdict: Verdict) -> str | None:
    """Return what a verdict would change, whichever of its explanations is right; None if that is not one thing."""
    said = (verdict.propuesta,) if verdict.propuesta else verdict.alternativas
    fields = {one.campo for one in said}
    return fields.pop() if len(fields) == 1 else None


def _shares(panel: Panel, row: int, column: int, beside: int) -> bool:
    """Whether the register between two ciclos is the same number in both."""
    if panel.lectura_anterior is None or panel.lectura_actual is None:
        return False
    first, second = min(column, beside), max(column, beside)
    return bool(panel.lectura_actual[row, first] == panel.lectura_anterior[row, second])
