"""What a forecast in bulk runs on: this machine's cores, or the workers of an existing Dask cluster."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlsplit

from consumo.domain.errors import InputError, ParameterError

__all__ = ["LOCAL", "check_engine", "engine"]

LOCAL: Final = "local"

_PATIENCE: Final = 10
"""Seconds that a scheduler, and its first worker, may take to answer."""

_SAME: Final = ("analisis-consumo", "numpy")
"""Packages whose version the workers share with us: else their results may differ from ours."""


def check_engine(motor: str) -> None:
    """Refuse what is no engine, before any work is done.

    Raises:
        ParameterError: if it is neither `local` nor `dask://HOST:PORT`.
    """
    if motor != LOCAL:
        _address(motor)


@contextmanager
def engine(motor: str = LOCAL) -> Iterator[Executor | None]:
    """Give the executor of blocks of usuarios; None stands for the threads of this process.

    Args:
        motor: `local`, or `dask://HOST:PORT` of a scheduler that is running.

    Raises:
        InputError: if the extra `dask` is not installed.
        ParameterError: if the address is none, nobody answers there, or the workers have other versions than we.
    """
    if motor == LOCAL:
        yield None
        return
    address = _address(motor)
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and half a second of import
    except ImportError:
        raise InputError(
            "El motor dask:// necesita un complemento: pip install 'analisis-consumo[dask]'.",
            "The engine dask:// takes an extra: pip install 'analisis-consumo[dask]'.",
        ) from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except OSError as error:
        raise _unfit(motor, "un planificador de Dask que responda", "a Dask scheduler that answers") from error
    with client:
        _check_workers(client, motor)
        yield client.get_executor()


def _address(motor: str) -> str:
    parts = urlsplit(motor)
    try:
        fits = parts.scheme == "dask" and parts.hostname and parts.port and not parts.path.strip("/")
    except ValueError:  # a port that is no number
        fits = False
    if not fits:
        raise _unfit(motor, f"{LOCAL} o dask://SERVIDOR:PUERTO", f"{LOCAL} or dask://HOST:PORT")
    return f"tcp://{parts.netloc}"


def _check_workers(client: Any, motor: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise _unfit(motor, "al menos un trabajador de Dask", "at least one Dask worker") from None
    ours = dict(zip(_SAME, map(version, _SAME), strict=True))
    for worker, theirs in client.run(_versions, _SAME, on_error="return").items():
        if theirs != ours:
            raise _unfit(
                motor,
                f"trabajadores con {ours}; el de {worker} tiene {theirs}",
                f"workers with {ours}; that of {worker} has {theirs}",
            )


def _versions(packages: tuple[str, ...]) -> dict[str, str]:
    return {name: version(name) for name in packages}


def _unfit(motor: str, es: str, en: str) -> ParameterError:
    return ParameterError("motor", motor, es, en)
