"""The link to the next page of a list."""

from typing import Any, Final
from urllib.parse import urlencode

from flask import request

from consumo.api.schema import QueryModel

__all__ = ["with_link"]

_PLACES: Final = frozenset({"cursor", "posicion"})
"""What a link to another place in a list must not repeat."""


def with_link(page: dict[str, Any], query: QueryModel) -> dict[str, Any]:
    """Turn the cursor in `siguiente` into the URL of the next page, with the filters of `query`; None stays None."""
    if page["siguiente"] is not None:
        given = {k: v for k, v in query.model_dump(exclude_none=True).items() if k not in _PLACES}
        address = urlencode({**given, "cursor": page["siguiente"]})
        # Relative to the host: right behind any proxy, and no Host header finds its way into an answer.
        page["siguiente"] = f"{request.script_root}{request.path}?{address}"
    return page
