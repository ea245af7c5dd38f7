"""The resource `/api/ficha`."""

from consumo.api.resources.ficha.routes import api

__all__ = ["api"]
