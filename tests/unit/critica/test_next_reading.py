"""What a register is expected to show when it is read next."""

from datetime import date

import numpy as np
import pytest
from tests.builders import panel_of, random_panel

from consumo.critica.next_reading import expect_readings

NAN = float("nan")
ROW = np.array([0])


def metered(steps, *, start=0.0, factor=1.0, **options):
    """One usuario whose register advanced by these steps, a month each from 2024-01."""
    register = start + np.concatenate([[0.0], np.cumsum(steps)])
    kwh = np.array([steps], float) * factor
    known = {"lectura_anterior": [register[:-1]], "lectura_actual": [register[1:]], "factor": factor}
    return panel_of(kwh, **{**known, **options})


STEADY = [100, 103, 98, 101, 99, 102, 100, 97, 103, 100, 101, 99]


def test_the_register_goes_on_as_usual():
    """1 January 2025 → 1 February: 31 days at some 3.3 kWh a day."""
    found = expect_readings(metered(STEADY), ROW, date(2025, 2, 1))
    assert found.lectura[0] == sum(STEADY)
    assert found.fecha[0] == np.datetime64("2025-01-01")
    assert found.dias[0] == 31
    assert found.kwh[0] == pytest.approx(102, rel=0.03)
    assert found.lectura_min[0] < sum(STEADY) + 102 < found.lectura_max[0]
    assert found.kwh_min[0] <= 0.7 * found.kwh[0]
    assert found.kwh_max[0] >= 1.3 * found.kwh[0]


def test_more_days_give_more():
    one, two = (expect_readings(metered(STEADY), ROW, date(2025, m, 1)) for m in (2, 3))
    assert two.kwh[0] / one.kwh[0] == pytest.approx(59 / 31)


def test_a_factor_is_taken_out_of_the_register():
    found = expect_readings(metered(STEADY, factor=40.0), ROW, date(2025, 2, 1))
    assert found.kwh[0] == pytest.approx(4080, rel=0.03)
    assert found.lectura_max[0] - found.lectura[0] == pytest.approx(found.kwh_max[0] / 40, abs=1)


def test_a_register_near_its_end_is_expected_to_begin_again():
    start = 99_950 - sum(STEADY)
    found = expect_readings(metered(STEADY, start=start, digitos=[5]), ROW, date(2025, 2, 1))
    assert found.lectura[0] == 99_950
    assert found.lectura_min[0] < found.lectura[0]
    unknown = expect_readings(metered(STEADY, start=start), ROW, date(2025, 2, 1))
    assert unknown.lectura_max[0] > 100_000


@pytest.mark.parametrize("calidad", [8, 10], ids=["estimated", "in doubt"])
def test_it_goes_on_from_the_last_reading_that_is_trusted(calidad):
    quality = np.zeros((1, 12))
    quality[0, -1] = calidad
    found = expect_readings(metered([*STEADY[:-1], 900], calidad=quality), ROW, date(2025, 2, 1))
    assert found.fecha[0] == np.datetime64("2024-12-01")
    assert (found.lectura[0], found.dias[0]) == (sum(STEADY[:-1]), 62)


def test_a_reading_made_days_later_counts_from_its_day():
    late = np.zeros((1, 12), np.int16)
    late[0, -1] = 3
    found = expect_readings(metered(STEADY, desfase=late), ROW, date(2025, 2, 1))
    assert (found.fecha[0], found.dias[0]) == (np.datetime64("2025-01-04"), 28)


def test_without_registers_only_the_consumption():
    found = expect_readings(panel_of([STEADY]), ROW, date(2025, 2, 1))
    assert np.isnan([found.lectura[0], found.lectura_min[0], found.lectura_max[0]]).all()
    assert found.kwh[0] == pytest.approx(102, rel=0.03)


def test_never_read():
    both = panel_of([[NAN] * 12, STEADY], lectura_actual=[[NAN] * 12, np.cumsum(STEADY)])
    found = expect_readings(both, np.array([0, 1]), date(2025, 2, 1))
    assert np.isnat(found.fecha[0])
    assert np.isnan(found.kwh[0])
    assert np.isfinite(found.kwh[1])


def test_most_readings_fall_within():
    """200 usuarios whose consumption varies by 10 % around a season: the last ciclo, expected from those before."""
    whole = random_panel(200, 37, missing=0.0)
    known = panel_of(whole.kwh[:, :-1], baterias=whole.baterias[whole.bateria_of], start="2022-01")
    found = expect_readings(known, np.arange(200), date(2025, 2, 1))
    last = whole.kwh[:, -1]
    inside = (last >= found.kwh_min) & (last <= found.kwh_max)
    assert inside.mean() > 0.95
    assert np.median(found.kwh_max / found.kwh) < 2, "and yet the limits say something"
