"""The progress moves while a file is read, over all files; too many cells stop it."""

import pytest
from tests.unit.importing.workbooks import write_xlsx

from consumo.domain.errors import WorkbookError
from consumo.importing.load import read_lecturas

HEADER = ["usuario", "bateria", "ciclo", "consumo_kwh"]


def book(path, rows):
    lines = [[f"P{k}", "A", f"2025-{k % 12 + 1:02d}", float(k)] for k in range(rows)]
    return write_xlsx(path, {"Una": [HEADER, *lines], "Otra": [HEADER, *[[f"Q{r[0]}", *r[1:]] for r in lines]]})


def test_it_moves_within_each_file(tmp_path):
    steps = []
    read_lecturas(
        [book(tmp_path / "a.xlsx", 2500), book(tmp_path / "b.xlsx", 50)], progress=lambda *told: steps.append(told)
    )
    shares = [share for _, share in steps]
    assert shares == sorted(shares)
    assert len({share for name, share in steps if name == "a.xlsx"}) > 5
    assert all(share <= 0.5 for name, share in steps if name == "a.xlsx")
    assert (steps[0], steps[-1]) == (("a.xlsx", 0.0), ("", 1.0))


def test_too_many_cells(tmp_path):
    path = book(tmp_path / "a.xlsx", 100)
    read_lecturas([path], max_cells=808)
    with pytest.raises(WorkbookError, match="807 celdas"):
        read_lecturas([path], max_cells=807)
