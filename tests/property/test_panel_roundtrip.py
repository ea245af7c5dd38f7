"""Panel → long rows → Panel changes nothing."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from consumo import Panel

KWH = st.one_of(st.just(float("nan")), st.floats(0, 1e9, allow_nan=False))


@st.composite
def panels(draw: st.DrawFn) -> Panel:
    n_usuarios, n_ciclos = draw(st.integers(1, 5)), draw(st.integers(1, 14))
    edges = (np.datetime64("2023-03", "M") + np.arange(n_ciclos + 1)).astype("datetime64[D]")
    edges += draw(st.integers(0, 27))
    kwh = np.array(draw(st.lists(KWH, min_size=n_usuarios * n_ciclos, max_size=n_usuarios * n_ciclos)))
    kwh = kwh.reshape(n_usuarios, n_ciclos)
    kwh[:, 0] = kwh[0, :] = 1.0  # every usuario and every ciclo has a row, or the frame could not know of it
    usuarios = sorted({f"{k}" for k in range(n_usuarios)}, key=int)
    return Panel.from_matrix(usuarios=usuarios, desde=edges[:-1], hasta=edges[1:], kwh=kwh)


@given(panels())
def test_round_trip(panel: Panel):
    again = Panel.from_frame(panel.to_frame())
    assert again.ciclos == panel.ciclos
    assert again.usuarios.tolist() == panel.usuarios.tolist()
    np.testing.assert_array_equal(again.kwh, panel.kwh)
    np.testing.assert_array_equal(again.dias, panel.dias)
    np.testing.assert_array_equal(again.calidad, panel.calidad)
