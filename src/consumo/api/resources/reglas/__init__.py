"""The resource `/api/reglas`."""

from consumo.api.resources.reglas.routes import api

__all__ = ["api"]
