from __future__ import annotations

import socket

from conformance.talk.peer import Clock, Peers


def test_nobody_waits_for_a_goodbye_once_the_time_is_over() -> None:
    clock = Clock()
    with socket.create_server(("127.0.0.1", 0)) as server:
        peers = Peers("127.0.0.1", server.getsockname()[1], clock)
        peers.connect(1)
        clock.end = 0.0

        peers.leave(60.0)

        peers.close_all()
    assert clock.waited == 0.0
