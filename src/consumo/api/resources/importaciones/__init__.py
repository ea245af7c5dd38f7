"""The resource `/api/importaciones`."""

from consumo.api.resources.importaciones.routes import api

__all__ = ["api"]
