import re
from pathlib import Path

import pytest

from consumo.api import create_app, static

REPO = Path(__file__).parents[3]


@pytest.fixture
def built(tmp_path, monkeypatch, services):
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>tablero</title>", encoding="utf-8")
    (tmp_path / "usuario.html").write_text("<!doctype html><title>usuario</title>", encoding="utf-8")
    (tmp_path / "assets" / "app-abc123.js").write_text("export {}", encoding="utf-8")
    (tmp_path / "icono.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path.parent / "secreto.txt").write_text("no", encoding="utf-8")
    monkeypatch.setattr(static, "_FOLDER", tmp_path)
    return create_app(backend=services.backend()).test_client()


@pytest.mark.parametrize(
    ("path", "content_type", "cache"),
    [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/usuario?id=0004", "text/html; charset=utf-8", "no-cache"),
        ("/assets/app-abc123.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/icono.svg", "image/svg+xml; charset=utf-8", "no-cache"),
    ],
)
def test_serves_what_was_built(built, path, content_type, cache):
    with built.get(path) as response:
        assert response.status_code == 200
        assert response.content_type == content_type
        assert response.headers["Cache-Control"] == cache


def test_serves_each_page_with_what_it_asks_for(built):
    for path, title in (("/", "tablero"), ("/usuario?id=0004", "usuario")):
        with built.get(path) as response:
            assert f"<title>{title}</title>" in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../secreto.txt",
        "/assets/nada.js",
        "/assets/",
        "/assets/%2e%2e/%2e%2e/secreto.txt",
        "/nada",
        "/usuario/",
        "/usuario.html",
        "/index.html",
    ],
)
def test_serves_nothing_else(built, path):
    assert built.get(path).status_code == 404


def test_serves_every_page_of_the_dashboard_and_no_other():
    source = (REPO / "dashboard" / "src" / "state" / "pages.ts").read_text(encoding="utf-8")
    listed = re.search(r"PAGES = \[(.*?)\]", source, re.DOTALL)
    assert listed is not None
    assert re.findall(r"'(\w+)'", listed.group(1)) == ["resumen", *static.PAGES]


def test_says_so_where_nothing_was_built(tmp_path, monkeypatch, services):
    monkeypatch.setattr(static, "_FOLDER", tmp_path / "nada")
    response = create_app(backend=services.backend()).test_client().get("/")
    assert response.status_code == 200
    assert "no está construido" in response.text
