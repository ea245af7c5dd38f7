"""`/openapi.json` and `/docs`: the document and a page that shows it, with nothing fetched from elsewhere."""

from pathlib import Path
from typing import Final

import flask_openapi_swagger
from flask import Blueprint, Response, send_from_directory
from flask_openapi import OpenAPI

from consumo.api.openapi import document
from consumo.api.render import to_json

__all__ = ["docs_blueprint"]

_ASSETS: Final = Path(flask_openapi_swagger.__file__).parent / "templates" / "swagger"
_PAGE: Final = """<!doctype html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>consumo · API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/assets/css/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>El documento está en <a href="openapi.json">openapi.json</a>.</noscript>
<script src="docs/assets/js/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
_START: Final = """SwaggerUIBundle({
  url: "openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis], layout: "BaseLayout",
});
"""


def docs_blueprint(app: OpenAPI) -> Blueprint:
    """Return the routes of the documentation of `app`; a plain blueprint, so that they stay out of the document."""
    blueprint = Blueprint("docs", __name__)
    blueprint.add_url_rule("/openapi.json", "openapi", lambda: _fixed(to_json(document(app)), "application/json"))
    blueprint.add_url_rule("/docs", "page", lambda: _fixed(_PAGE.encode(), "text/html; charset=utf-8"))
    blueprint.add_url_rule("/docs/start.js", "start", lambda: _fixed(_START.encode(), "text/javascript"))
    blueprint.add_url_rule(
        "/docs/assets/<path:name>", "assets", lambda name: send_from_directory(_ASSETS, name, max_age=86_400)
    )
    return blueprint


def _fixed(content: bytes, content_type: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers["Cache-Control"] = "no-cache"
    return response
