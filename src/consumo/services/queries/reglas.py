"""GET /api/reglas and /api/simulacion: the rules in force, how right they were, and what others would give."""

from collections import Counter
from typing import Any, Final

import numpy as np

from consumo.critica.effect import apply_decisions
from consumo.critica.precision import RulePrecision, precision_by_rule
from consumo.critica.profile import GENERAL, Profile
from consumo.critica.rules import RULES, Rule, rule_of
from consumo.critica.simulation import Simulated, simulate, steps_around, threshold_of, within_budget
from consumo.domain.catalogo import entry_of
from consumo.domain.errors import NotFoundError, ParameterError
from consumo.domain.panel_edits import raw_of
from consumo.services.dataset import Dataset
from consumo.services.queries.numbers import FRACTION_DECIMALS, known, known_one

__all__ = ["list_rules", "simulate_rule"]

_MOST_VALUES: Final = 12


def list_rules(dataset: Dataset) -> dict[str, Any]:
    """Return the profile in force with its citations, and every rule with its parameters and its record."""
    profile = dataset.perfil
    record = precision_by_rule(dataset.standing.vigentes)
    fired = Counter(h.codigo for h in dataset.hallazgos)
    fired.update(str(h.evidencia["regla"]) for h in dataset.hallazgos if "regla" in h.evidencia)
    return {
        "version_datos": dataset.version_datos,
        "perfil": {
            "nombre": profile.nombre,
            "titulo": profile.titulo,
            "citas": [
                {"norma": c.norma, "dice": c.dice, "leido_en": c.leido_en, "confirmar": c.confirmar}
                for c in profile.citas
            ],
        },
        "reglas": [
            {
                "codigo": rule.codigo,
                "activa": rule.codigo not in profile.apagadas,
                "severidad": str(profile.gravedades.get(rule.codigo, entry_of(rule.codigo).severidad).value),
                "parametros": {name: _plain(getattr(profile, name)) for name in rule.parametros},
                "umbral": threshold_of(rule),
                "fuente": rule.fuente,
                "hallazgos": fired[rule.codigo],
                "decisiones": _record(record.get(rule.codigo, RulePrecision())),
            }
            for rule in RULES
        ],
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _record(found: RulePrecision) -> dict[str, Any]:
    low, high = found.interval or (None, None)
    return {
        "ciertas": found.ciertas,
        "falsas": found.falsas,
        "pendientes": found.pendientes,
        "precision": None if found.precision is None else known_one(found.precision, FRACTION_DECIMALS),
        "precision_min": None if low is None else known_one(low, FRACTION_DECIMALS),
        "precision_max": None if high is None else known_one(high, FRACTION_DECIMALS),
    }


def simulate_rule(
    dataset: Dataset,
    *,
    regla: str,
    parametro: str | None = None,
    valores: list[float] | None = None,
    presupuesto: float | None = None,
    ultimos: int = 13,
) -> dict[str, Any]:
    """Return how many findings a rule would give per ciclo at other values of its threshold.

    Args:
        dataset: its readings, with the decisions in force.
        regla: code of the rule.
        parametro: which of its parameters; its threshold if None.
        valores: which values; some around the one in force if None.
        presupuesto: findings per ciclo that can be reviewed; the value that fits it best is named.
        ultimos: how many ciclos are judged.

    Raises:
        NotFoundError: if there is no such rule.
        ParameterError: if the rule has no such parameter, or a value cannot be.
    """
    rule = _rule(regla)
    name = _parameter(rule, parametro)
    tried = steps_around(dataset.perfil, name) if valores is None else _checked(valores)
    panel = apply_decisions(raw_of(dataset.panel), dataset.standing.vigentes)  # as it was judged
    found = simulate(panel, dataset.perfil, rule, name, tried, ultimos=ultimos)
    best = None if presupuesto is None else within_budget(found, presupuesto)
    first = max(0, panel.n_ciclos - ultimos)
    return {
        "version_datos": dataset.version_datos,
        "regla": rule.codigo,
        "parametro": name,
        "vigente": _in_force(dataset.perfil, name),
        "usuarios": panel.n_usuarios,
        "ciclos": list(panel.ciclos[first:]),
        "valores": [_shown(one, panel.n_usuarios) for one in found],
        "presupuesto": presupuesto,
        "propuesto": None if best is None else best.valor,
    }


def _rule(codigo: str) -> Rule:
    try:
        return rule_of(codigo)
    except KeyError:
        raise NotFoundError("regla", codigo, [rule.codigo for rule in RULES]) from None


def _parameter(rule: Rule, wanted: str | None) -> str:
    numbers = [name for name in rule.parametros if isinstance(getattr(GENERAL, name), int | float)]
    name = threshold_of(rule) if wanted is None else wanted
    if name is None or name not in numbers:
        listed = ", ".join(numbers)
        es = f"uno de: {listed}" if numbers else f"una regla con umbral; {rule.codigo} no tiene ninguno"
        en = f"one of: {listed}" if numbers else f"a rule with a threshold; {rule.codigo} has none"
        raise ParameterError("parametro", wanted, es, en)
    return name


def _checked(valores: list[float]) -> list[float]:
    if not 0 < len(valores) <= _MOST_VALUES or not all(np.isfinite(valores)) or min(valores) <= 0:
        raise ParameterError(
            "valores", valores, f"de 1 a {_MOST_VALUES} números mayores que 0", f"1 to {_MOST_VALUES} numbers above 0"
        )
    return valores


def _in_force(profile: Profile, name: str) -> float:
    return float(getattr(profile, name))


def _shown(one: Simulated, usuarios: int) -> dict[str, Any]:
    return {
        "valor": one.valor,
        "por_ciclo": one.por_ciclo.tolist(),
        "promedio": known_one(one.mean),
        "parte": known_one(one.mean / usuarios, FRACTION_DECIMALS) if usuarios else None,
        "kwh_en_riesgo": known(one.kwh_en_riesgo),
    }
