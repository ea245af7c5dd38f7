"""The app factory."""

from flask_cors import CORS
from flask_openapi import OpenAPI

from consumo.api import guards, resources
from consumo.api.auth import check_credential
from consumo.api.backend import Backend
from consumo.api.connect import connect
from consumo.api.docs import docs_blueprint
from consumo.api.errors import on_validation_error, register_errors
from consumo.api.openapi import OPENAPI_VERSION, SECURITY_SCHEMES, api_info
from consumo.api.schema import Problema
from consumo.api.static import dashboard_blueprint
from consumo.services.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None, *, backend: Backend | None = None) -> OpenAPI:
    """Build the WSGI app.

    Args:
        settings: where the data are and who may call; from the environment and `.env` if None.
        backend: the services to answer with, in place of those that `settings` name.
    """
    app = OpenAPI(
        "consumo.api",
        info=api_info(),
        security_schemes=SECURITY_SCHEMES,
        validation_error_model=Problema,
        validation_error_callback=on_validation_error,
        doc_ui=False,
        static_folder=None,
    )
    app.openapi_version = OPENAPI_VERSION
    app.config["MAX_CONTENT_LENGTH"] = guards.MAX_BODY
    served = backend or connect(settings)
    served.attach(app.extensions)
    app.before_request(check_credential)
    app.before_request(guards.check_body)
    app.wsgi_app = guards.SecurityHeaders(app.wsgi_app)  # type: ignore[method-assign]
    register_errors(app)
    if served.cors_origenes:
        CORS(
            app,
            origins=list(served.cors_origenes),
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag"],
            max_age=600,
        )
    for blueprint in resources.BLUEPRINTS:
        app.register_api(blueprint)
    app.register_blueprint(docs_blueprint(app))
    app.register_blueprint(dashboard_blueprint())
    return app
