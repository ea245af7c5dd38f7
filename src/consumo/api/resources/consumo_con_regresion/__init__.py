"""The resource `/api/consumo-con-regresion`."""

from consumo.api.resources.consumo_con_regresion.routes import api

__all__ = ["api"]
