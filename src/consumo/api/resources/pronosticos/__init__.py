"""The resource `/api/pronosticos`."""

from consumo.api.resources.pronosticos.routes import api

__all__ = ["api"]
