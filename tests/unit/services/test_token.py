"""The token: the configured one, or one made once and kept for its owner only."""

import os
import stat
from threading import Timer

import pytest

from consumo.domain.errors import StorageError
from consumo.services.settings import Settings
from consumo.services.token import token_of


def test_the_configured_token_is_used(tmp_path):
    assert token_of(Settings(datos=tmp_path, token="abc")) == ("abc", False)
    assert list(tmp_path.iterdir()) == []


def test_one_is_made_once_and_kept(tmp_path):
    settings = Settings(datos=tmp_path / "datos")
    made = token_of(settings)
    assert made.created
    assert len(made.value) >= 32
    assert token_of(settings) == (made.value, False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no owner-only mode bits")
def test_only_its_owner_can_read_it(tmp_path):
    token_of(Settings(datos=tmp_path))
    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600


def test_a_token_that_another_process_is_just_writing_is_waited_for(tmp_path):
    kept = tmp_path / "token"
    kept.write_text("")
    late = Timer(0.1, kept.write_text, ["made elsewhere\n"])
    late.start()
    assert token_of(Settings(datos=tmp_path)) == ("made elsewhere", False)
    late.join()


def test_an_empty_token_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("consumo.services.token._PATIENCE", 0.0)
    (tmp_path / "token").write_text("\n")
    with pytest.raises(StorageError, match="token"):
        token_of(Settings(datos=tmp_path))


def test_a_data_folder_that_is_a_file(tmp_path):
    (tmp_path / "datos").write_text("x")
    with pytest.raises(StorageError, match="token"):
        token_of(Settings(datos=tmp_path / "datos"))
