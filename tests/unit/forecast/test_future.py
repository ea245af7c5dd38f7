"""The calendar of the ciclos to come: inferred, or as given."""

import numpy as np
import pandas as pd
import pytest
from tests.builders import months

from consumo.domain.ciclo import Calendar
from consumo.domain.errors import ParameterError
from consumo.forecast.future import calendar_of_frame, future_of


def every(days: int, n: int, start: str = "2025-01-01") -> Calendar:
    edges = np.datetime64(start) + days * np.arange(n + 1)
    return Calendar.from_dates(edges[:-1], edges[1:])


def given(*edges: str) -> Calendar:
    dates = np.array(edges, "datetime64[D]")
    return Calendar.from_dates(dates[:-1], dates[1:])


MONTHLY = Calendar.from_dates(*months(12, "2024-01"))


@pytest.mark.parametrize(
    ("calendar", "dias"),
    [
        pytest.param(MONTHLY, [31, 28, 31], id="calendar months"),
        pytest.param(every(28, 13), [28, 28, 28], id="four weeks"),
        pytest.param(every(61, 8), [61, 61, 61], id="bimonthly"),
    ],
)
def test_inferred(calendar, dias):
    assert future_of(calendar, 3).dias.tolist() == dias


def test_given_dates_count_and_the_rest_is_inferred_after_them():
    made = future_of(MONTHLY, 4, given("2025-01-01", "2025-02-05", "2025-03-04"))
    assert made.dias.tolist()[:2] == [35, 27]
    assert made.desde[2] == np.datetime64("2025-03-04")
    assert len(set(made.ids)) == len(made) == 4
    assert list(made.ids) == sorted(made.ids)


def test_given_ciclos_of_the_past_do_not_count():
    made = future_of(MONTHLY, 2, given("2024-11-01", "2024-12-01", "2025-01-01", "2025-02-09"))
    assert made.dias.tolist()[0] == 39


@pytest.mark.parametrize(
    "dates", [("2024-12-20", "2025-01-20"), ("2025-02-01", "2025-01-15")], ids=["overlap", "order"]
)
def test_dates_that_do_not_follow_are_refused(dates):
    with pytest.raises(ParameterError, match=r"calendario"):
        future_of(MONTHLY, 2, given(*dates))


def test_a_table_is_as_good_as_a_calendar():
    table = pd.DataFrame({"desde": ["2025-01-01"], "hasta": ["2025-02-05"]})
    assert calendar_of_frame(table).dias.tolist() == [35]


@pytest.mark.parametrize(
    "table", [{"desde": ["2025-01-01"]}, {"desde": ["enero"], "hasta": ["2025-02-01"]}], ids=["no column", "no date"]
)
def test_tables_that_are_no_calendar(table):
    with pytest.raises(ParameterError):
        calendar_of_frame(pd.DataFrame(table))
