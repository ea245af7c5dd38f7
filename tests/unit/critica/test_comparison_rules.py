"""Rules that some profiles ask for: last year, quartiles, mean ± sd, and what a supply can carry."""

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.critica.subjects import columns, even, subject_of

from consumo.critica.comparison_rules import (
    find_beyond_physical,
    find_extreme,
    find_significant_deviation,
    find_unlike_last_year,
)
from consumo.critica.profile import GENERAL

YEAR = [100.0, 110, 95, 105, 100, 98, 102, 107, 93, 100, 104, 96]


@pytest.mark.parametrize(
    ("last", "flagged"),
    [
        pytest.param(101, [], id="as usual"),
        pytest.param(118, [12], id="over mean + 3 sd"),
        pytest.param(80, [12], id="below mean − 3 sd"),
    ],
)
def test_mean_and_sd(last, flagged):
    found = find_significant_deviation(subject_of(even([*YEAR, last])))
    assert columns(found) == flagged
    if flagged:
        assert found.evidencia["media_30d"][0] == pytest.approx(np.mean(YEAR))
        assert found.evidencia["sd_30d"][0] == pytest.approx(np.std(YEAR, ddof=1))


def test_mean_and_sd_need_their_twelve_ciclos():
    assert columns(find_significant_deviation(subject_of(even([*YEAR[1:], 900])))) == []


def test_mean_and_sd_cannot_see_a_zero_of_a_variable_home():
    variable = [20.0, 200, 40, 300, 90, 350, 30, 180, 60, 240, 10, 150]
    assert columns(find_significant_deviation(subject_of(even([*variable, 0])))) == []


def test_quartiles():
    found = find_extreme(subject_of(even([*YEAR, 300])))
    first, third = np.quantile(YEAR, [0.25, 0.75])
    assert columns(found) == [12]
    assert found.rango[1][0] == pytest.approx(third + 3 * (third - first))


@pytest.mark.parametrize(("last", "flagged"), [(140, []), (160, [12]), (45, [12])])
def test_last_year(last, flagged):
    assert columns(find_unlike_last_year(subject_of(even([*YEAR, last])))) == flagged


@pytest.mark.parametrize(("kw", "flagged"), [(None, []), (1.0, [1]), (5.0, [])])
def test_what_a_supply_can_carry(kw, flagged):
    # 1 kW for 30 days are 720 kWh.
    assert columns(find_beyond_physical(subject_of(even([700, 721]), replace(GENERAL, kw_maximo=kw)))) == flagged
