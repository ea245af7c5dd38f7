"""Speaking to the person at the terminal: in their language, without markup, results apart from notes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import typer
from rich.console import Console

from consumo.domain.vocabulary import Idioma

__all__ = ["Terminal", "terminal_of"]


def _console(*, stderr: bool) -> Callable[[], Console]:
    # Readings and names are printed as they are: `[B1]` is a name and not markup.
    return lambda: Console(stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command writes.

    Attributes:
        idioma: language of the person.
        out: results (stdout).
        notes: progress, notes and errors (stderr).
    """

    idioma: Idioma = Idioma.ES
    out: Console = field(default_factory=_console(stderr=False))
    notes: Console = field(default_factory=_console(stderr=True))

    @property
    def interactive(self) -> bool:
        """Whether somebody is there to be asked: both the questions and the answers are at a terminal."""
        return self.notes.is_terminal and sys.stdin.isatty()

    def text(self, es: str, en: str) -> str:
        """Return the sentence in the person's language."""
        return en if self.idioma is Idioma.EN else es

    def say(self, es: str, en: str) -> None:
        """Write a result."""
        self.out.print(self.text(es, en))

    def note(self, es: str, en: str) -> None:
        """Write a note that is no part of the result."""
        self.notes.print(self.text(es, en))

    @contextmanager
    def progress(self, es: str, en: str) -> Iterator[Callable[[str, float], None]]:
        """Show a bar on stderr while the block runs; nothing where stderr is not a terminal.

        Yields:
            What a service calls with the step's name and the fraction done, 0 to 1.
        """
        if not self.notes.is_terminal:
            yield lambda _step, _fraction: None
            return
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %", markup=False),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.notes, transient=True) as bar:
            title = self.text(es, en)
            task = bar.add_task(title, total=1.0)

            def advance(step: str, fraction: float) -> None:
                bar.update(task, completed=fraction, description=f"{title} {step}".rstrip())

            yield advance


def terminal_of(context: typer.Context) -> Terminal:
    """Return the terminal that the main command set up, or a Spanish one where it could not."""
    found = context.find_root().obj
    return found if isinstance(found, Terminal) else Terminal()
