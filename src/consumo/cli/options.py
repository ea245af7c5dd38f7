"""Options that several commands share, and the settings that they amount to."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from consumo.domain.errors import ParameterError

if TYPE_CHECKING:
    from consumo.services.settings import Settings

__all__ = ["Datos", "hand_over", "settings_from"]

Datos = Annotated[
    Path | None,
    typer.Option(help="Carpeta de datos.  [por defecto: CONSUMO_DATOS o ./datos]", show_default=False),
]


def settings_from(**given: Any) -> "Settings":
    """Return the settings: what was given on the command line, or else the environment, `.env` and the defaults.

    Raises:
        ParameterError: naming the first setting that does not hold.
    """
    from pydantic import ValidationError

    from consumo.services.settings import Settings

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(("CONSUMO", *(str(part).upper() for part in first["loc"])))
        raise ParameterError(
            name, first["input"], f"otro valor ({first['msg']})", f"otherwise ({first['msg']})"
        ) from error


def hand_over(settings: "Settings") -> None:
    """Set the environment so that the processes started from here have the same settings."""
    handed = {
        "CONSUMO_DATOS": settings.datos.resolve(),
        "CONSUMO_EXCEL": settings.excel.resolve() if settings.excel is not None else "",
        "CONSUMO_HOST": settings.host,
        "CONSUMO_PORT": settings.port,
    }
    os.environ.update({name: str(value) for name, value in handed.items()})
