"""Whatever a small panel holds (gaps, zeros, constants, estimates, few ciclos), its forecast holds together."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import panel_of

from consumo.domain.forecast_result import is_served
from consumo.domain.panel import Panel
from consumo.domain.vocabulary import MIN_CICLOS, Calidad
from consumo.forecast.panel_forecast import forecast_panel


@st.composite
def panels(draw) -> Panel:
    n, ciclos = draw(st.integers(1, 5)), draw(st.integers(1, 28))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    kwh = rng.gamma(2.0, draw(st.sampled_from([0.01, 50.0, 1e6])), (n, 1)) * rng.lognormal(0, 0.3, (n, ciclos))
    for row in kwh:
        match draw(st.sampled_from(["usual", "constant", "zeros", "stopped", "gaps", "young", "spike"])):
            case "constant":
                row[:] = row[0]
            case "zeros":
                row[:] = 0
            case "stopped":
                row[ciclos // 2 :] = 0
            case "gaps":
                row[rng.random(ciclos) < 0.6] = np.nan
            case "young":
                row[: max(ciclos - 5, 0)] = np.nan
            case "spike":
                row[rng.integers(ciclos)] *= 1000
    calidad = np.where(rng.random(kwh.shape) < 0.1, Calidad.ESTIMADA_INTERPOLADA, Calidad.VALIDADA)
    abierto = [False] * (ciclos - 1) + [draw(st.booleans())]
    return panel_of(kwh, baterias=[f"B{k % 2}" for k in range(n)], calidad=calidad, abierto=abierto)


@settings(max_examples=40, deadline=None)
@given(panels(), st.integers(1, 13))
def test_a_forecast_holds_together(panel, horizonte):
    made = forecast_panel(panel, horizonte)
    served = is_served(made.motivos)
    assert len(made.calendar) == horizonte
    assert (np.isfinite(made.kwh) == served[:, None]).all()
    assert bool(made.modelo.codigo) == (not served.any())
    assert panel.n_ciclos >= MIN_CICLOS or made.modelo.codigo
    for low, high in zip(made.inferior[:, served], made.superior[:, served], strict=True):
        assert (low >= 0).all()
        assert (low <= made.kwh[served]).all()
        assert (made.kwh[served] <= high).all()
    if served.any():
        total = made.kwh[served].sum(axis=0, dtype=np.float64)
        assert (made.total_inferior <= total * (1 + 1e-6) + 1e-9).all()
        assert (total <= made.total_superior * (1 + 1e-6) + 1e-9).all()
