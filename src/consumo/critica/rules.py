"""The catalogue of rules: each with its check, its parameters and where it comes from, in order of precedence.

Of two rules that fire at one lectura the earlier one is the finding, and the later one is named in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from consumo.critica import (
    comparison_rules,
    consumption_rules,
    continuity_rules,
    estimate_rules,
    factor_rules,
    reading_rules,
)
from consumo.critica.flags import Flags
from consumo.critica.subject import Subject

__all__ = ["RULES", "Rule", "rule_of"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule.

    Attributes:
        codigo: of its findings.
        find: the check.
        parametros: what of the profile it compares with, the threshold first.
        fuente: where it comes from; section numbers are those of the domain study.
        dura: whether it fires again in every ciclo of one and the same trouble; then only the first is said.
    """

    codigo: str
    find: Callable[[Subject], Flags]
    parametros: tuple[str, ...] = ()
    fuente: str = "ours"
    dura: bool = False

    @property
    def explicable(self) -> bool:
        """Whether the solver is asked what may have happened."""
        return self.codigo in _EXPLICABLE


_EXPLICABLE: Final = frozenset(
    {
        "lectura.valor_centinela",
        "lectura.menor_que_anterior",
        "factor.cambio_no_declarado",
        "consumo.maximo_fisico",
        "consumo.cero",
        "consumo.alto",
        "consumo.bajo",
        "continuidad.lectura_anterior",
    }
)
_LIMITS: Final = ("desvios", "cambio", "piso_kwh_30d", "minimo_historia", "ventana")

RULES: Final = (
    Rule("lectura.fecha_futura", reading_rules.find_future, fuente="VERIFI issue 169"),
    Rule(
        "lectura.valor_centinela",
        continuity_rules.find_sentinel,
        ("centinelas",),
        "n3rgy/data issues 1, 11",
    ),
    Rule(
        "lectura.menor_que_anterior",
        continuity_rules.find_fallen,
        fuente="Oracle MDM, Negative Consumption",
    ),
    Rule("lectura.copiada", continuity_rules.find_copied, fuente="Oracle MDM, Duplicate IMD"),
    Rule(
        "factor.cambio_no_declarado",
        factor_rules.find_factor_change,
        fuente="Oracle MDM, Multiplier Check",
    ),
    Rule(
        "consumo.maximo_fisico",
        comparison_rules.find_beyond_physical,
        ("kw_maximo",),
        "MyEMS hourly_high_limit",
    ),
    Rule(
        "factor.olvidado_o_doble",
        factor_rules.find_factor_ratio,
        ("factor_tolerancia", "factores", "desvios"),
        "domain study §2.1",
    ),
    Rule("consumo.cero", consumption_rules.find_zero, _LIMITS, "Oracle MDM, Zero Consumption", dura=True),
    Rule(
        "consumo.alto",
        consumption_rules.find_high,
        _LIMITS,
        "VERIFI 5 MAD; coop-service 30 %",
        dura=True,
    ),
    Rule(
        "consumo.bajo",
        consumption_rules.find_low,
        _LIMITS,
        "VERIFI 5 MAD; coop-service 30 %",
        dura=True,
    ),
    Rule("estimacion.sin_liquidar", estimate_rules.find_unsettled_estimate, fuente="CalTRACK 2.2.3.1; OSINERGMIN"),
    Rule("continuidad.lectura_anterior", continuity_rules.find_discontinuity),
    Rule("medidor.inactivo_con_consumo", continuity_rules.find_inactive_advance, fuente="Oracle MDM, Inactive"),
    Rule("consumo.repetido", consumption_rules.find_repeated, ("repetidos",), "waymark VEE; opendsm", dura=True),
    Rule("consumo.nulo_sostenido", consumption_rules.find_null, ("nulo_ciclos", "nulo_kwh"), "ValoApp", dura=True),
    Rule(
        "consumo.caida_sostenida",
        consumption_rules.find_drop,
        ("caida", "caida_ciclos"),
        "Nadeem & Arshad 2021",
        dura=True,
    ),
    Rule("estimacion.prolongada", estimate_rules.find_prolonged_estimates, ("estimados_seguidos",), "SEC Chile"),
    Rule("lectura.faltante", reading_rules.find_missing, fuente="SEED PR 2919"),
    Rule(
        "medidor.sin_lectura_reciente",
        continuity_rules.find_not_read_lately,
        ("dias_sin_lectura",),
        "coop-service-backend",
    ),
    Rule("ciclo.dias_fuera_de_rango", reading_rules.find_days_out_of_range, ("dias",), "CalTRACK 2.2.3.4", dura=True),
    Rule("ciclo.solape", reading_rules.find_overlap, ("hueco_dias",), "SEED issue 3744", dura=True),
    Rule("ciclo.hueco", reading_rules.find_gap, ("hueco_dias",), "OED reading_gap", dura=True),
    Rule(
        "consumo.desviacion_significativa",
        comparison_rules.find_significant_deviation,
        ("media_desvios", "media_ciclos"),
        "CREG 105 007 of 2024",
        dura=True,
    ),
    Rule("consumo.extremo_iqr", comparison_rules.find_extreme, ("iqr", "ventana"), "CalTRACK 2.3.6", dura=True),
    Rule(
        "consumo.vs_mismo_ciclo_anio_anterior",
        comparison_rules.find_unlike_last_year,
        ("anio", "piso_kwh_30d"),
        "Oracle MDM, Usage High/Low",
        dura=True,
    ),
)


def rule_of(codigo: str) -> Rule:
    """Return the rule of `codigo`.

    Raises:
        KeyError: if no rule has it.
    """
    return {rule.codigo: rule for rule in RULES}[codigo]
