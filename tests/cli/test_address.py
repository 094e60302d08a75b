"""The socket that the server listens on."""

import socket

from broadsheet.cli.address import address_of, is_only_here, listen


def test_answers_are_sent_without_waiting_for_acknowledgement() -> None:
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_address_is_one_for_a_browser_on_this_machine() -> None:
    with listen("127.0.0.1", 0) as listening:
        assert address_of(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}/"
        assert is_only_here(listening)
    with listen("0.0.0.0", 0) as listening:
        assert address_of(listening).startswith("http://localhost:")
