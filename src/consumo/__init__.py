"""consumo: from workbooks of electricity meter readings to a running analysis.

The public door: names and nothing else. Parts are loaded when first asked for, so that `import consumo` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consumo.domain.hallazgo import Hallazgo
    from consumo.domain.panel import Panel
    from consumo.forecast.predict import crear_predicciones_lgbm
    from consumo.importing.load import load_excel_data
    from consumo.trend.polinomial import calcular_tendencia_polinomial

__version__ = "0.1.0"

__all__ = [
    "Hallazgo",
    "Panel",
    "__version__",
    "calcular_tendencia_polinomial",
    "crear_predicciones_lgbm",
    "load_excel_data",
]

_HOMES = {
    "Hallazgo": "consumo.domain.hallazgo",
    "Panel": "consumo.domain.panel",
    "calcular_tendencia_polinomial": "consumo.trend.polinomial",
    "crear_predicciones_lgbm": "consumo.forecast.predict",
    "load_excel_data": "consumo.importing.load",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'consumo' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
