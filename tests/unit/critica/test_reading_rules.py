"""Reading rules: missing lecturas, incredible lengths, and dates that do not follow on each other."""

import datetime as dt

import numpy as np
import pytest
from tests.unit.critica.subjects import NAN, columns, even, registers, subject_of

from consumo import Panel
from consumo.critica.reading_rules import (
    find_days_out_of_range,
    find_future,
    find_gap,
    find_missing,
    find_overlap,
)


@pytest.mark.parametrize(
    ("series", "flagged"),
    [
        pytest.param([1, NAN, 1, 1], [1], id="a gap"),
        pytest.param([1, 1, 1, NAN], [3], id="not read this time"),
        pytest.param([1, 1, NAN, NAN], [], id="gone"),
        pytest.param([NAN, NAN, 1, 1], [], id="new"),
        pytest.param([1, 0, 1, 1], [], id="zero is a reading"),
    ],
)
def test_missing(series, flagged):
    assert columns(find_missing(subject_of(even(series)))) == flagged


def test_a_register_that_fell_is_not_missing():
    assert columns(find_missing(subject_of(registers([100, 200, 150, 250])))) == []


@pytest.mark.parametrize(
    ("lengths", "flagged"),
    [
        pytest.param([31, 28, 31, 30], [], id="months"),
        pytest.param([31, 28, 45, 30], [2], id="late reading"),
        pytest.param([31, 17, 31, 30], [1], id="early reading"),
        pytest.param([61, 59, 61, 62], [], id="bimonthly"),
        pytest.param([7, 7, 7, 7], [], id="weekly"),
        pytest.param([31, 28, 31, 12], [], id="under way"),
        pytest.param([31, 28, 31, 45], [3], id="the last one too long"),
        pytest.param([31, 30, 31, 17, 31, 18], [3, 5], id="short ones are usual"),
    ],
)
def test_days(lengths, flagged):
    edges = np.datetime64("2024-01-01") + np.cumsum([0, *lengths])
    panel = Panel.from_matrix(usuarios=["a"], desde=edges[:-1], hasta=edges[1:], kwh=np.ones((1, len(lengths))))
    assert columns(find_days_out_of_range(subject_of(panel))) == flagged


@pytest.mark.parametrize(
    ("dias", "desfase", "gap", "overlap"),
    [
        pytest.param([30, 30, 30], [0, 0, 0], [], [], id="end to end"),
        pytest.param([30, 32, 28], [0, 2, 0], [], [], id="read late, and in time again"),
        pytest.param([30, 27, 30], [0, 0, 0], [1], [], id="begins three days later"),
        pytest.param([30, 34, 30], [0, 0, 0], [], [1], id="begins four days before"),
    ],
)
def test_dates_that_do_not_follow(dias, desfase, gap, overlap):
    subject = subject_of(even([60, 60, 60], dias=[dias], desfase=[desfase]))
    assert [columns(find(subject)) for find in (find_gap, find_overlap)] == [gap, overlap]


@pytest.mark.parametrize(
    ("late", "starts_at", "flagged"),
    [
        pytest.param(2, 160, [], id="the date alone is off by little"),
        pytest.param(5, 160, [2], id="and by much"),
        pytest.param(2, 165, [2], id="the register does not go on either"),
    ],
)
def test_where_the_register_goes_on_a_date_that_is_off_by_little_is_no_finding(late, starts_at, flagged):
    panel = registers([100, 160, 220], anterior=[40, 100, starts_at], desfase=[[0, -late, 0]])
    assert columns(find_gap(subject_of(panel))) == flagged


def test_what_an_overlap_puts_at_stake():
    found = find_overlap(subject_of(even([60, 68, 60], dias=[[30, 34, 30]])))
    assert (found.evidencia["dias"].tolist(), found.riesgo.tolist()) == ([4], [8.0])


@pytest.mark.parametrize(
    ("today", "flagged"),
    [
        pytest.param(dt.date(2024, 3, 1), [2], id="before the last reading"),
        pytest.param(dt.date(2024, 3, 31), [], id="on its day"),
        pytest.param(None, [], id="not known"),
    ],
)
def test_future(today, flagged):
    assert columns(find_future(subject_of(even([1, 1, 1]), hoy=today))) == flagged
