"""The file with the dates of the ciclos to come."""

import numpy as np
import pytest

from consumo.domain.errors import InputError
from consumo.services.calendar_file import read_calendar


def test_rows_are_ciclos(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("\ufeffdesde,hasta\n2026-01-01,2026-02-04\n2026-02-04, 2026-03-03\n", encoding="utf-8")
    made = read_calendar(path)
    assert made.dias.tolist() == [34, 27]
    assert made.desde[0] == np.datetime64("2026-01-01")


def test_no_rows_are_no_ciclos(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("desde,hasta\n", encoding="utf-8")
    assert len(read_calendar(path)) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("desde\n2026-01-01\n", "fila 2", id="no column"),
        pytest.param("desde,hasta\n2026-01-01,2026-02-04\n2026-02-04,marzo\n", "fila 3", id="no date"),
        pytest.param("desde,hasta\n2026-01-01\n", "fila 2", id="half a row"),
        pytest.param(None, "No se puede leer", id="no file"),
    ],
)
def test_what_is_no_calendar(tmp_path, text, said):
    path = tmp_path / "c.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_calendar(path)
