"""The sentence that says a balance: its latest ciclo with a loss, the trend, and who may explain a rise."""

from collections.abc import Mapping
from typing import Any, Final

from consumo.domain.ciclo_name import ciclo_name
from consumo.domain.number_text import percent, written
from consumo.domain.vocabulary import Idioma

__all__ = ["sentence"]

_MOVES: Final = {
    "sube": ("La pérdida sube {0} puntos al año.", "The loss rises {0} points a year."),
    "baja": ("La pérdida baja {0} puntos al año.", "The loss falls {0} points a year."),
}


def sentence(body: Mapping[str, Any], idioma: Idioma | str) -> str:
    """Say it: `Septiembre de 2025: entraron 9.905 kWh y se midieron 8.951; faltan 954 kWh (9,6 %).`."""
    english = idioma == Idioma.EN
    parts = [_latest(body["ciclos"], idioma)]
    trend = body["tendencia"]
    if trend is not None and trend["sentido"] in _MOVES:
        parts.append(
            _MOVES[trend["sentido"]][english].format(written(abs(100 * trend["pendiente_anual"]), idioma, ".1f"))
        )
    rise = body["alza"]
    if rise is not None and rise["sospechosos"]:
        first = rise["sospechosos"][0]
        share = percent(first["explica"], idioma, ".0f")
        parts.append(
            f"The drop of usuario {first['usuario']} explains {share} of its rise."
            if english
            else f"La caída del usuario {first['usuario']} explica el {share} de su alza."
        )
    return " ".join(parts)


def _latest(points: list[dict[str, Any]], idioma: Idioma | str) -> str:
    english = idioma == Idioma.EN
    metered = [point for point in points if point["motivo"] != "sin_totalizador"]
    if not metered:
        return "No totalizador: no loss can be told." if english else "Sin totalizador no se puede decir la pérdida."
    last = metered[-1]
    name = ciclo_name(last["ciclo"], idioma)
    name = name[0].upper() + name[1:]
    if last["motivo"] is not None:
        share = percent(last["cobertura"] or 0, idioma, ".0f")
        return (
            f"{name}: only {share} of the meters were read; no loss is stated."
            if english
            else f"{name}: solo se leyó el {share} de los medidores; no se da ninguna pérdida."
        )
    came, measured, lost, unread = (
        written(last[name], idioma) for name in ("entregado_kwh", "medido_kwh", "perdida_kwh", "sin_leer_kwh")
    )
    share = percent(last["perdida"] or 0, idioma)
    if english:
        said = f"{name}: {came} kWh came in and {measured} were measured; {lost} kWh ({share}) are unexplained"
        rest = f", of which {unread} are expected of usuarios not read"
    else:
        said = f"{name}: entraron {came} kWh y se midieron {measured}; faltan {lost} kWh ({share})"
        rest = f", de los que {unread} se esperan de los no leídos"
    return said + (rest if last["sin_leer_kwh"] else "") + "."
