"""What is written in a sample workbook is what the reader makes of it, to the kWh."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consumo.domain.vocabulary import ESTIMATED
from consumo.importing.load import LoadedData, load_excel_data
from consumo.sample.workbook import write_workbook
from consumo.sample.world import World, draw_world


@st.composite
def worlds(draw: st.DrawFn) -> World:
    usuarios = draw(st.integers(1, 25))
    return draw_world(
        usuarios=usuarios,
        ciclos=draw(st.integers(1, 16)),
        baterias=draw(st.integers(1, usuarios)),
        semilla=draw(st.integers(0, 10_000)),
    )


def read_back(world: World, **options: int) -> LoadedData:
    with TemporaryDirectory() as folder:
        write_workbook(world, Path(folder) / "ejemplo.xlsx", **options)
        return load_excel_data(Path(folder) / "ejemplo.xlsx")


@given(world=worlds())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_reader_gives_the_kwh_that_were_written(world: World) -> None:
    panel = read_back(world).panel
    rows = np.array([panel.row_of(usuario) for usuario in world.usuarios.tolist()])
    np.testing.assert_array_equal(panel.kwh[rows], world.kwh)
    assert panel.ciclos == world.ciclos
    assert panel.baterias[panel.bateria_of[rows]].tolist() == world.baterias[world.bateria_of].tolist()


@given(world=worlds())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_reader_gives_the_energy_of_the_totalizadores(world: World) -> None:
    panel = read_back(world).panel
    order = [panel.baterias.tolist().index(bateria) for bateria in world.baterias.tolist()]
    np.testing.assert_array_equal(panel.entregado[order], world.entregado)


def test_sheets_are_read_as_one_table() -> None:
    world = draw_world(usuarios=12, ciclos=10, baterias=2, semilla=5)
    np.testing.assert_array_equal(read_back(world, sheet_rows=31).panel.kwh, world.kwh)


def test_estimated_readings_are_known_as_such() -> None:
    world = draw_world(usuarios=12, ciclos=12, baterias=2, semilla=5)
    panel = read_back(world).panel
    estimated = np.isin(panel.calidad, [int(code) for code in ESTIMATED]) & np.isfinite(panel.kwh)
    np.testing.assert_array_equal(estimated, world.registers.estimated[:, 1:] & np.isfinite(world.kwh))
