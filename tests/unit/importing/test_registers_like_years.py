"""A meter passes 1970 to 2100 once in its life: such rows are data, also where figures are text."""

import pytest
from tests.unit.importing.reading import read

MONTHS = ("ene-2024", "feb-2024", "mar-2024")
HEADERS = {
    "plain": ("Usuario", "Lectura anterior", "Lectura actual"),
    "sector": ("Cliente", "Sector", "Lectura anterior", "Lectura actual"),
    "consumo": ("Cliente", "Lectura anterior", "Lectura actual", "Consumo"),
}
PEOPLE = {"0A": (1965, (1, 1, 12)), "Casa 1": (2010, (1, 0, 5)), "Soto": (1999, (0, 1, 2)), "7": (2022, (12, 1, 1))}
KWH = {usuario: list(map(float, steps)) for usuario, (_, steps) in PEOPLE.items()}


def rows_of(header, month, kind):
    """The rows of one month, with each register as `kind` keeps it."""
    for usuario, (first, steps) in PEOPLE.items():
        before, now = (kind(first + sum(steps[:k])) for k in (month, month + 1))
        yield [
            usuario,
            *(["Norte"] if "Sector" in header else []),
            before,
            now,
            *([kind(steps[month])] if "Consumo" in header else []),
        ]


@pytest.mark.parametrize("kind", [str, float], ids=["text", "numbers"])
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_of_a_sheet_per_month(header, kind):
    read_ = read({name: [header, *rows_of(header, k, kind)] for k, name in enumerate(MONTHS)})
    assert (read_.certain, read_.kwh) == (True, KWH)


@pytest.mark.parametrize("kind", [str, float], ids=["text", "numbers"])
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_of_one_sheet(header, kind):
    rows = [[row[0], name, *row[1:]] for k, name in enumerate(MONTHS) for row in rows_of(header, k, kind)]
    read_ = read([[header[0], "Mes", *header[1:]], *rows])
    assert (read_.certain, read_.kwh) == (True, KWH)


@pytest.mark.parametrize("gap", [(), ([],)], ids=["below the total", "after an empty row"])
def test_years_kept_as_text_still_head_the_columns_of_a_second_table(gap):
    first = [["Usuario", "2020", "2021"], ["Ana", 101.0, 102.0], ["Eva", 201.0, 202.0], ["Total", 302.0, 304.0]]
    second = [["Usuario", "2022", "2023"], ["Ana", 103.0, 104.0], ["Eva", 203.0, 204.0], ["Total", 306.0, 308.0]]
    read_ = read([*first, *gap, *second])
    assert (read_.certain, read_.kwh) == (True, {"Ana": [101, 102, 103, 104], "Eva": [201, 202, 203, 204]})
