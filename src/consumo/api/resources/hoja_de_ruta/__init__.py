"""The resource `/api/hoja-de-ruta.xlsx`."""

from consumo.api.resources.hoja_de_ruta.routes import api

__all__ = ["api"]
