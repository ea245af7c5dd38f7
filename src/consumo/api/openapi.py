"""What the OpenAPI document says beside the routes: title, credentials and the errors of each operation."""

from typing import Any, Final

from flask_openapi import Info, OpenAPI

from consumo import __version__
from consumo.api.problem import PROBLEM_JSON

__all__ = [
    "OPENAPI_VERSION",
    "READ_SECURITY",
    "SECURITY_SCHEMES",
    "WRITE_SECURITY",
    "api_info",
    "document",
    "responses",
]

OPENAPI_VERSION: Final = "3.1.0"
"""flask-openapi 5 says 3.2.0 by itself; the tools around us read 3.1."""

SECURITY_SCHEMES: Final[dict[str, Any]] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "El token del servidor (CONSUMO_TOKEN, o el que se creó en la carpeta de datos).",
    }
}
WRITE_SECURITY: Final[list[dict[str, list[Any]]]] = [{"token": []}]
READ_SECURITY: Final[list[dict[str, list[Any]]]] = [{}, {"token": []}]
"""Reading asks for the token only where the server listens to other machines."""

_ERRORS: Final = {
    400: "El cuerpo está mal formado.",
    401: "Falta la credencial.",
    403: "La credencial no es la de este servidor.",
    404: "No existe ese id.",
    409: "Ya hay una importación en curso, o alguien decidió antes.",
    413: "El cuerpo o el libro es demasiado grande.",
    415: "El cuerpo no es de un tipo que se admita.",
    422: "Los parámetros o los datos no valen.",
    500: "El servidor o su carpeta de datos falló.",
    503: "Todavía no hay datos publicados.",
}


def api_info() -> Info:
    """Return the title block of the document."""
    return Info(
        title="consumo",
        version=__version__,
        description=(
            "Lecturas de medidores de electricidad por ciclo, batería y usuario: consumo, tendencia y pronóstico. "
            "Fechas ISO, rangos semiabiertos [desde, hasta); kWh como números, lo que falta es null, nunca 0. "
            "Toda respuesta lleva `version_datos` y un `ETag`; los errores son `application/problem+json` (RFC 9457)."
        ),
    )


def document(app: OpenAPI) -> dict[str, Any]:
    """Return the OpenAPI document of `app`.

    flask-openapi says of every operation that does not declare a 422 that it may answer one, in a shape of its own;
    ours declare what they answer.
    """
    spec = app.api_doc
    for item in spec["paths"].values():
        for operation in item.values():
            if PROBLEM_JSON not in operation["responses"].get("422", {}).get("content", {PROBLEM_JSON: None}):
                del operation["responses"]["422"]
    return spec


def responses(success: Any, *errors: int, cached: bool = True, status: int = 200) -> dict[Any, Any]:
    """Return the `responses` of an operation.

    Args:
        success: the pydantic model of success.
        errors: the statuses that it may answer with, each as problem+json.
        cached: whether it carries an ETag and answers 304.
        status: that of success.
    """
    out: dict[Any, Any] = {status: success}
    if cached:
        out[304] = {"description": "El cliente ya tiene esta versión (If-None-Match)."}
    for code in (*errors, 500):
        out[code] = {
            "description": _ERRORS[code],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problema"}}},
        }
    return out
