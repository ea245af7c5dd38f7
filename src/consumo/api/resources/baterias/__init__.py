"""The resource `/api/baterias`."""

from consumo.api.resources.baterias.routes import api

__all__ = ["api"]
