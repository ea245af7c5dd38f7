"""Registers between 20,000 and 80,000 look like the days that Excel counts; in a file of text too they are figures."""

import numpy as np
import pytest

from consumo import load_excel_data

HEADER = "usuario,bateria,fecha_anterior,fecha_actual,lectura_anterior,lectura_actual"


@pytest.mark.parametrize("start", [1000, 31_000, 71_000])
@pytest.mark.parametrize("serial", [False, True], ids=["dates", "dates as Excel counts them"])
def test_registers_are_read_as_registers(tmp_path, start, serial):
    edges = (np.datetime64("2024-01", "M") + np.arange(5)).astype("datetime64[D]")
    days = (edges - np.datetime64("1899-12-30")).astype(int) if serial else edges
    rows = [HEADER]
    for usuario in range(6):
        register = start + 37 * usuario * (-1) ** usuario
        for k in range(4):
            rows.append(f"{usuario},A,{days[k]},{days[k + 1]},{register},{register + 100 + usuario}")
            register += 100 + usuario
    book = tmp_path / "l.csv"
    book.write_text("\n".join(rows), encoding="utf-8")
    kwh = load_excel_data(book).panel.kwh
    assert kwh.tolist() == [[100.0 + usuario] * 4 for usuario in range(6)]
