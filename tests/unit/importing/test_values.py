"""Numbers, dates and months as people type them."""

import numpy as np
import pytest

from consumo.importing.dates import date_order, parse_month, read_dates
from consumo.importing.grid import Column
from consumo.importing.numbers import read_numbers
from consumo.importing.sheets import column_letter

NAN = float("nan")


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        pytest.param([1.5, 2, ""], [1.5, 2, NAN], id="excel numbers"),
        pytest.param(["1.234,56", "7,5"], [1234.56, 7.5], id="es"),
        pytest.param(["1,234.56", "7.5"], [1234.56, 7.5], id="en"),
        pytest.param(["1 234", "$2.608.666"], [1234, 2608666], id="grouped"),
        pytest.param(["123-", "(45)", "-6"], [-123, -45, -6], id="negative"),
        pytest.param(["2008.000", "234.500"], [2008, 234.5], id="three decimals beside four digits"),
        pytest.param(["s", "SIN DATOS", "Not Available", "#N/A", "-"], [NAN] * 5, id="missing"),
        pytest.param(["0", 0.0], [0, 0], id="zero is a value"),
    ],
)
def test_numbers(cells, values):
    read = read_numbers(cells)
    np.testing.assert_array_equal(read.values, values)


def test_what_is_not_a_number_is_pointed_at():
    assert read_numbers([1.0, "doce", "", True, 5.0]).wrong == [1, 3]


def test_a_column_that_could_be_read_in_two_ways_says_so():
    read = read_numbers(["1.234", "5.678"])
    assert read.ambiguous
    assert read.values.tolist() == [1234, 5678]


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        pytest.param(["03/04/2025", "25/04/2025"], "2025-04-03", id="day first"),
        pytest.param(["03/04/2025", "04/25/2025"], "2025-03-04", id="month first by evidence"),
        pytest.param(["2025-04-03T00:00:00"], "2025-04-03", id="iso"),
        pytest.param([45750.0], "2025-04-03", id="serial"),
        pytest.param(["3 de abril de 2025"], "2025-04-03", id="words"),
    ],
)
def test_dates(cells, first):
    order, doubtful = date_order([Column.of(cells)])
    days = read_dates(cells, order=order)
    assert str(days.values[0]) == first
    assert (days.wrong, doubtful) == ([], 0)


def test_impossible_dates_are_pointed_at():
    days = read_dates(["31/02/2025", "", "ayer"])
    assert np.isnat(days.values).all()
    assert days.wrong == [0, 2]


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("Sept-25", "2025-09"), ("septiembre 2025", "2025-09"), ("Septiembre de 2025", "2025-09"),
        ("2025-09", "2025-09"), ("9/2025", "2025-09"), ("202509", "2025-09"), (202509.0, "2025-09"),
        (45901.0, "2025-09"), ("Set/25", "2025-09"), ("2023*", None), ("Torre A", None), ("Total", None), (12.0, None),
    ],
)  # fmt: skip
def test_months(cell, month):
    found = parse_month(cell)
    assert (None if found is None else str(found)) == month


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(index, letter):
    assert column_letter(index) == letter
