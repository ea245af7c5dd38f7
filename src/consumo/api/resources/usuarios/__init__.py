"""The resource `/api/usuarios`."""

from consumo.api.resources.usuarios.routes import api

__all__ = ["api"]
