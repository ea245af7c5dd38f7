"""How far the forecast of a version is, or why it could not be made."""

from dataclasses import dataclass

from consumo.domain.errors import ConsumoError

__all__ = ["Making"]


@dataclass(frozen=True, kw_only=True)
class Making:
    """A forecast that is not there yet.

    Attributes:
        parte: share done, 0 to 1; None where nothing is known of it.
        fallo: why it could not be made and what to do, in Spanish and in English; None while it is being made.
    """

    parte: float | None = None
    fallo: tuple[str, str] | None = None

    @classmethod
    def failed(cls, error: ConsumoError) -> "Making":
        """Return the state after `error`."""
        return cls(fallo=(error.es, error.en))
