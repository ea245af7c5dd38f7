"""GET /api/pronosticos/desempeno: what earlier forecasts said, beside what was measured and seasonal-naive."""

from typing import Any

from numpy import float64
from numpy.typing import NDArray

from consumo.domain.ciclo_name import ciclo_name
from consumo.domain.forecast_result import TRACKED, Track, Tracked
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import Idioma
from consumo.services.dataset import Dataset
from consumo.services.queries.calendar_text import calendar_text
from consumo.services.queries.numbers import FRACTION_DECIMALS, known_one
from consumo.services.queries.predicciones import model_account
from consumo.services.queries.scope import scope_of

__all__ = ["desempeno"]


def desempeno(dataset: Dataset, *, bateria: str | None = None, idioma: Idioma = Idioma.ES) -> dict[str, Any]:
    """Return how the forecasts of the last ciclos turned out, by ciclo and by steps ahead.

    A ciclo whose served forecast was kept is compared with that (`origen` "servido"); the others with the backtest
    ("retrospectivo"), which forecasts them again from what was known before. Errors are over the usuarios, each
    against its own reading: Σ|error| / Σ kWh; `diferencia` is that of the sums.

    Args:
        dataset: the version to answer from.
        bateria: of this bateria; of everybody if None.
        idioma: language of names and reasons.

    Raises:
        NotFoundError: if there is no such bateria.
    """
    panel, forecast = dataset.panel, dataset.forecast
    scope = scope_of(panel, usuario=None, bateria=bateria)
    row = scope.index if scope.tipo == "bateria" else -1
    track = forecast.track if forecast is not None else Track.empty(panel.n_baterias)
    return {
        "version_datos": dataset.version_datos,
        "ambito": {"tipo": scope.tipo, "id": scope.id, "nombre": scope.nombre},
        "unidad": "kWh",
        "ciclos": [
            _ciclo(panel, one, sums, idioma)
            for one, sums in zip(track.ciclos, track.by_ciclo[row], strict=True)
            if sums[0]
        ],
        "horizontes": [
            {"horizonte": step + 1, **_errors(sums)} for step, sums in enumerate(track.by_horizon[row]) if sums[0]
        ],
        "modelo": model_account(dataset, scope, idioma),
    }


def _ciclo(panel: Panel, one: Tracked, sums: NDArray[float64], idioma: Idioma) -> dict[str, Any]:
    column = panel.ciclo_column(one.ciclo)
    text = calendar_text(panel.calendar)
    _, said, real, *_ = sums.tolist()
    return {
        "ciclo": one.ciclo,
        "nombre": ciclo_name(one.ciclo, idioma),
        "desde": text.desde[column],
        "hasta": text.hasta[column],
        "dias": text.dias[column],
        "origen": "servido" if one.version else "retrospectivo",
        "version_pronostico": one.version or None,
        "horizonte": one.horizonte,
        "kwh_pronosticado": known_one(said),
        "kwh_real": known_one(real),
        "diferencia": known_one(said / real - 1, FRACTION_DECIMALS) if real > 0 else None,
        **_errors(sums),
    }


def _errors(sums: NDArray[float64]) -> dict[str, Any]:
    of = dict(zip(TRACKED, sums.tolist(), strict=True))
    real, bands = of["real"], of["con_banda"]
    return {
        "comparaciones": int(of["n"]),
        "wape": known_one(of["error"] / real, FRACTION_DECIMALS) if real > 0 else None,
        "ingenuo_wape": known_one(of["error_ingenuo"] / real, FRACTION_DECIMALS) if real > 0 else None,
        "cobertura": {
            level: known_one(of[f"dentro_{level}"] / bands, FRACTION_DECIMALS) if bands else None
            for level in ("80", "95")
        },
    }
