"""The resource `/api/hallazgos`."""

from consumo.api.resources.hallazgos.routes import api

__all__ = ["api"]
