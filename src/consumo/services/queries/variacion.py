"""GET /api/variacion: why the consumption of a usuario, a bateria or the whole varied between two ciclos."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consumo.critica.variation import PARTES, Variation, explain_variation, whole_parts
from consumo.domain.errors import InputError, NoDataError
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Idioma
from consumo.services.dataset import Dataset
from consumo.services.queries.numbers import FRACTION_DECIMALS, known_one
from consumo.services.queries.scope import Scope, scope_of
from consumo.services.queries.variacion_text import sentence

__all__ = ["explain"]

_MOST_USUARIOS: Final = 20
_WH: Final = 1000


def explain(
    dataset: Dataset,
    *,
    usuario: str | None = None,
    bateria: str | None = None,
    ciclo: str | None = None,
    contra: str | None = None,
    idioma: Idioma | str = Idioma.ES,
) -> dict[str, Any]:
    """Split the variation from `contra` (the ciclo before `ciclo` if None) to `ciclo` (the latest if None).

    The parts add up to `variacion_kwh` to the watt-hour. `fraccion` is a part's share of the earlier consumption.

    Raises:
        InputError: if both usuario and bateria are given, or both ciclos are the same, or there is none before.
        NotFoundError: if there is no such usuario, bateria or ciclo.
        NoDataError: if the data set has no ciclo at all.
    """
    panel = dataset.panel
    if not panel.ciclos:
        raise NoDataError
    scope = scope_of(panel, usuario=usuario, bateria=bateria)
    now, before = _columns(panel, ciclo, contra)
    rows = scope.rows(panel)
    found = explain_variation(panel, rows, ahora=now, contra=before)
    ends = [_end(panel, scope, rows, column, values) for column, values in ((now, found.ahora), (before, found.antes))]
    comparable = all(end["kwh"] is not None for end in ends)
    change = round((ends[0]["kwh"] - ends[1]["kwh"]) * _WH) if comparable else None
    parts = whole_parts(found.partes.sum(axis=0), change) if change is not None else []
    body = {
        "version_datos": dataset.version_datos,
        "ambito": {"tipo": scope.tipo, "id": scope.id, "nombre": scope.nombre},
        "unidad": "kWh",
        "ciclo": ends[0],
        "contra": ends[1],
        "variacion_kwh": None if change is None else change / _WH,
        "variacion": _share(change, ends[1]["kwh"]),
        "partes": [
            {"parte": name, "kwh": part / _WH, "fraccion": _share(part, ends[1]["kwh"])}
            for name, part in zip(PARTES, parts, strict=False)
        ],
        "lecturas": _counts(found),
        "mayores": _largest(panel, rows, found) if scope.tipo != "usuario" else [],
    }
    return {**body, "texto": sentence(body, idioma)}


def _columns(panel: Panel, ciclo: str | None, contra: str | None) -> tuple[int, int]:
    now = panel.n_ciclos - 1 if ciclo is None else panel.ciclo_column(ciclo)
    before = now - 1 if contra is None else panel.ciclo_column(contra)
    if before < 0:
        raise InputError(
            f"No hay un ciclo anterior a {panel.ciclos[now]}; se esperaba «contra» con otro ciclo.",
            f"There is no ciclo before {panel.ciclos[now]}; expected 'contra' with another ciclo.",
        )
    if before == now:
        raise InputError(
            f"Se comparó {panel.ciclos[now]} consigo mismo; se esperaban dos ciclos distintos.",
            f"{panel.ciclos[now]} was compared with itself; expected two different ciclos.",
        )
    return now, before


def _end(
    panel: Panel, scope: Scope, rows: NDArray[np.intp], column: int, values: NDArray[np.float64]
) -> dict[str, Any]:
    first, last = panel.desde[column], panel.hasta[column]
    if scope.tipo == "usuario":
        first, last = (dates[column] for dates in panel.fechas_of(scope.index))
    known_some = bool(np.isfinite(values).any())
    return {
        "ciclo": panel.ciclos[column],
        "desde": str(first),
        "hasta": str(last),
        "dias": int((last - first).astype(np.int64)),
        "kwh": known_one(np.nansum(values)) if known_some else None,
        "kwh_dia": known_one(np.nansum(values / panel.dias[rows, column])) if known_some else None,
    }


def _share(wh: int | None, kwh_before: float | None) -> float | None:
    return known_one(wh / _WH / kwh_before, FRACTION_DECIMALS) if wh is not None and kwh_before else None


def _counts(found: Variation) -> dict[str, int]:
    then, now = np.isfinite(found.antes), np.isfinite(found.ahora)
    columns = {name: k for k, name in enumerate(PARTES)}
    return {
        "en_ambos": int((then & now).sum()),
        "altas": int((found.partes[:, columns["altas"]] != 0).sum()),
        "bajas": int((found.partes[:, columns["bajas"]] != 0).sum()),
        "sin_lectura": int((found.partes[:, columns["sin_lectura"]] != 0).sum()),
    }


def _largest(panel: Panel, rows: NDArray[np.intp], found: Variation) -> list[dict[str, Any]]:
    """Return the usuarios whose own change is largest, with the same parts."""
    change = found.partes.sum(axis=1)
    order = np.argsort(-abs(change), kind="stable")[:_MOST_USUARIOS]
    out = []
    for k in order[change[order] != 0].tolist():
        total = round(float(change[k]) * _WH)
        parts = whole_parts(found.partes[k], total)
        out.append(
            {
                "usuario": str(panel.usuarios[rows[k]]),
                "nombre": str(panel.nombres[rows[k]]),
                "kwh": known_one(found.ahora[k]),
                "kwh_contra": known_one(found.antes[k]),
                "variacion_kwh": total / _WH,
                "partes": {name: part / _WH for name, part in zip(PARTES, parts, strict=True) if part},
            }
        )
    return out
