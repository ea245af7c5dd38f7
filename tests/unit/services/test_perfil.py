"""Which profile the settings name."""

import pytest

from consumo.domain.errors import ParameterError
from consumo.services.perfil import profile_of
from consumo.services.settings import Settings


def test_by_name():
    assert profile_of(Settings(perfil="chile")).estimacion_ciclos == 6


def test_by_file(tmp_path):
    path = tmp_path / "mio.toml"
    path.write_text("\ufeff[parametros]\ndesvios = 6.0\n", encoding="utf-8")
    assert profile_of(Settings(perfil=str(path))).desvios == 6


@pytest.mark.parametrize("perfil", ["no-hay", "no-hay.toml"])
def test_what_there_is_not(perfil):
    with pytest.raises(ParameterError):
        profile_of(Settings(perfil=perfil))
