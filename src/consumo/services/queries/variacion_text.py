"""The one sentence that says a variation and its largest parts."""

from collections.abc import Mapping
from typing import Any, Final

from consumo.domain.number_text import written
from consumo.domain.vocabulary import Idioma

__all__ = ["sentence"]

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
    """Say it: `2025-09 contra 2025-08: +120 kWh (+18,0 %): +40 por los días (33 contra 30), +80 por el uso.`."""
    english = idioma == Idioma.EN
    now, before = body["ciclo"], body["contra"]
    link = "against" if english else "contra"
    head = f"{now['ciclo']} {link} {before['ciclo']}: "
    change = body["variacion_kwh"]
    if change is None:
        missing = [end["ciclo"] for end in (now, before) if end["kwh"] is None]
        names = ", ".join(missing)
        return head + (f"no consumption is known in {names}." if english else f"no hay consumo conocido en {names}.")
    share = f" ({written(100 * body['variacion'], idioma, '+.1f')} %)" if body["variacion"] is not None else ""
    parts = sorted((p for p in body["partes"] if p["kwh"]), key=lambda p: -abs(p["kwh"]))
    said = []
    for part in parts:
        days = f" ({now['dias']} {link} {before['dias']})" if part["parte"] == "dias" else ""
        said.append(f"{written(part['kwh'], idioma, '+,.0f')} {_NAMES[part['parte']][english]}{days}")
    return f"{head}{written(change, idioma, '+,.0f')} kWh{share}" + (f": {', '.join(said)}." if said else ".")
