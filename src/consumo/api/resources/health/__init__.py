"""The resource `/health`."""

from consumo.api.resources.health.routes import api

__all__ = ["api"]
