"""Rules over registers, estimates and factors: does the count go on where it stopped."""

import numpy as np
import pytest
from tests.unit.critica.subjects import NAN, columns, even, registers, subject_of

from consumo.critica.continuity_rules import (
    find_copied,
    find_discontinuity,
    find_fallen,
    find_inactive_advance,
    find_not_read_lately,
    find_sentinel,
)
from consumo.critica.critique import critique
from consumo.critica.estimate_rules import find_prolonged_estimates, find_unsettled_estimate
from consumo.critica.factor_rules import find_factor_change, find_factor_ratio


def test_a_fallen_register():
    found = find_fallen(subject_of(registers([100, 200, 150, 250])))
    assert columns(found) == [2]
    assert found.evidencia["anterior"].tolist() == [200]


@pytest.mark.parametrize(
    ("options", "flagged"),
    [
        pytest.param({"anterior": [0, 100, 200, 300]}, [], id="goes on"),
        pytest.param({"anterior": [0, 100, 190, 300]}, [2], id="starts elsewhere"),
        pytest.param({"anterior": [0, 100, NAN, 300]}, [], id="not known"),
        pytest.param(
            {"anterior": [0, 100, 0, 300], "medidor_nuevo": [[False, False, True, False]]}, [], id="another meter"
        ),
        pytest.param({"anterior": [0, 100, 190, 300], "calidad": [[0, 8, 0, 0]]}, [], id="after an estimate"),
    ],
)
def test_discontinuity(options, flagged):
    assert columns(find_discontinuity(subject_of(registers([100, 200, 300, 400], **options)))) == flagged


def test_after_a_copied_row_the_copy_is_the_finding_and_not_the_gap():
    subject = subject_of(registers([100, 200, 200, 400], anterior=[0, 100, 100, 300]))
    assert columns(find_copied(subject)) == [2]
    assert columns(find_discontinuity(subject)) == [2]  # of the copy itself: precedence leaves it to the copy


def test_energy_between_two_registers_is_at_stake():
    panel = registers([100, 200, 300, 400], anterior=[0, 100, 190, 300], factor=40.0)
    assert find_discontinuity(subject_of(panel)).riesgo.tolist() == [400.0]


@pytest.mark.parametrize(
    ("end", "start", "flagged"),
    [
        pytest.param([100, 200, 200, 300], [0, 100, 100, 200], [2], id="the row of before again"),
        pytest.param([100, 200, 200, 300], [0, 100, 200, 200], [], id="nothing used"),
    ],
)
def test_copied(end, start, flagged):
    assert columns(find_copied(subject_of(registers(end, anterior=start)))) == flagged


def test_a_number_that_says_no_reading():
    usual = [100 * k for k in range(1, 7)]
    assert columns(find_sentinel(subject_of(registers([*usual, 99999])))) == [6]
    assert columns(find_sentinel(subject_of(registers([99699, 99799, 99899, 99999], start=99599)))) == []


def test_a_meter_that_went_on_without_being_read():
    end = [100, 200, NAN, NAN, 480]
    panel = registers(end, anterior=[0, 100, NAN, NAN, 380])
    found = find_inactive_advance(subject_of(panel))
    assert (columns(found), found.riesgo.tolist(), found.evidencia["ciclos"].tolist()) == ([4], [180.0], [2])
    assert columns(find_inactive_advance(subject_of(registers(end, anterior=[0, 100, NAN, NAN, 200])))) == []


@pytest.mark.parametrize(
    ("series", "calidad", "flagged"),
    [
        pytest.param([9, 9, 9, 9], [0, 0, 0, 0], [], id="read"),
        pytest.param([9, 9, 9, NAN], [0, 0, 0, 0], [], id="one ciclo"),
        pytest.param([9, 9, 9, 9], [0, 0, 8, 8], [3], id="estimated for 60 days"),
        pytest.param([9, 9, NAN, NAN], [0, 0, 0, 0], [], id="gone"),
    ],
)
def test_not_read_lately(series, calidad, flagged):
    assert columns(find_not_read_lately(subject_of(even(series, calidad=[calidad])))) == flagged


@pytest.mark.parametrize(
    ("calidad", "flagged"),
    [
        pytest.param([0, 8, 8, 0, 0], [], id="two in a row"),
        pytest.param([0, 8, 9, 8, 8], [3], id="the third, once"),
        pytest.param([8, 8, 0, 8, 8], [], id="interrupted"),
    ],
)
def test_prolonged_estimates(calidad, flagged):
    assert columns(find_prolonged_estimates(subject_of(even([9.0] * 5, calidad=[calidad])))) == flagged


@pytest.mark.parametrize(
    ("start", "flagged"),
    [
        pytest.param([0, 100, 200, 300], [], id="begins where the estimate ended: settled by itself"),
        pytest.param([0, 100, 180, 300], [2], id="begins elsewhere"),
    ],
)
def test_unsettled_estimate(start, flagged):
    panel = registers([100, 200, 300, 400], anterior=start, calidad=[[0, 8, 0, 0]])
    assert columns(find_unsettled_estimate(subject_of(panel))) == flagged


@pytest.mark.parametrize(
    ("factor", "flagged"),
    [
        pytest.param([40, 40, 40, 40], [], id="steady"),
        pytest.param([40, 40, 1, 40], [2], id="forgotten once"),
        pytest.param([40, 40, 80, 80], [2], id="another one from now on"),
        pytest.param([NAN, 40, 40, 40], [], id="known at last"),
    ],
)
def test_factor_change(factor, flagged):
    panel = registers([100, 200, 300, 400], factor=np.array([factor]))
    assert columns(find_factor_change(subject_of(panel))) == flagged


@pytest.mark.parametrize(
    ("last", "flagged"),
    [
        pytest.param(4100, [5], id="40 times"),
        pytest.param(2.4, [5], id="a fortieth"),
        pytest.param(500, [], id="5 times"),
        pytest.param(100, [], id="as usual"),
    ],
)
def test_factor_ratio(last, flagged):
    assert columns(find_factor_ratio(subject_of(even([100.0, 110, 95, 105, 100, last])))) == flagged


@pytest.mark.parametrize(
    ("last", "proposed", "text"),
    [
        pytest.param(4000.0, 100.0, "Se aplicó dos veces el factor 40: 4000 ÷ 40 = 100 kWh en 30 días", id="twice"),
        pytest.param(5.0, 100.0, "No se aplicó el factor 20: 5 × 20 = 100 kWh en 30 días", id="forgotten"),
    ],
)
def test_a_factor_without_registers_is_proposed_as_kwh(last, proposed, text):
    (found,) = critique(even([100.0, 110, 95, 105, 100, last]))
    assert (found.codigo, found.propuesta.campo, found.propuesta.a) == ("factor.olvidado_o_doble", "kwh", proposed)
    assert found.propuesta.text().startswith(text)
    assert found.kwh_en_riesgo == pytest.approx(abs(proposed - last))


def test_where_registers_are_known_the_ratio_is_an_accident():
    panel = registers([100, 210, 305, 410, 510, 4610])
    assert columns(find_factor_ratio(subject_of(panel))) == []
