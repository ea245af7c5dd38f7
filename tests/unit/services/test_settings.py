"""Settings: safe defaults, the environment, `.env`; `.env.example` names every one of them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from consumo.services.settings import Settings

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CONSUMO_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults():
    settings = Settings()
    assert (settings.excel, settings.datos, settings.token) == (None, Path("datos"), None)
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.cors_origenes == ()
    assert settings.lectura_publica is False


def test_environment_before_env_file(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("CONSUMO_PORT=9000\nCONSUMO_EXCEL=libro.xlsx\nCONSUMO_TOKEN=\n")
    monkeypatch.setenv("CONSUMO_PORT", "9001")
    settings = Settings()
    assert settings.port == 9001
    assert settings.excel == Path("libro.xlsx")
    assert settings.token is None  # an empty line sets nothing


@pytest.mark.parametrize(
    ("text", "origins"),
    [("https://a.org", ("https://a.org",)), ("https://a.org, https://b.org,", ("https://a.org", "https://b.org"))],
    ids=["one", "several"],
)
def test_origins_are_separated_by_commas(monkeypatch, text, origins):
    monkeypatch.setenv("CONSUMO_CORS_ORIGENES", text)
    assert Settings().cors_origenes == origins


@pytest.mark.parametrize(("name", "value"), [("PORT", "0"), ("PORT", "70000"), ("LECTURA_PUBLICA", "quizá")])
def test_what_does_not_hold_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(f"CONSUMO_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_a_file_saved_by_notepad(tmp_path):
    (tmp_path / ".env").write_text("CONSUMO_EXCEL=C:\\nuevo\\lecturas ñ.xlsx\n", encoding="utf-8-sig")
    assert str(Settings().excel) == "C:\\nuevo\\lecturas ñ.xlsx"


def test_the_home_folder(monkeypatch):
    monkeypatch.setenv("CONSUMO_DATOS", "~/datos")
    assert Settings().datos == Path.home() / "datos"


def test_the_token_is_not_shown():
    assert "secreto" not in repr(Settings(token="secreto"))


def test_the_example_names_every_setting():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"CONSUMO_{name.upper()}=" not in text] == []
