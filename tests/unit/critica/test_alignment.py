"""Days that only one of two readings covers: hand-worked cases and even use over any dates."""

import numpy as np
import pytest

from consumo import Panel
from consumo.critica.alignment import date_adjustment

START = np.datetime64("2024-01-01")
EDGES = START + 30 * np.arange(4)


def read_on(edges: list[list[int]], per_day: list[float], master: list[int] | None = None) -> Panel:
    """Usuarios of one bateria that use evenly, read on the days `edges` after START; the totalizador on `master`."""
    days = np.diff(edges, axis=1)
    dates = None
    if master is not None:
        ends = START + np.array(master)
        dates = {"A": np.stack([ends[:-1], ends[1:]], axis=1)}
    return Panel.from_matrix(
        usuarios=[f"u{k}" for k in range(len(edges))],
        baterias=["A"] * len(edges),
        desde=EDGES[:-1],
        hasta=EDGES[1:],
        kwh=days * np.array(per_day)[:, None],
        dias=days,
        desfase=np.array(edges)[:, 1:] - 30 * np.arange(1, 4),
        entregado={"A": [1000.0] * 3},
        entregado_fechas=dates,
    )


@pytest.mark.parametrize(
    ("edges", "master", "kwh"),
    [
        pytest.param([0, 30, 60, 90], None, [0, 0, 0], id="the same days"),
        pytest.param([0, 32, 60, 90], None, [-4, 4, 0], id="the usuario read two days late once"),
        pytest.param([0, 30, 60, 90], [0, 30, 60, 95], [0, 0, 10], id="the totalizador read five days after the last"),
        pytest.param([2, 32, 62, 92], [0, 30, 60, 90], [0, 0, 0], id="all late: as long, and as much a day"),
    ],
)
def test_what_is_added(edges, master, kwh):
    assert date_adjustment(read_on([edges], [2.0], master)).tolist() == [kwh]


def test_equal_dates_give_exactly_nothing():
    rng = np.random.default_rng(0)
    edges = [[0, 31, 59, 90]] * 5
    panel = read_on(edges, rng.random(5).tolist(), [0, 31, 59, 90])
    assert date_adjustment(panel).tolist() == [[0, 0, 0]]


def test_who_was_not_read_adds_nothing():
    panel = Panel.from_matrix(
        usuarios=["u"],
        desde=EDGES[:-1],
        hasta=EDGES[1:],
        kwh=[[30, np.nan, 30]],
        desfase=[[2, 0, 0]],
        entregado={"General": [1, 1, 1]},
    )
    assert date_adjustment(panel)[0, 1] == 0
