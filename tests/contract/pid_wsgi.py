"""`consumo.wsgi:app` that says in every response which process answered."""

import os
from typing import Any

from consumo.wsgi import app as consumo_app


def app(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer as consumo does, with the process id in `X-Proceso`."""

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        return start_response(status, [*headers, ("X-Proceso", str(os.getpid()))], exc_info)

    return consumo_app.wsgi_app(environ, start)
