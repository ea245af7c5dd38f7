"""Stretches of estimates and their settlement."""

import numpy as np
import pytest
from tests.builders import decision_of, panel_of

from consumo.critica.effect import apply_decisions
from consumo.critica.settlement import spread
from consumo.critica.stretches import find_stretches
from consumo.domain.panel_edits import raw_of

NAN = float("nan")
R, E = 0, 8  # read, estimated


def panel(kwh, calidad, registers=None, **options):
    """One usuario; `registers` are the readings at the end of each ciclo, after a first one."""
    if registers is not None:
        options |= {"lectura_anterior": [registers[:-1]], "lectura_actual": [registers[1:]]}
    return panel_of([kwh], calidad=[calidad], **options)


def stretch(found, k=0):
    return int(found.first[k]), int(found.last[k]), int(found.real[k])


@pytest.mark.parametrize(
    ("kwh", "calidad", "expected"),
    [
        ([1, 2, 3, 4], [R, R, R, R], []),
        ([1, 2, 3, 4], [R, R, R, E], [(3, 3, -1)]),
        ([1, 2, 3, 4], [R, E, E, R], [(1, 3, 3)]),
        ([1, 2, 3, 4], [E, E, R, R], [(0, 2, 2)]),
        ([1, NAN, 3, 4], [R, R, E, R], [(1, 3, 3)]),
        ([1, NAN, 3, NAN], [R, R, E, R], [(1, 2, -1)]),
        ([1, 2, 3, 4], [R, E, R, E], [(1, 2, 2), (3, 3, -1)]),
        ([1, 2, 3, 4], [E, E, E, E], [(0, 3, -1)]),
        ([1, 2, 3, 4], [R, 12, 12, R], []),
    ],
    ids=[
        "none", "open", "two and a reading", "from the start", "a missing one before", "missing at the end",
        "two stretches", "never read", "projections are no estimates",
    ],
)  # fmt: skip
def test_where_they_begin_and_end(kwh, calidad, expected):
    found = find_stretches(panel(kwh, calidad))
    assert [stretch(found, k) for k in range(len(found))] == expected


@pytest.mark.parametrize(
    ("registers", "options", "counted"),
    [
        ([0, 100, 150, 330, 400], {}, 300),
        ([0, 100, NAN, NAN, 400], {"lectura_anterior": [[0, 100, NAN, 100]]}, 300),
        ([0, 100, 150, 330, 400], {"factor": 10.0}, 3000),
        ([0, 900, 950, 990, 20], {"digitos": [3]}, 120),
        ([0, 900, 950, 990, 20], {}, NAN),
        ([0, 100, 150, 330, 400], {"medidor_nuevo": [[False, False, True, False]]}, NAN),
        ([0, 100, 150, NAN, 400], {}, NAN),
        (None, {}, NAN),
    ],
    ids=[
        "registers", "the reading covers all", "factor", "rollover", "fell, digits unknown", "meter changed",
        "nothing to go on from", "no registers",
    ],
)  # fmt: skip
def test_what_the_register_counted(registers, options, counted):
    known = {} if registers is None else {"lectura_anterior": [registers[:-1]], "lectura_actual": [registers[1:]]}
    found = find_stretches(panel_of([[100, 50, 180, 70]], calidad=[[R, E, E, R]], **{**known, **options}))
    np.testing.assert_array_equal(found.contado, [counted])
    assert (found.estimado[0], found.publicado[0]) == (230, 300)


def test_shares_go_by_days_and_add_up():
    """January to April 2025: 31, 28, 31 and 30 days."""
    one = panel([100, 50, 180, 70], [R, E, E, R], [0, 100, 150, 330, 390], start="2025-01")
    shares = spread(one, find_stretches(one))
    np.testing.assert_allclose(shares.kwh, 290 * np.array([28, 31, 30]) / 89)
    np.testing.assert_allclose(shares.kwh.sum(), 290)
    np.testing.assert_allclose(shares.ajuste.sum(), 290 - 300)


def test_a_reading_over_the_whole_stretch_leaves_its_own_days():
    one = panel(
        [100, 50, 60, 290], [R, E, E, R], dias=[[31, 28, 31, 89]], start="2025-01",
        lectura_anterior=[[0, NAN, NAN, 100]], lectura_actual=[[100, NAN, NAN, 390]],
    )  # fmt: skip
    shares = spread(one, find_stretches(one))
    assert shares.dias.tolist() == [28, 31, 30]


def estimated(one, *ciclos, kwh=60.0):
    return [
        decision_of(n, "estimar", usuario="U1", ciclo=one.ciclos[k], datos={"kwh": kwh, "calidad": 8})
        for n, k in enumerate(ciclos, start=1)
    ]


def test_a_decided_estimate_is_open_until_the_next_reading():
    one = panel([100, 110, NAN], [R, R, R], [0, 100, 210, NAN])
    after = apply_decisions(one, estimated(one, 2))
    assert after.kwh.tolist() == [[100, 110, 60]]
    assert after.calidad.tolist() == [[0, 0, 8]]


def test_and_settled_by_it_so_that_no_energy_is_counted_twice():
    """The meter was not read in the second ciclo; the third one's reading goes on from the first."""
    one = panel_of(
        [[100, NAN, 230, 90]], lectura_anterior=[[0, NAN, 100, 330]], lectura_actual=[[100, NAN, 330, 420]],
        start="2025-01",
    )  # fmt: skip
    after = apply_decisions(one, estimated(one, 1))
    np.testing.assert_allclose(after.kwh, [[100, 230 * 28 / 59, 230 * 31 / 59, 90]])
    np.testing.assert_allclose(after.kwh.sum(), 420)
    assert after.calidad.tolist() == [[0, 9, 11, 0]]
    np.testing.assert_array_equal(raw_of(after).kwh, one.kwh)
    unsettled = apply_decisions(one, estimated(one, 1), settle=False)
    assert unsettled.kwh.tolist() == [[100, 60, 230, 90]]


def test_estimates_of_the_workbook_stay_as_it_has_them():
    one = panel([100, 50, 180, 70], [R, E, E, R], [0, 100, 150, 330, 400])
    other = estimated(panel_of([[1.0]]), 0)
    assert apply_decisions(one, other[1:]) is one


def test_only_the_stretches_of_that_usuario_are_settled():
    both = panel_of(
        [[100, NAN, 230], [100, 50, 60]], calidad=[[R, R, R], [R, E, R]],
        lectura_anterior=[[0, NAN, 100], [0, 100, 150]], lectura_actual=[[100, NAN, 330], [100, 150, 210]],
    )  # fmt: skip
    after = apply_decisions(both, estimated(both, 1))
    np.testing.assert_array_equal(after.kwh[1], both.kwh[1])
    np.testing.assert_allclose(after.kwh[0].sum(), 330)


def test_nothing_tells_what_was_used():
    one = panel([100, NAN, 230], [R, R, R])
    assert apply_decisions(one, estimated(one, 1)).kwh.tolist() == [[100, 60, 230]]
