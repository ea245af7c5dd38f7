"""The resource `/api/balance`."""

from consumo.api.resources.balance.routes import api

__all__ = ["api"]
