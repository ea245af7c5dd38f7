"""A bar where somebody watches; nothing, and no library for it, where the output goes to a file."""

import io
import sys

import pytest
from rich.console import Console

from consumo.cli.terminal import Terminal


@pytest.mark.parametrize("watched", [True, False], ids=["a terminal", "a file"])
def test_progress(watched, monkeypatch):
    if not watched:
        monkeypatch.setitem(sys.modules, "rich.progress", None)  # importing it would fail
    written = io.StringIO()
    notes = Console(file=written, force_terminal=watched, width=80, markup=False)
    with Terminal(notes=notes).progress("Pronosticando", "Forecasting") as advance:
        advance("entrenar", 0.4)
        advance("", 1.0)
    assert ("Pronosticando" in written.getvalue()) == watched
