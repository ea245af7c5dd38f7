"""The profile of the critique that the settings name: one that comes with the program, or a file."""

from pathlib import Path

from consumo.critica.profile import Profile
from consumo.critica.profile_file import load_profile, read_profile
from consumo.domain.errors import ParameterError
from consumo.services.settings import Settings

__all__ = ["profile_of"]


def profile_of(settings: Settings) -> Profile:
    """Return the profile.

    Raises:
        ParameterError: if there is none of that name, or the file cannot be read or says what cannot be.
    """
    if not settings.perfil.endswith(".toml"):
        return load_profile(settings.perfil)
    path = Path(settings.perfil).expanduser()
    try:
        return read_profile(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no UTF-8"
        raise ParameterError(
            "CONSUMO_PERFIL",
            str(path),
            f"un archivo que se pueda leer ({reason})",
            f"a file that can be read ({reason})",
        ) from error
