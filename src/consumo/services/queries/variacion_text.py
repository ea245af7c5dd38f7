"""The one sentence that says a variation and its largest parts."""

from collections.abc import Mapping
from typing import Any, Final

from consumo.domain.ciclo_name import ciclo_name
from consumo.domain.number_text import percent, written
from consumo.domain.vocabulary import Idioma

__all__ = ["sentence"]

_SEEN: Final = 0.05  # of a day: less does not show in one decimal
_NAMES: Final = {
    "dias": ("por los días", "from the days"),
    "uso": ("por el uso", "from use"),
    "factor": ("por el factor", "from the factor"),
    "estimados": ("por lecturas estimadas", "from estimated readings"),
    "altas": ("por altas", "from new usuarios"),
    "bajas": ("por bajas", "from usuarios that left"),
    "sin_lectura": ("por lecturas que faltan", "from missing readings"),
}


def sentence(body: Mapping[str, Any], idioma: Idioma | str) -> str:
    """Say it: `Septiembre de 2025 contra agosto de 2025: +120 kWh (+18,0 %): +40 por los días (33 contra 30), …`."""
    english = idioma == Idioma.EN
    now, before = body["ciclo"], body["contra"]
    link = "against" if english else "contra"
    head = f"{ciclo_name(now['ciclo'], idioma)} {link} {ciclo_name(before['ciclo'], idioma)}: "
    head = head[0].upper() + head[1:]
    change = body["variacion_kwh"]
    if change is None:
        missing = [ciclo_name(end["ciclo"], idioma) for end in (now, before) if end["kwh"] is None]
        names = ", ".join(missing)
        return head + (f"no consumption is known in {names}." if english else f"no hay consumo conocido en {names}.")
    share = f" ({percent(body['variacion'], idioma, '+.1f')})" if body["variacion"] is not None else ""
    parts = sorted((p for p in body["partes"] if p["kwh"]), key=lambda p: -abs(p["kwh"]))
    said = []
    for part in parts:
        days = _days(now, before, link, idioma) if part["parte"] == "dias" else ""
        said.append(f"{written(part['kwh'], idioma, '+,.0f')} {_NAMES[part['parte']][english]}{days}")
    return f"{head}{written(change, idioma, '+,.0f')} kWh{share}" + (f": {', '.join(said)}." if said else ".")


def _days(now: Mapping[str, Any], before: Mapping[str, Any], link: str, idioma: Idioma | str) -> str:
    """Say how many days each had; of a sum, how many its usuarios had on average, weighted by their kWh."""
    english = idioma == Idioma.EN
    ends = [end["kwh"] / end["kwh_dia"] if end["kwh_dia"] else end["dias"] for end in (now, before)]
    said = [written(days, idioma, ".0f" if abs(days - round(days)) < _SEEN else ".1f") for days in ends]
    if said[0] == said[1]:
        return " between each usuario's readings" if english else " entre las lecturas de cada usuario"
    return f" ({said[0]} {link} {said[1]})"
