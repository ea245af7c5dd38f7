"""A last ciclo that is not over is told from one that is short."""

import numpy as np
import pytest

from consumo.domain.panel import Panel
from consumo.domain.under_way import is_under_way


@pytest.mark.parametrize(
    ("lengths", "abierto", "expected"),
    [
        pytest.param([30, 30, 30, 30], True, False, id="open for want of readings, its days are over"),
        pytest.param([30, 30, 30, 25], True, True, id="open, and days to come"),
        pytest.param([30, 30, 30, 25], False, False, id="somewhat short, and nobody called it open"),
        pytest.param([30, 30, 30, 14], False, True, id="half as long as any other"),
        pytest.param([30, 14, 30, 14], False, False, id="not the only short one"),
        pytest.param([10], True, False, id="no other to compare with"),
    ],
)
def test_under_way(lengths, abierto, expected):
    edges = np.datetime64("2025-01-01") + np.cumsum([0, *lengths])
    states = [False] * (len(lengths) - 1) + [abierto]
    kwh = np.ones((1, len(lengths)))
    panel = Panel.from_matrix(usuarios=["a"], desde=edges[:-1], hasta=edges[1:], kwh=kwh, abierto=states)
    assert is_under_way(panel) is expected
