"""Find a port to listen on."""

import errno
import os
import socket
from typing import Final

from consumo.domain.errors import ParameterError, StorageError

__all__ = ["free_port", "shown_host"]

_TRIES: Final = 50
_LAST_PORT: Final = 65535


def free_port(host: str, port: int) -> int:
    """Return `port`, or the next one on which nobody listens.

    Raises:
        ParameterError: if `host` is no address of this machine, or the port needs rights that we do not have.
        StorageError: if none of the next ports is free.
    """
    for candidate in range(port, min(port + _TRIES, _LAST_PORT) + 1):
        if _is_free(host, candidate):
            return candidate
    raise StorageError(
        f"Los puertos {port} a {port + _TRIES} están en uso. Elija otro con --port.",
        f"Ports {port} to {port + _TRIES} are in use. Choose another with --port.",
    )


def shown_host(host: str) -> str:
    """Return the host for a URL that a person on this machine can open."""
    bare = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - named, not bound
    return f"[{bare}]" if ":" in bare else bare


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                # A port whose last connections are only closing is free; on Windows this option means "share it".
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        raise ParameterError("host", host, "una dirección de este equipo", "an address of this machine") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE or getattr(error, "winerror", None) in {10013, 10048}:
            return False
        if error.errno == errno.EACCES:
            raise ParameterError(
                "port",
                port,
                "un puerto que este usuario pueda abrir (1024 o más)",
                "a port this user may open (≥ 1024)",
            ) from error
        raise ParameterError("host", host, "una dirección de este equipo", "an address of this machine") from error
    return True
