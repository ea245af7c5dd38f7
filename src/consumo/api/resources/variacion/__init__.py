"""The resource `/api/variacion`."""

from consumo.api.resources.variacion.routes import api

__all__ = ["api"]
