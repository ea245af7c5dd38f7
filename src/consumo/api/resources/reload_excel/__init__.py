"""The resource `/reload-excel`."""

from consumo.api.resources.reload_excel.routes import api

__all__ = ["api"]
