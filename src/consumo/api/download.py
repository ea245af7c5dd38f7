"""A workbook as an answer."""

from typing import Any, Final
from urllib.parse import quote

from flask import Response

__all__ = ["XLSX_RESPONSE", "download"]

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_RESPONSE: Final[dict[str, Any]] = {
    "description": "Un libro .xlsx.",
    "content": {_XLSX: {"schema": {"type": "string", "format": "binary"}}},
}


def download(content: bytes, name: str) -> Response:
    """Return `content` as an .xlsx that a browser saves as `name`."""
    # Names are people's: ñ and accents go into the form that RFC 6266 has for them.
    disposition = f"attachment; filename=\"{_plain(name)}\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-cache"}
    return Response(content, headers=headers, content_type=_XLSX)


def _plain(name: str) -> str:
    return "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)
