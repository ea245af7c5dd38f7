"""Files of one history, imported one by one in any order, give the Panel that all of them at once give."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import hypothesis
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import read_in_this_process

from consumo.domain.panel import Panel
from consumo.services.publish import import_workbooks
from consumo.services.settings import Settings
from consumo.storage.store import Store

HEADER = "usuario;nombre;bateria;medidor;fecha_anterior;fecha_actual;lectura_actual"
ARRAYS = ("usuarios", "nombres", "medidores", "kwh", "dias", "calidad", "lectura_anterior", "lectura_actual")


class Shape(NamedTuple):
    """How a history is spread over files."""

    files: int
    ciclos: int  # of each file
    overlap: int  # ciclos that a file repeats of the one before
    only_actual: bool  # files give the reading of the day alone; the one before comes from another file
    same_ids: bool  # the baterias number their usuarios alike
    per_bateria: bool = False  # each bateria has files of its own


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    read_in_this_process(monkeypatch)


def edge(ciclo: int) -> date:
    return date(2019 + ciclo // 12, ciclo % 12 + 1, 1)


def write_history(folder: Path, shape: Shape, seed: int) -> list[Path]:
    """Write the files; usuarios come and go, change meters and miss readings."""
    rng = np.random.default_rng(seed)
    n_ciclos = shape.files * shape.ciclos
    people = []
    for bateria in ("Norte", "Sur"):
        for k in range(4):
            name = f"{k + 11}" if shape.same_ids else f"{bateria[0]}-{k + 11}"
            start = int(rng.integers(0, n_ciclos // 2)) if k == 3 else 0
            registers = 1000 * (k + 1) + np.cumsum(rng.integers(20, 400, n_ciclos + 1))
            missed = (rng.random(n_ciclos + 1) < 0.05) & (k > 0)
            people.append((name, bateria, start, registers, missed))
    paths = []
    baterias = [["Norte"], ["Sur"]] if shape.per_bateria else [["Norte", "Sur"]]
    for nth, told in ((nth, told) for nth in range(shape.files) for told in baterias):
        first = max(nth * shape.ciclos - shape.overlap, 0)
        lines = [HEADER if shape.only_actual else f"{HEADER};lectura_anterior"]
        for ciclo in range(first, (nth + 1) * shape.ciclos):
            for usuario, bateria, start, registers, missed in people:
                if ciclo < start or bateria not in told:
                    continue
                before = "" if missed[ciclo] else registers[ciclo]
                now = "" if missed[ciclo + 1] else registers[ciclo + 1]
                days = f"{edge(ciclo)};{edge(ciclo + 1)}"
                lines.append(
                    f"{usuario};Ana {usuario} {bateria};{bateria};M{usuario}{bateria[0]};{days};{now}"
                    + ("" if shape.only_actual else f";{before}")
                )
        paths.append(folder / f"trimestre-{nth:02d}-{'-'.join(told)}.csv")
        paths[-1].write_text("\n".join(lines) + "\n", encoding="utf-8")
    return paths


def panel_of_imports(folder: Path, *imports: list[Path]) -> Panel:
    settings = Settings(datos=folder, _env_file=None)
    for paths in imports:
        import_workbooks(settings, paths)
    return Store(folder).snapshot().panel


def assert_same(one: Panel, other: Panel) -> None:
    assert one.ciclos == other.ciclos
    assert one.baterias[one.bateria_of].tolist() == other.baterias[other.bateria_of].tolist()
    for name in ARRAYS:
        left, right = getattr(one, name), getattr(other, name)
        if left is None or right is None:
            assert left is right, name
        else:
            np.testing.assert_array_equal(left, right, err_msg=name)


SHAPES = st.builds(
    Shape,
    files=st.integers(2, 5),
    ciclos=st.integers(1, 4),
    overlap=st.integers(0, 2),
    only_actual=st.booleans(),
    same_ids=st.booleans(),
    per_bateria=st.booleans(),
)


# An example takes seconds: a failing one is reported as it is, its parts are few enough to read.
@hypothesis.settings(
    max_examples=10,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.reuse, hypothesis.Phase.generate],
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
@given(SHAPES, st.integers(0, 99), st.randoms(use_true_random=False))
def test_any_order(shape, seed, random):
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_history(folder, shape, seed)
        shuffled = random.sample(paths, len(paths))
        once = panel_of_imports(folder / "juntos", paths)
        assert_same(once, panel_of_imports(folder / "sueltos", *([path] for path in shuffled)))


def test_twenty_quarters(tmp_path):
    paths = write_history(tmp_path, Shape(20, 3, 1, only_actual=False, same_ids=False), 7)
    order = np.random.default_rng(3).permutation(20)
    once = panel_of_imports(tmp_path / "juntos", paths)
    assert once.n_ciclos == 60
    assert_same(once, panel_of_imports(tmp_path / "sueltos", *([paths[k]] for k in order)))
