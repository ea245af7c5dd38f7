"""The resource `/api/decisiones`."""

from consumo.api.resources.decisiones.routes import api

__all__ = ["api"]
