"""The resource `/api/versiones`."""

from consumo.api.resources.versiones.routes import api

__all__ = ["api"]
