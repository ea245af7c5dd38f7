"""What a consumption would be with the factor that it seems to lack, where no register tells."""

from dataclasses import replace

from consumo.domain.hallazgo import Hallazgo
from consumo.domain.propuesta import Propuesta, TipoPropuesta

__all__ = ["RATIO", "with_factor_proposal"]

RATIO = "factor.olvidado_o_doble"
"""The code of the findings that this is about."""


def with_factor_proposal(finding: Hallazgo) -> Hallazgo:
    """Return a finding of RATIO with its proposal, if that brings the consumption into its expected range.

    The factor that was forgotten multiplies what was declared; the one that was applied twice divides it.
    """
    kwh, factor, times = (float(finding.evidencia[name]) for name in ("kwh", "factor", "veces"))
    kind = TipoPropuesta.FACTOR_DOBLE if times > 1 else TipoPropuesta.FACTOR_OMITIDO
    new = kwh / factor if times > 1 else kwh * factor
    if finding.rango is None or not finding.rango.minimo <= new <= finding.rango.maximo:
        return finding
    days = int(finding.sobre["dias"])
    numbers = {"declarado": kwh, "veces": factor, "sin_factor": kwh, "a": factor, "dias": days, "kwh_dia": new / days}
    # The sentences of both kinds name the factor `a`; what would change here is the consumption itself.
    one = Propuesta(
        tipo=kind,
        campo="kwh",
        de=kwh,
        a=round(new, 3),
        kwh=round(new, 3),
        cuenta={name: round(value, 3) for name, value in numbers.items()},
    )
    return replace(finding, propuesta=one, kwh_en_riesgo=round(abs(new - kwh), 2))
