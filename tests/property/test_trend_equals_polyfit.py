"""Where nothing is missing and nothing damped the trend is numpy's polynomial."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from consumo.trend.polinomial import calcular_tendencia_polinomial


@given(
    values=hnp.arrays(np.float64, st.integers(7, 40), elements=st.floats(0, 1e4, allow_subnormal=False)),
    degree=st.integers(0, 5),
)
def test_equals_polyfit_and_polyval(values: np.ndarray, degree: int) -> None:
    trend = calcular_tendencia_polinomial(values, degree, horizonte=3, damping=1.0)
    t = np.arange(len(values) + 3)
    x = (t - trend.centro) / trend.escala
    expected = np.polyval(np.polyfit(x[: len(values)], values, degree), x)
    size = 1e-7 * max(1.0, float(values.max()))
    np.testing.assert_allclose(trend.valores, expected[: len(values)], rtol=1e-7, atol=size)
    np.testing.assert_allclose(trend.proyeccion, np.maximum(expected[len(values) :], 0), rtol=1e-6, atol=10 * size)
