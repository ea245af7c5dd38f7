"""The dashboard's own files, as the build left them in the package."""

import mimetypes
from functools import partial
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, request, send_from_directory

__all__ = ["PAGES", "dashboard_blueprint"]

PAGES: Final = ("usuarios", "bateria", "usuario", "critica", "balance", "pronostico", "importar")
"""The pages of the dashboard beside its first one, as `dashboard/src/state/pages.ts` has them: one segment each, so
that what a page needs lies at `./` below any path of a reverse proxy."""

_FOLDER: Final = Path(__file__).parent / "static" / "app"
_NOT_BUILT: Final = """<!doctype html><html lang="es"><meta charset="utf-8"><title>consumo</title>
<p>El tablero no está construido en esta instalación. La API sí: <a href="docs">docs</a>.</p>
<p lang="en">The dashboard is not built in this installation. The API is: <a href="docs">docs</a>.</p></html>"""

# Windows takes these from its registry, which other programs change (a dashboard served as text/plain stays blank).
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/css", ".css")
mimetypes.add_type("image/svg+xml", ".svg")


def dashboard_blueprint() -> Blueprint:
    """Return the routes of the pages and the files beside; a plain blueprint: they stay out of the API's document."""
    blueprint = Blueprint("dashboard", __name__)
    blueprint.add_url_rule("/", "index", partial(_page, "index"))
    for page in PAGES:
        blueprint.add_url_rule(f"/{page}", f"page-{page}", partial(_page, page))
    # One rule per entry of the build, not one for every path: POST to an unknown path stays 404, not 405.
    for entry in sorted(_FOLDER.iterdir()) if _FOLDER.is_dir() else ():
        if entry.is_dir():
            blueprint.add_url_rule(f"/{entry.name}/<path:name>", entry.name, partial(_below, entry.name))
        elif entry.suffix != ".html" and not entry.name.startswith("."):
            blueprint.add_url_rule(f"/{entry.name}", entry.name.replace(".", "-"), partial(_file, entry.name))
    return blueprint


def _page(name: str) -> Response:
    if not (_FOLDER / f"{name}.html").is_file():
        return Response(_NOT_BUILT, content_type="text/html; charset=utf-8")
    return _file(f"{name}.html")


def _below(folder: str, name: str) -> Response:
    return _file(f"{folder}/{name}")


def _file(name: str) -> Response:
    response = _compressed(name) or send_from_directory(_FOLDER, name)
    # Vite puts a hash of the content into the names below assets/: those never change.
    fixed = name.startswith("assets/")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fixed else "no-cache"
    response.vary.add("Accept-Encoding")
    return response


def _compressed(name: str) -> Response | None:
    """Return the .gz that the build left beside a file, None where there is none or the client does not take it."""
    if not request.accept_encodings.quality("gzip") or not (_FOLDER / f"{name}.gz").is_file():
        return None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = send_from_directory(_FOLDER, f"{name}.gz", mimetype=kind)
    response.headers["Content-Encoding"] = "gzip"
    return response
