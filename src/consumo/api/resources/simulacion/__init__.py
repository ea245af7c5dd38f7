"""The resource `/api/simulacion`."""

from consumo.api.resources.simulacion.routes import api

__all__ = ["api"]
