"""The real services behind an app."""

from typing import TYPE_CHECKING

from consumo.api.backend import Backend

if TYPE_CHECKING:
    from consumo.services.settings import Settings

__all__ = ["connect"]


def connect(settings: "Settings | None" = None) -> Backend:
    raise NotImplementedError
