"""Who may call: the token for writing always, for reading where the server is open to other machines."""

import hmac
import ipaddress

from flask import Response, request

from consumo.api.backend import backend
from consumo.api.problem import problem

__all__ = ["check_credential", "is_loopback"]

_API = "/api/"
_ONLY_READ = frozenset({"GET", "HEAD", "OPTIONS"})


def check_credential() -> Response | None:
    """Before each request: 401 without a token where one is needed, 403 with a wrong one, else None.

    `/health`, the documentation and the dashboard's own files hold no reading and are always open.
    """
    rule = request.url_rule  # the route that will answer, so that no other spelling of a path slips past
    if not _needs_token(request.method, request.path if rule is None else rule.rule, routed=rule is not None):
        return None
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        return problem(
            401,
            "Falta el token. Envíe la cabecera «Authorization: Bearer TOKEN»; el token está en la carpeta de datos.",
            "The token is missing. Send the header 'Authorization: Bearer TOKEN'; the token is in the data folder.",
            headers={"WWW-Authenticate": 'Bearer realm="consumo"'},
        )
    if not hmac.compare_digest(given.strip().encode(), backend().token().encode()):
        return problem(
            403,
            "El token no es el de este servidor. Revise CONSUMO_TOKEN o el que está en la carpeta de datos.",
            "The token is not this server's. Check CONSUMO_TOKEN or the one in the data folder.",
        )
    return None


def is_loopback(host: str) -> bool:
    """Return whether `host`, a name or address, can be reached from this machine only."""
    bare = host.strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _needs_token(method: str, path: str, *, routed: bool) -> bool:
    if routed and method not in _ONLY_READ:
        return True
    return method != "OPTIONS" and path.startswith(_API) and not _may_read()


def _may_read() -> bool:
    lectura = backend().lectura
    if lectura != "local":
        return lectura == "todos"
    # A server bound to 0.0.0.0 by its own command line, behind the back of CONSUMO_HOST, is found out here.
    caller = request.remote_addr or ""
    return caller in {"127.0.0.1", ""} or is_loopback(caller)  # '' = a Unix socket
