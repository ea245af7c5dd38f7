"""Fixtures of all unit tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from consumo.importing.annotate import Annotated, annotate_workbook
from consumo.importing.load import ReadResult, read_lecturas


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_this_process(monkeypatch)


def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read workbooks here: a process for each costs more than the test; tests/contract has the real one."""

    def read(rutas: Sequence[Path], *, memory: int | None = None, cancelled: Any = None, **options: Any) -> ReadResult:
        return read_lecturas(rutas, **options)

    def annotate(source: Path, target: Path, *, memory: int | None = None, **options: Any) -> Annotated:
        return annotate_workbook(source, target, **options)

    monkeypatch.setattr("consumo.services.publish.read_isolated", read)
    monkeypatch.setattr("consumo.services.annotated.annotate_isolated", annotate)
