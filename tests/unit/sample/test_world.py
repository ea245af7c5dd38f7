"""The synthetic world holds what it promises, at any size."""

import numpy as np
import pytest

from consumo.domain.errors import ParameterError
from consumo.sample.registers import wrap
from consumo.sample.world import World, draw_world


@pytest.fixture(scope="module")
def world() -> World:
    return draw_world(usuarios=120, ciclos=36, baterias=6, semilla=0)


def test_the_same_seed_gives_the_same_world(world: World) -> None:
    again = draw_world(usuarios=120, ciclos=36, baterias=6, semilla=0)
    np.testing.assert_array_equal(again.kwh, world.kwh)
    assert again.nombres.tolist() == world.nombres.tolist()


def test_another_seed_gives_another_world(world: World) -> None:
    other = draw_world(usuarios=120, ciclos=36, baterias=6, semilla=1)
    assert not np.array_equal(other.kwh, world.kwh, equal_nan=True)


@pytest.mark.parametrize("semilla", range(4))
def test_every_case_that_a_reader_must_know_is_there(semilla: int) -> None:
    world = draw_world(usuarios=40, ciclos=24, baterias=3, semilla=semilla)
    registers = world.registers
    shown = wrap(registers.at_edge, registers.digitos[:, None])
    assert (np.diff(shown, axis=1) < 0).any(), "a register rolls over"
    assert registers.estimated.any(), "a reading is estimated"
    assert registers.missed.any(), "a reading is missing"
    assert (registers.changed_in >= 0).any(), "a meter is changed"
    assert (world.factor > 1).any(), "a meter has a factor"
    assert (world.kwh == 0).any(), "a home stands empty"
    assert (~world.active).any(), "a usuario is connected later"


def test_consumption_is_never_negative_and_missing_is_not_zero(world: World) -> None:
    assert (world.kwh[np.isfinite(world.kwh)] >= 0).all()
    assert np.isnan(world.kwh[:, :-1][world.registers.missed[:, 1:-1]]).all()


def test_totalizadores_deliver_a_few_percent_more_than_is_measured(world: World) -> None:
    measured = np.nansum(world.kwh, axis=0)
    loss = 1 - measured.sum() / world.entregado.sum()
    assert 0.03 < loss < 0.12


def test_reading_dates_vary_by_days_and_follow_each_other(world: World) -> None:
    dias = np.diff(world.read_on, axis=1).astype(int)
    assert dias.min() >= 22
    assert dias.max() <= 37
    assert len(np.unique(world.read_on[:, 0])) > 1


@pytest.mark.parametrize(("usuarios", "ciclos", "baterias"), [(1, 1, 1), (1, 36, 1), (2, 2, 2), (3, 3, 1), (30, 1, 30)])
def test_small_worlds_are_drawn_too(usuarios: int, ciclos: int, baterias: int) -> None:
    world = draw_world(usuarios=usuarios, ciclos=ciclos, baterias=baterias, semilla=7)
    assert world.kwh.shape == (usuarios, ciclos)
    assert np.bincount(world.bateria_of, minlength=baterias).min() >= 1


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("usuarios", {"usuarios": 0, "ciclos": 12, "baterias": 1}),
        ("ciclos", {"usuarios": 5, "ciclos": 0, "baterias": 1}),
        ("baterias", {"usuarios": 5, "ciclos": 12, "baterias": 6}),
    ],
)
def test_sizes_out_of_range_are_refused_by_name(name: str, sizes: dict[str, int]) -> None:
    with pytest.raises(ParameterError, match=name):
        draw_world(**sizes, semilla=0)
