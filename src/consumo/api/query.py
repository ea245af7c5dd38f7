"""What a request brings (path, query, body) → checked models, or a problem that says what does not hold."""

from collections.abc import Callable
from functools import wraps
from typing import Any, get_type_hints

from flask import Response, request
from pydantic import BaseModel, ValidationError

from consumo.api.errors import on_validation_error
from consumo.domain.errors import ParameterError

__all__ = ["checked_query"]


def checked_query(view: Callable[..., Response]) -> Callable[..., Response]:
    """Give `view` its arguments `path`, `query` and `body`, as far as it has them, made of the request; 422 otherwise.

    flask-openapi documents them from the annotations and would check them too, walking the model's JSON schema on
    every request; pydantic alone does it in a tenth of the time.

    Raises:
        ParameterError: at request time, if a parameter is given twice.
    """
    models: dict[str, type[BaseModel]] = {
        name: hint for name, hint in get_type_hints(view).items() if name in {"path", "query", "body"}
    }

    @wraps(view)
    def checked(**place: str) -> Response:
        given: dict[str, Callable[[], Any]] = {"path": lambda: place, "query": _arguments, "body": _body}
        try:
            values = {name: model.model_validate(given[name]()) for name, model in models.items()}
        except ValidationError as error:
            return on_validation_error(error)
        return view(**values)

    checked.__delay_validate_request__ = True  # type: ignore[attr-defined]  # flask-openapi: we check ourselves
    return checked


def _arguments() -> dict[str, str]:
    arguments = request.args
    if "&" in request.environ.get("QUERY_STRING", ""):
        for name, values in arguments.lists():
            if len(values) > 1:
                raise ParameterError(name, values, "un solo valor", "a single value")
    return arguments.to_dict()


def _body() -> Any:
    return request.get_json() if request.content_length else {}
