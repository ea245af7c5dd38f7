"""The resource `/api/plantilla.xlsx`."""

from consumo.api.resources.plantilla.routes import api

__all__ = ["api"]
