"""Messy workbooks of a known table give it back, or say why not; never a wrong kWh without a word."""

import os

import numpy as np
from hypothesis import HealthCheck, event, given, settings
from tests.property.messy import Case, cases, month_of
from tests.unit.importing.reading import Reading, read

EXAMPLES = int(os.environ.get("CONSUMO_EJEMPLOS", "1000"))


def expected(case: Case) -> dict[tuple[str, str], float]:
    """Return the kWh by usuario and ciclo."""
    return {
        (usuario, f"{month_of(case.first, k):%Y-%m}"): float(case.kwh[u, k])
        for u, usuario in enumerate(case.ids)
        for k in range(case.kwh.shape[1])
        if np.isfinite(case.kwh[u, k])
    }


def found(reading: Reading) -> dict[tuple[str, str], float]:
    panel = reading.panel
    if panel is None:
        return {}
    return {
        (usuario, ciclo): round(float(panel.kwh[u, k]), 6)
        for u, usuario in enumerate(panel.usuarios.tolist())
        for k, ciclo in enumerate(panel.ciclos)
        if np.isfinite(panel.kwh[u, k])
    }


def check(case: Case) -> bool:
    """Return whether the table came back whole; fail where it did not and nothing was said."""
    reading = read(case.sheets)
    resumen = reading.file.resumen
    assert resumen.filas == resumen.tomadas + resumen.rechazadas + resumen.sin_dato
    if found(reading) == expected(case):
        return True
    asked = not reading.certain
    assert asked, f"{case.tags}: {sorted(reading.codes)}\nexpected {expected(case)}\nfound {found(reading)}"
    return False


@given(case=cases())
@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_a_messy_workbook_gives_its_kwh_or_asks(case: Case) -> None:
    event(f"{case.tags[0]}: {'read' if check(case) else 'asked'}")
