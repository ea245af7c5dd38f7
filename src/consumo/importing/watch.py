"""Looking on while files are read: how far it is, and whether a file holds more than anybody could use."""

from collections.abc import Callable
from typing import Final

from consumo.importing.isolated_refusal import refusal_of

__all__ = ["Watch"]

_CELLS: Final = 0.5  # share of the work on a file that reading its cells is counted as


class Watch:
    """Told how reading goes.

    Args:
        tell: called with the name of the file and the share of all files done [0-1]; None = nobody asks.
        files: how many files there are.
        cells: most filled cells of one file; None = any number.
    """

    def __init__(
        self, tell: Callable[[str, float], None] | None = None, *, files: int = 1, cells: int | None = None
    ) -> None:
        self._tell, self._files, self._most = tell, max(files, 1), cells
        self._nth, self._name, self._cells = -1, "", 0
        self._bytes, self._size = 0, 0

    def file(self, name: str) -> None:
        """Say that the next file begins."""
        self._nth += 1
        self._name, self._cells, self._bytes, self._size = name, 0, 0, 0
        self._at(0.0)

    def expect(self, size: int) -> None:
        """Say how many bytes of cells the file has [bytes]."""
        self._size = size

    def reading(self, read: Callable[[int], bytes]) -> Callable[[int], bytes]:
        """Return `read` with its bytes counted."""
        if self._tell is None:
            return read

        def counted(size: int) -> bytes:
            content = read(size)
            self._bytes += len(content)
            self._at(_CELLS * min(self._bytes / self._size, 1.0) if self._size else 0.0)
            return content

        return counted

    def sheet(self, cells: int) -> None:
        """Say that a sheet has been read.

        Raises:
            WorkbookError: if the file has more cells than allowed.
        """
        self._cells += cells
        if self._most is not None and self._cells > self._most:
            raise refusal_of("archivo.demasiadas_celdas", self._name, maximo=self._most)

    def understood(self, share: float) -> None:
        """Say how much of what was read has been understood [0-1]."""
        self._at(_CELLS + (1 - _CELLS) * share)

    def _at(self, share: float) -> None:
        if self._tell is not None:
            self._tell(self._name, (self._nth + share) / self._files)
