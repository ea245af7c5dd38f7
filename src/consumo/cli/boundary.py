"""The edge of the program: whatever goes wrong becomes one line on stderr and an exit code, never a traceback."""

import functools
import os
from collections.abc import Callable
from typing import Any, Final

import typer

from consumo.cli.terminal import Terminal, terminal_of
from consumo.domain.errors import ConflictError, ConsumoError, InputError, NotFoundError, TooLargeError, WorkbookError

__all__ = ["EXIT_INPUT", "EXIT_STORAGE", "at_boundary"]

EXIT_STORAGE: Final = 1
"""The data folder, the disk, the port or the program itself."""
EXIT_INPUT: Final = 2
"""What was given does not hold; typer's own code for a wrong option."""

_TRACE: Final = "CONSUMO_TRAZA"
_MOST_FINDINGS: Final = 20


def at_boundary(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with its errors turned into messages; `typer.Exit` carries the code.

    Args:
        command: takes `context: typer.Context` as a keyword, as typer calls it.
    """

    @functools.wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> None:
        terminal = terminal_of(kwargs["context"])
        try:
            command(*args, **kwargs)
        except (typer.Exit, typer.Abort):
            raise
        except ConsumoError as error:
            _explain(terminal, error)
            raise typer.Exit(_exit_code(error)) from error
        except Exception as error:  # the boundary: a person gets a sentence, a developer asks for the trace
            if os.environ.get(_TRACE):
                raise
            terminal.note(
                f"Error inesperado: {_one_line(error)}. Con {_TRACE}=1 se muestra el detalle.",
                f"Unexpected error: {_one_line(error)}. Set {_TRACE}=1 to see the details.",
            )
            raise typer.Exit(EXIT_STORAGE) from error

    return guarded


def _exit_code(error: ConsumoError) -> int:
    return EXIT_INPUT if isinstance(error, InputError | NotFoundError | TooLargeError | ConflictError) else EXIT_STORAGE


def _explain(terminal: Terminal, error: ConsumoError) -> None:
    terminal.note(f"Error: {error.text('es')}", f"Error: {error.text('en')}")
    if not isinstance(error, WorkbookError):
        return
    said = error.text(terminal.idioma)
    for finding in error.hallazgos[:_MOST_FINDINGS]:
        if finding.message(terminal.idioma) in said:
            continue
        terminal.notes.print(f"  {finding.message(terminal.idioma)} {finding.suggestion(terminal.idioma)}")
    rest = len(error.hallazgos) - _MOST_FINDINGS
    if rest > 0:
        terminal.note(f"  … y {rest} hallazgos más.", f"  … and {rest} more findings.")


def _one_line(error: Exception) -> str:
    first = next(iter(str(error).splitlines()), "")
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
