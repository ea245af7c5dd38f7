"""The resource `/api/ciclos`."""

from consumo.api.resources.ciclos.routes import api

__all__ = ["api"]
