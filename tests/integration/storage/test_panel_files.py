"""A Panel comes back as it was written, mapped and read-only; damage is told, not served."""

from pathlib import Path

import numpy as np
import pytest
from tests.builders import panel_of, random_panel

from consumo.domain.errors import StorageError
from consumo.storage.panel_files import load_panel, save_panel

FIELDS = ("usuarios", "nombres", "medidores", "baterias", "bateria_of", "kwh", "dias", "calidad", "abierto", "digitos")


def is_mapped(array: np.ndarray) -> bool:
    while isinstance(array, np.ndarray) and not isinstance(array, np.memmap):
        array = array.base
    return isinstance(array, np.memmap)


def test_round_trip(tmp_path):
    panel = random_panel(20, 6)
    save_panel(tmp_path / "p", panel)
    back = load_panel(tmp_path / "p")
    assert back.ciclos == panel.ciclos
    for name in (*FIELDS, "desde", "hasta", "entregado"):
        left, right = getattr(back, name), getattr(panel, name)
        assert left.dtype == right.dtype, name
        np.testing.assert_array_equal(left, right)
    assert back.lectura_anterior is None
    assert back.row_of("000007") == 6


def test_registers_come_back_where_there_are_any(tmp_path):
    panel = panel_of([[5.0, 7.0]], lectura_anterior=[[1.0, 6.0]], lectura_actual=[[6.0, 13.0]], factor=1.0)
    save_panel(tmp_path / "p", panel)
    back = load_panel(tmp_path / "p")
    np.testing.assert_array_equal(back.lectura_actual, [[6, 13]])
    np.testing.assert_array_equal(back.factor, [[1, 1]])


def test_it_is_mapped_and_read_only(tmp_path):
    save_panel(tmp_path / "p", random_panel(3, 4))
    kwh = load_panel(tmp_path / "p").kwh
    assert type(kwh) is np.ndarray
    assert is_mapped(kwh)
    with pytest.raises(ValueError, match="read-only"):
        kwh[0, 0] = 1.0


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


@pytest.mark.parametrize("damage", [Path.unlink, empty, cut], ids=["missing", "empty", "cut short"])
@pytest.mark.parametrize("name", ["kwh.npy", "entregado.npy", "meta.json"])
def test_damage_is_told(tmp_path, name, damage):
    save_panel(tmp_path / "p", random_panel(3, 4))
    damage(tmp_path / "p" / name)
    with pytest.raises(StorageError):
        load_panel(tmp_path / "p")
