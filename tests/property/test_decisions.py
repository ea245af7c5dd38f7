"""Random decisions on random registers: energy is neither lost nor made, and undoing gives the Panel before."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import decision_of, panel_of

from consumo.critica.effect import apply_decisions
from consumo.critica.standing import fingerprint, standing
from consumo.domain.decision import Standing
from consumo.domain.panel import Panel
from consumo.domain.panel_edits import EDITABLE, raw_of

CICLOS = 8


@st.composite
def metered(draw) -> Panel:
    """A usuario with a register that only rises, another with gaps and one without registers."""
    steps = draw(st.lists(st.integers(0, 500), min_size=CICLOS, max_size=CICLOS))
    factor = draw(st.sampled_from([1.0, 40.0]))
    register = np.concatenate([[draw(st.integers(0, 9000))], steps]).cumsum().astype(float)
    gaps = np.array(draw(st.lists(st.booleans(), min_size=CICLOS, max_size=CICLOS)))
    nan = np.full(CICLOS, np.nan)
    kwh = np.stack([np.diff(register) * factor, np.where(gaps, nan, 100.0), np.arange(CICLOS) + 1.0])
    start = np.stack([register[:-1], np.where(gaps, nan, 0.0), nan])
    end = np.stack([register[1:], np.where(gaps, nan, 100.0 / factor), nan])
    return panel_of(kwh, lectura_anterior=start, lectura_actual=end, factor=factor)


@given(st.data(), metered())
def test_corrected_readings_add_up_to_what_the_meter_counted(data, panel):
    """Correct readings in any order so that the register still rises: the sum is last − first."""
    register = np.append(panel.lectura_anterior[0, 0], panel.lectura_actual[0])
    marks = sorted(data.draw(st.lists(st.integers(0, 20_000), min_size=CICLOS + 1, max_size=CICLOS + 1)))
    chosen = data.draw(st.permutations(range(CICLOS)))
    made = [
        decision_of(
            n,
            "corregir",
            usuario="U1",
            ciclo=panel.ciclos[k],
            datos={"lectura_actual": float(marks[k + 1])},
            sobre={"n": n},
        )
        for n, k in enumerate(chosen, start=1)
    ]
    after = apply_decisions(panel, made)
    factor = panel.factor[0, 0]
    first = register[0]
    rises = marks[1] >= first
    np.testing.assert_allclose(after.kwh[0, 1:], np.diff(marks[1:]) * factor)
    if rises:
        np.testing.assert_allclose(after.kwh[0].sum(), (marks[-1] - first) * factor)
    else:
        assert np.isnan(after.kwh[0, 0]), "a register that falls gives no consumption, never a negative one"


@given(st.data(), metered())
def test_one_correction_moves_energy_between_two_ciclos_only(data, panel):
    k = data.draw(st.integers(0, CICLOS - 2))
    low, high = panel.lectura_anterior[0, k], panel.lectura_actual[0, k + 1]
    reading = float(data.draw(st.integers(int(low), int(high))))
    made = decision_of(1, "corregir", usuario="U1", ciclo=panel.ciclos[k], datos={"lectura_actual": reading})
    after = apply_decisions(panel, [made])
    np.testing.assert_allclose(after.kwh[0].sum(), panel.kwh[0].sum())
    np.testing.assert_array_equal(np.delete(after.kwh[0], [k, k + 1]), np.delete(panel.kwh[0], [k, k + 1]))


@given(st.data(), metered())
def test_a_change_of_meter_has_the_energy_of_both(data, panel):
    k = data.draw(st.integers(0, CICLOS - 1))
    final = panel.lectura_anterior[0, k] + data.draw(st.integers(0, 300))
    first = data.draw(st.integers(0, 50))
    now = first + data.draw(st.integers(0, 300))
    factor = data.draw(st.sampled_from([1.0, 20.0]))
    values = {"lectura_final": final, "lectura_inicial": first, "lectura_actual": float(now), "factor": factor}
    after = apply_decisions(
        panel, [decision_of(1, "cambio_de_medidor", usuario="U1", ciclo=panel.ciclos[k], datos=values)]
    )
    old = (final - panel.lectura_anterior[0, k]) * panel.factor[0, k]
    np.testing.assert_allclose(after.kwh[0, k], old + (now - first) * factor)


@given(st.data(), metered())
def test_estimates_between_two_readings_add_up_to_what_the_meter_counted(data, panel):
    last = data.draw(st.integers(0, CICLOS - 2))
    chosen = data.draw(st.sets(st.integers(0, last), min_size=1))
    made = [
        decision_of(n, "estimar", usuario="U1", ciclo=panel.ciclos[k], datos={"kwh": float(n * 37)})
        for n, k in enumerate(sorted(chosen), start=1)
    ]
    after = apply_decisions(panel, made)
    np.testing.assert_allclose(after.kwh[0].sum(), panel.kwh[0].sum())
    untouched = [k for k in range(CICLOS) if k not in chosen and k - 1 not in chosen]
    np.testing.assert_array_equal(after.kwh[0, untouched], panel.kwh[0, untouched])


def decisions() -> st.SearchStrategy[list[dict]]:
    """Lists of decisions of every kind, on any cell, some of which undo or replace earlier ones."""
    kinds = {
        "aceptar": st.just({}),
        "releer": st.just({}),
        "estimar": st.fixed_dictionaries({"kwh": st.floats(0, 1e4), "calidad": st.sampled_from([8, 9])}),
        "corregir": st.fixed_dictionaries(
            {},
            optional={
                "kwh": st.floats(0, 1e4),
                "lectura_actual": st.floats(0, 1e4),
                "lectura_anterior": st.floats(0, 1e4),
                "factor": st.sampled_from([1.0, 10.0]),
                "digitos": st.integers(4, 6),
            },
        ),
        "cambio_de_medidor": st.fixed_dictionaries(
            {"lectura_final": st.floats(0, 1e4), "lectura_inicial": st.floats(0, 1e4)}
        ),
    }
    one = st.sampled_from(sorted(kinds)).flatmap(
        lambda kind: st.fixed_dictionaries(
            {
                "tipo": st.just(kind),
                "datos": kinds[kind],
                "usuario": st.sampled_from(["U1", "U2", "U3"]),
                "k": st.integers(0, CICLOS - 1),
            }
        )
    )
    return st.lists(one, max_size=6)


def made_of(panel: Panel, wanted: list[dict], first: int = 1):
    return [
        decision_of(
            n, one["tipo"], usuario=one["usuario"], ciclo=panel.ciclos[one["k"]], datos=one["datos"], sobre={"n": n}
        )
        for n, one in enumerate(wanted, start=first)
    ]


def same_bits(one: Panel, other: Panel) -> bool:
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in EDITABLE)


@given(metered(), decisions(), decisions())
def test_deciding_and_undoing_gives_the_panel_before_bit_for_bit(panel, before, more):
    standing_before = made_of(panel, before)
    old = apply_decisions(panel, standing_before)
    further = made_of(panel, more, first=len(before) + 1)
    undone = [
        decision_of(len(before) + len(more) + n, "deshacer", anula=d.numero) for n, d in enumerate(further, start=1)
    ]
    holding = Standing.of([*standing_before, *further, *undone]).vigentes
    again = apply_decisions(raw_of(apply_decisions(panel, [*standing_before, *further])), holding)
    assert same_bits(again, old)
    assert same_bits(raw_of(again), panel)


@given(metered(), decisions())
def test_whatever_is_decided_the_panel_stays_a_panel(panel, wanted):
    after = apply_decisions(panel, made_of(panel, wanted))
    known = np.isfinite(after.kwh)
    assert (after.kwh[known] >= 0).all()
    assert ((after.calidad == 255) == ~known).all()
    for name, cells in after.crudo.items():
        assert getattr(after, name).dtype == getattr(panel, name).dtype
        np.testing.assert_array_equal(cells.values, getattr(panel, name)[cells.rows, cells.columns])


@given(metered(), decisions())
def test_decisions_hold_on_their_own_effects(panel, wanted):
    """What decisions change is no reason for them to lapse: only other raw data are."""
    made = [
        decision_of(
            d.numero, d.tipo, usuario=d.hallazgo.usuario, ciclo=d.hallazgo.ciclo, datos=d.datos,
            huella=fingerprint(panel, d.hallazgo), sobre=d.hallazgo.sobre,
        )
        for d in made_of(panel, wanted)
    ]  # fmt: skip
    assert standing(apply_decisions(panel, made), made).caducadas == ()
