"""Calendars: ids that sort, names, the same ciclo a year before, and the ciclos that come next."""

import numpy as np
import pytest

from consumo.domain.ciclo import Calendar, ciclo_ids
from consumo.domain.ciclo_name import ciclo_name


def days(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[D]")


def monthly(n: int, start: str = "2024-01") -> Calendar:
    edges = (np.datetime64(start, "M") + np.arange(n + 1)).astype("datetime64[D]")
    return Calendar.from_dates(edges[:-1], edges[1:])


def two_monthly() -> Calendar:
    return Calendar.from_dates(days("2024-01-01", "2024-03-01"), days("2024-03-01", "2024-05-01"))


def four_weekly(n: int) -> Calendar:
    edges = np.datetime64("2012-01-01", "D") + 28 * np.arange(n + 1)
    return Calendar.from_dates(edges[:-1], edges[1:])


@pytest.mark.parametrize(
    ("desde", "hasta", "ids"),
    [
        pytest.param(days("2025-09-01"), days("2025-10-01"), ("2025-09",), id="calendar month"),
        pytest.param(days("2025-08-22"), days("2025-09-22"), ("2025-09",), id="read on the 22nd"),
        pytest.param(
            days("2012-06-17", "2012-07-01", "2012-07-15"),
            days("2012-07-01", "2012-07-15", "2012-07-29"),
            ("2012-06", "2012-07", "2012-07b"),
            id="two in a month",
        ),
    ],
)
def test_a_ciclo_is_named_after_its_middle_month(desde, hasta, ids):
    assert ciclo_ids(desde, hasta) == ids


def test_ids_sort_in_time_even_for_many_ciclos_in_one_month():
    start = np.datetime64("2025-01-01") + np.arange(0, 31)
    ids = ciclo_ids(start, start + 1)
    assert list(ids) == sorted(ids)
    assert len(set(ids)) == 31


@pytest.mark.parametrize(
    ("ciclo", "idioma", "name"),
    [
        ("2025-09", "es", "septiembre de 2025"),
        ("2025-09", "en", "September 2025"),
        ("2025-09b", "es", "septiembre de 2025 (2)"),
        ("Lote A", "es", "Lote A"),
        ("2025-13", "es", "2025-13"),
    ],
)
def test_names(ciclo, idioma, name):
    assert ciclo_name(ciclo, idioma) == name


@pytest.mark.parametrize(
    ("calendar", "period"),
    [
        pytest.param(monthly(24), 12, id="months"),
        pytest.param(four_weekly(39), 13, id="four weeks"),
        pytest.param(
            Calendar.from_dates(days("2024-01-01", "2024-03-01"), days("2024-03-01", "2024-05-01")), 6, id="two"
        ),
    ],
)
def test_period_is_the_ciclos_in_a_year(calendar, period):
    assert calendar.period == period


@pytest.mark.parametrize(("calendar", "lag"), [(monthly(30), 12), (four_weekly(39), 13)], ids=["months", "four weeks"])
def test_year_before_is_the_same_season(calendar, lag):
    expected = np.arange(len(calendar)) - lag
    np.testing.assert_array_equal(calendar.year_before, np.where(expected >= 0, expected, -1))


def test_year_before_skips_a_year_that_is_not_there():
    one, other = monthly(2, "2023-01"), monthly(2, "2024-06")
    joined = Calendar.from_dates(np.concatenate([one.desde, other.desde]), np.concatenate([one.hasta, other.hasta]))
    assert joined.year_before.tolist() == [-1, -1, -1, -1]


def test_months_continue_as_months():
    following = monthly(14).extend(3)
    assert following.ids == ("2025-03", "2025-04", "2025-05")
    assert following.dias.tolist() == [31, 30, 31]


def test_a_reading_day_late_in_the_month_is_clipped_to_short_months():
    edges = days("2024-10-31", "2024-11-30", "2024-12-31", "2025-01-31")
    following = Calendar.from_dates(edges[:-1], edges[1:]).extend(2)
    assert following.hasta.tolist() == days("2025-02-28", "2025-03-31").tolist()


def test_four_weeks_continue_as_four_weeks():
    assert four_weekly(39).extend(4).dias.tolist() == [28] * 4


def test_ids_given_by_the_workbook_go_on_in_its_own_way():
    edges = days("2025-06-05", "2025-07-05", "2025-08-05", "2025-09-05")
    named_by_billing_month = Calendar.from_dates(edges[:-1], edges[1:], ("2025-07", "2025-08", "2025-09"))
    assert named_by_billing_month.extend(2).ids == ("2025-10", "2025-11")


def test_nothing_follows_an_empty_calendar():
    assert len(Calendar.from_dates(days(), days()).extend(3)) == 0
