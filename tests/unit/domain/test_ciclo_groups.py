"""Ciclos from reading dates: rounds of readings are joined end to end, real gaps and overlaps are kept."""

import numpy as np
import pytest

from consumo.domain.ciclo_groups import calendar_of, group_ciclos


def dates(*days: str) -> np.ndarray:
    return np.array(days, "datetime64[D]")


ROUND = [
    # Two baterias, read two days apart; the smaller one is the commoner in the second ciclo.
    *[("2025-01-01", "2025-02-01")] * 3,
    *[("2025-01-03", "2025-02-03")] * 2,
    *[("2025-02-01", "2025-03-01")] * 2,
    *[("2025-02-03", "2025-03-03")] * 3,
]
CASES = [
    pytest.param(ROUND, ["2025-01-01", "2025-02-01"], ["2025-02-01", "2025-03-03"], id="a round of several days"),
    pytest.param(
        [("2025-01-01", "2025-02-01"), ("2025-02-05", "2025-03-01")],
        ["2025-01-01", "2025-02-05"],
        ["2025-02-01", "2025-03-01"],
        id="a gap that all have",
    ),
    pytest.param(
        [("2025-01-01", "2025-02-02"), ("2025-02-01", "2025-03-01")],
        ["2025-01-01", "2025-02-01"],
        ["2025-02-02", "2025-03-01"],
        id="an overlap that all have",
    ),
    pytest.param(
        [("2025-01-01", "2025-02-01"), ("2025-01-01", "2025-02-02"), ("2025-04-01", "2025-05-01")],
        ["2025-01-01", "2025-04-01"],
        ["2025-02-01", "2025-05-01"],
        id="months without readings",
    ),
]


@pytest.mark.parametrize(("rows", "desde", "hasta"), CASES)
def test_dates_of_the_ciclos(rows, desde, hasta):
    first, last = dates(*(a for a, _ in rows)), dates(*(b for _, b in rows))
    calendar, place = group_ciclos(first, last)
    assert calendar["desde"].tolist() == dates(*desde).tolist()
    assert calendar["hasta"].tolist() == dates(*hasta).tolist()
    named, order = calendar_of(place[::-1], first[::-1], last[::-1])
    assert named["desde"].tolist() == calendar["desde"].tolist()
    assert named["hasta"].tolist() == calendar["hasta"].tolist()
    assert order.tolist() == list(range(len(desde)))


def test_each_row_goes_to_its_ciclo():
    _, place = group_ciclos(dates(*(a for a, _ in ROUND)), dates(*(b for _, b in ROUND)))
    assert place.tolist() == [0] * 5 + [1] * 5
