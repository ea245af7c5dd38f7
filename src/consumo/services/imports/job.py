"""An import as a job: what was asked, and how it stands."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Self

from consumo.storage.job_files import JobFolder

__all__ = ["ACTIVE", "Estado", "Job", "moment"]


class Estado(StrEnum):
    """Where an import is."""

    EN_ESPERA = "en_espera"
    LEYENDO = "leyendo"
    PUBLICANDO = "publicando"
    TERMINADA = "terminada"
    POR_CONFIRMAR = "por_confirmar"
    FALLIDA = "fallida"
    CANCELADA = "cancelada"


ACTIVE: Final = frozenset({Estado.EN_ESPERA, Estado.LEYENDO, Estado.PUBLICANDO})
"""States that something is still to come of."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One import.

    Attributes:
        id: sorts in time.
        estado: where it is.
        simular: whether nothing is to be published.
        creada: when it was asked for, ISO.
        archivos: name and size [bytes] of each workbook, in order.
        ajustes: settings of the server that the process needs.
        mapeo: what a person confirmed; None where nothing was.
        terminada: when it ended, ISO; None while it has not.
        error: of `domain.error_record`, where it failed.
    """

    id: str
    estado: Estado
    simular: bool
    creada: str
    archivos: tuple[tuple[str, int], ...]
    ajustes: Mapping[str, Any]
    mapeo: Mapping[str, Any] | None = None
    terminada: str | None = None
    error: Mapping[str, Any] | None = None

    @property
    def active(self) -> bool:
        """Whether something is still to come of it."""
        return self.estado in ACTIVE

    def now(self, estado: Estado, *, error: Mapping[str, Any] | None = None) -> Self:
        """Return it in another state."""
        return replace(self, estado=estado, error=error, terminada=None if estado in ACTIVE else moment())

    def save(self, folder: JobFolder) -> Self:
        """Write how it stands."""
        folder.save_state(asdict(self))
        return self

    @classmethod
    def load(cls, folder: JobFolder) -> Self:
        """Read how it stands.

        Raises:
            NotFoundError: if it was deleted meanwhile.
        """
        content = folder.state()
        files = tuple((name, size) for name, size in content["archivos"])
        return cls(**{**content, "estado": Estado(content["estado"]), "archivos": files})


def moment() -> str:
    """Return now, ISO with offset."""
    return datetime.now(UTC).isoformat(timespec="seconds")
