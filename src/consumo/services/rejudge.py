"""Judge what is published anew, after the profile of the critique changed."""

from consumo.services.amend import amender
from consumo.services.perfil import profile_of
from consumo.services.settings import Settings
from consumo.storage.manifest import read_manifest
from consumo.storage.outcome import Decided
from consumo.storage.reader import Reader
from consumo.storage.store import Store

__all__ = ["is_judged_otherwise", "rejudge"]


def is_judged_otherwise(settings: Settings) -> bool:
    """Whether the published version was judged by another profile than that of the settings; False if there is none.

    Raises:
        ParameterError: if the profile cannot be read, or says what cannot be.
        StorageError: if the data folder cannot be read.
    """
    version = Reader(settings.datos).current_id()
    return version is not None and read_manifest(settings.datos, version).perfil != profile_of(settings).huella


def rejudge(settings: Settings) -> Decided:
    """Publish the current version judged by the profile of the settings; readings and decisions stay as they are.

    Raises:
        ParameterError: if the profile cannot be read, or says what cannot be.
        NoDataError, BusyError, StorageError: from the data folder.
    """
    return Store(settings.datos).rejudge(amend=amender(settings))
