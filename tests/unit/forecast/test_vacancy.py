"""Who has stopped using anything, and who only pauses."""

import numpy as np
import pytest

from consumo.forecast.vacancy import is_vacant

NAN = np.nan


@pytest.mark.parametrize(
    ("values", "vacant"),
    [
        pytest.param([5, 6, 5, 6, 0, 0, 0], True, id="stopped"),
        pytest.param([5, 6, 5, 6, 5, 0, 0], False, id="two ciclos are too few"),
        pytest.param([5, 0, 0, 0, 6, 0, 0, 0], False, id="came back before"),
        pytest.param([5, 0, 0, 6, 5, 0, 0, 0], True, id="a shorter pause before"),
        pytest.param([0, 0, 0, 0, 0, 0, 0], False, id="never used anything"),
        pytest.param([5, 6, 5, 6, 0, NAN, 0], False, id="not known"),
        pytest.param([0, 0, 0], False, id="no history before"),
    ],
)
def test_who_is_vacant(values, vacant):
    assert is_vacant(np.array(values, float)[:, None]).tolist() == [vacant]
