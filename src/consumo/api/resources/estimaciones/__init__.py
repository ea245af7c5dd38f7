"""The resource `/api/estimaciones`."""

from consumo.api.resources.estimaciones.routes import api

__all__ = ["api"]
