"""The workbooks that an import names, as files: which they are, whether they are too large, what they held."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from consumo.domain.errors import TooLargeError
from consumo.importing.load import workbooks_in

__all__ = ["check_sizes", "digests_of", "files_in"]

_MEGABYTE = 1_000_000


def files_in(rutas: Iterable[Path]) -> list[Path]:
    """Return the workbooks that files and folders amount to, in the order in which they are read."""
    return [book for ruta in rutas for book in workbooks_in(ruta)]


def check_sizes(books: Iterable[Path], max_mb: int) -> None:
    """Refuse workbooks that a machine of the expected size could not hold, before anything is read.

    Raises:
        TooLargeError: naming the first file over `max_mb` [MB].
    """
    for book in books:
        size = book.stat().st_size / _MEGABYTE if book.is_file() else 0.0
        if size > max_mb:
            raise TooLargeError(
                f"El archivo «{book.name}» tiene {size:.0f} MB y el máximo es {max_mb} MB. Repártalo en varios "
                f"(por ejemplo, uno por año) o suba el máximo con CONSUMO_MAX_MB.",
                f"The file '{book.name}' has {size:.0f} MB and the most is {max_mb} MB. Split it (one per year, say) "
                f"or raise the limit with CONSUMO_MAX_MB.",
            )


def digests_of(books: Iterable[Path]) -> dict[str, str]:
    """Return the SHA-256 of each file by its name, so that it can be told later which file a version came from."""
    digests = {}
    for book in books:
        with book.open("rb") as stream:
            digests[book.name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return digests
