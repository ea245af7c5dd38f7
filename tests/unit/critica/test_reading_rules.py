"""Reading rules: missing lecturas and ciclos of an incredible length."""

import numpy as np
import pytest

from consumo import Panel
from consumo.critica.profile import GENERAL
from consumo.critica.reading_rules import find_days_out_of_range, find_missing

NAN = float("nan")


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
    edges = np.datetime64("2024-01-01") + 30 * np.arange(5)
    panel = Panel.from_matrix(usuarios=["a"], desde=edges[:-1], hasta=edges[1:], kwh=[series])
    assert find_missing(panel).columns.tolist() == flagged


@pytest.mark.parametrize(
    ("lengths", "flagged"),
    [
        pytest.param([31, 28, 31, 30], [], id="months"),
        pytest.param([31, 28, 45, 30], [2], id="late reading"),
        pytest.param([31, 17, 31, 30], [1], id="early reading"),
        pytest.param([61, 59, 61, 62], [], id="bimonthly"),
        pytest.param([7, 7, 7, 7], [], id="weekly"),
    ],
)
def test_days(lengths, flagged):
    edges = np.datetime64("2024-01-01") + np.cumsum([0, *lengths])
    panel = Panel.from_matrix(usuarios=["a"], desde=edges[:-1], hasta=edges[1:], kwh=np.ones((1, len(lengths))))
    assert find_days_out_of_range(panel, GENERAL).columns.tolist() == flagged
