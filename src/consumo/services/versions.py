"""The versions of a data folder: list them, go back to one."""

from dataclasses import dataclass

from consumo.services.settings import Settings
from consumo.storage.manifest import Version
from consumo.storage.reader import Reader

__all__ = ["ListedVersion", "current_version", "list_versions", "restore_version"]


@dataclass(frozen=True)
class ListedVersion:
    """A version and whether it is the published one."""

    version: Version
    publicada: bool


def current_version(settings: Settings) -> str | None:
    """Return the id of the published version, None if nothing is published."""
    return Reader(settings.datos).current_id()


def list_versions(settings: Settings) -> list[ListedVersion]:
    """Return every version, oldest first."""
    store = Reader(settings.datos)
    current = store.current_id()
    return [ListedVersion(v, publicada=v.version == current) for v in store.versions()]


def restore_version(settings: Settings, version: str) -> str | None:
    """Publish `version` again; return the id that was published before.

    Raises:
        NotFoundError: if there is no such version.
        BusyError: if an import is running.
    """
    from consumo.storage.store import Store  # noqa: PLC0415 - what only reads does without the writing libraries

    return Store(settings.datos).restore(version)
