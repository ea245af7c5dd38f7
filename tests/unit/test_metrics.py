"""Each metric on numbers worked out by hand, and with missing values."""

import numpy as np
import pytest

from consumo import metrics

Y = np.array([[10.0, 20.0], [np.nan, 40.0]])
F = np.array([[12.0, 16.0], [30.0, 44.0]])
HISTORY = np.array([[1.0, 3.0, 5.0, 5.0], [2.0, 2.0, 6.0, 10.0]])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (metrics.wape(Y, F), 10 / 70),
        (metrics.bias(Y, F), 2 / 70),
        (metrics.mase(Y, F, HISTORY, 2), (3 / 3 + 4 / 6) / 2),
        (metrics.rmsse(Y, F, HISTORY, 2), (np.sqrt(10 / 10) + np.sqrt(16 / 40)) / 2),
        (metrics.coverage(Y, F - 3, F + 3), 1 / 3),
        (metrics.pinball(Y, F, 0.9), (0.2 + 3.6 + 0.4) / 3),
    ],
    ids=["wape", "bias", "mase", "rmsse", "coverage", "pinball"],
)
def test_by_hand(value: float, expected: float) -> None:
    assert value == pytest.approx(expected)


def test_by_column_and_nothing_to_compare() -> None:
    assert metrics.wape(Y, F, axis=0) == pytest.approx([0.2, 8 / 60])
    assert np.isnan(metrics.wape([0.0], [1.0]))
    assert np.isnan(metrics.mase(Y * np.nan, F, HISTORY, 2))


def test_scale_falls_back_to_the_step_and_ignores_what_is_flat() -> None:
    history = np.array([[1.0, 2.0, 4.0], [5.0, 5.0, 5.0]])
    scale = metrics.seasonal_scale(history, 12)
    assert scale[0] == pytest.approx(1.5)
    assert np.isnan(scale[1])
