"""Hold an answer to the OpenAPI document."""

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.test import TestResponse


def answer_holds(document: dict[str, Any], response: TestResponse, path: str, method: str = "get") -> None:
    """Assert that `response` is as the document says for its status."""
    declared = document["paths"][path][method]["responses"]
    assert str(response.status_code) in declared, f"{response.status_code} is not documented for {path}"
    content = declared[str(response.status_code)].get("content")
    if content is None:
        return
    schema = content[response.content_type]["schema"]
    whole = {**schema, "components": document["components"]}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(response.get_json())
