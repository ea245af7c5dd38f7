"""No energy is lost across rollovers and changes of meter: the sum of consumptions is what was used."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from consumo import Panel
from consumo.critica.critique import critique
from consumo.critica.registers import register_kwh
from consumo.domain.propuesta import TipoPropuesta

CICLOS, USUARIOS = 18, 14


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(4, 6), st.booleans(), st.sampled_from([1.0, 40.0, 0.5]))
def test_rollovers(seed, digits, declared, factor):
    """Wherever a register fell there is a finding; taking its proposals, the sum is what was used."""
    rng = np.random.default_rng(seed)
    used = np.rint(rng.gamma(20, 10, (USUARIOS, 1)) * rng.lognormal(0, 0.1, (USUARIOS, CICLOS)))
    first = rng.integers(0, 10**digits, (USUARIOS, 1))
    shown = (first + np.concatenate([np.zeros((USUARIOS, 1)), used.cumsum(axis=1)], axis=1)) % 10**digits
    step = np.diff(shown, axis=1)
    edges = np.datetime64("2022-01-01") + 30 * np.arange(CICLOS + 1)
    panel = Panel.from_matrix(
        usuarios=[str(k) for k in range(USUARIOS)],
        desde=edges[:-1],
        hasta=edges[1:],
        kwh=np.where(step < 0, np.nan, step * factor),
        lectura_anterior=shown[:, :-1],
        lectura_actual=shown[:, 1:],
        factor=factor,
        digitos=[digits if declared else 0] * USUARIOS,
    )
    found = {(h.usuario, h.ciclo): h for h in critique(panel, ultimos=CICLOS) if h.usuario}
    total = np.nansum(panel.kwh)
    unexplained = 0.0
    for row, column in np.argwhere(np.isnan(panel.kwh)).tolist():
        finding = found[str(row), panel.ciclos[column]]
        proposed = finding.propuesta
        if proposed is not None and proposed.tipo is TipoPropuesta.VUELTA_DE_MEDIDOR:
            total += proposed.kwh
        else:
            unexplained += used[row, column] * factor
    np.testing.assert_allclose(total + unexplained, used.sum() * factor, rtol=1e-9)
    if declared:
        assert unexplained == 0


@given(
    st.integers(3, 8),
    st.integers(0, 10**8),
    st.integers(0, 900),
    st.integers(0, 900),
    st.integers(0, 99),
    st.sampled_from([1.0, 40.0]),
    st.sampled_from([1.0, 80.0]),
)
def test_change_of_meter(digits, first, old_use, new_use, begins, old_factor, new_factor):
    """What both meters counted, each with its own factor, even if the old one went past its top on the way."""
    top = 10**digits
    start, final = first % top, (first % top + old_use) % top
    kwh = register_kwh(start, final, old_factor, digits) + register_kwh(begins, begins + new_use, new_factor)
    assert kwh == old_use * old_factor + new_use * new_factor
