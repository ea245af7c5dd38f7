"""The token: the configured one, or one made once and kept for its owner only."""

import os
import stat

import pytest

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
