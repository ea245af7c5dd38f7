"""A port in use gives way to the next free one."""

import socket

import pytest

from consumo.cli.ports import free_port, shown_host
from consumo.domain.errors import ParameterError


def test_the_port_asked_for_is_taken_where_it_is_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert free_port("127.0.0.1", port) == port


def test_a_port_in_use_gives_the_next_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port("127.0.0.1", port) <= port + 50


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(ParameterError, match="host"):
        free_port("192.0.2.1", 8000)


@pytest.mark.parametrize(
    ("host", "shown"), [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("10.0.0.5", "10.0.0.5"), ("localhost", "localhost")]
)
def test_urls_name_a_host_that_opens(host: str, shown: str) -> None:
    assert shown_host(host) == shown
