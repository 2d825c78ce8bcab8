"""Floods, noise and silence from some; the others chat on, and the server stays up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from random import Random
from threading import Event, Thread
from time import monotonic

from reference.server.journal import LINES_PER_PEER
from tests.processes import running, running_server
from tests.reference.relay import RELAY, frame
from tests.reference.server_clients import (
    Client,
    client,
    guest,
    left,
    logged_in,
    members,
)

MEBIBYTE = 1 << 20

# No string made from these logs anybody in: what follows 001 has a '#' in it.
TEXTS = [
    b"002#alice#hello",
    b"003#alice#bob#psst",
    b"003#a##",
    "002#한글#안녕하세요".encode(),
    b"say hello",
    b"ask who",
]


def noise(random: Random, count: int) -> Iterator[bytes]:
    """Random, cut and changed strings in turn."""
    for number in range(count):
        text = random.choice(TEXTS)
        if number % 3 == 0:
            yield random.randbytes(random.randrange(1, 40))
        elif number % 3 == 1:
            yield text[: random.randrange(1, len(text))]
        else:
            at = random.randrange(len(text))
            yield text[:at] + random.randbytes(1) + text[at + 1 :]


def test_50_000_strings_without_framing_harm_nobody() -> None:
    random = Random(1)
    with (
        running_server("hash", "--quiet") as server,
        logged_in(server.address, "alice", "bob") as (alice, bob),
        ExitStack() as stack,
    ):
        noisy = [stack.enter_context(client(server.address)) for _ in range(100)]
        memory = server.memory()
        for number in range(500):
            for one, string in zip(noisy, noise(random, 100), strict=True):
                one.say(string)
            # A server that has relayed this has read what came before it: the next
            # strings do not stick to these.
            alice.say(b"002#alice#round %d" % number)
            bob.hears(b"alice : round %d" % number)

        assert server.memory() - memory < 8 * MEBIBYTE


def test_50_000_strings_in_frames_harm_nobody() -> None:
    random = Random(2)
    with running(RELAY) as server, ExitStack() as stack:
        alice, bob = (stack.enter_context(guest(server.address)) for _ in range(2))
        memory = server.memory()
        for number in range(50):
            one = stack.enter_context(client(server.address))
            strings = [frame(string) for string in noise(random, 1000)]
            one.say(b"".join(strings) + b"\xff\xff a frame that is too long")
            alice.say(frame(f"say round {number}"))
            bob.read_until(frame(f"said round {number}"))
            one.drain()

        assert server.memory() - memory < 8 * MEBIBYTE


def test_a_flood_of_one_does_not_starve_the_others() -> None:
    with running(RELAY) as server, ExitStack() as stack:
        alice, bob, mallory = (
            stack.enter_context(guest(server.address)) for _ in range(3)
        )
        with flood(mallory, frame(b"?") * 20_000):
            for number in range(100):
                alice.say(frame(f"say round {number}"))
                bob.hears(frame(f"said round {number}"))


@contextmanager
def flood(one: Client, data: bytes) -> Iterator[None]:
    """Send data again and again; there must be no time without it."""
    sent = 0
    stop = Event()

    def send() -> None:
        nonlocal sent
        while not stop.is_set():
            sent += one.socket.send(data)

    thread = Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    assert sent > 10 * len(data)


def test_log_lines_hold_nothing_of_what_was_said() -> None:
    names = ("alicia", "bobbie")
    with (
        running_server("hash", "--verbose") as server,
        logged_in(server.address, *names) as (alice, bob),
    ):
        alice.say(b"002#alicia#my secret")
        bob.hears(b"alicia : my secret")
        alice.say(b"003#alicia#bobbie#my secret")
        bob.hears("alicia님의 귓속말 : my secret".encode())
        for malformed in (b"my secret", b"001#my secret", b"\xffmy secret"):
            alice.say(malformed)
            bob.say(b"005#bobbie")
            bob.hears(members(*names))
        alice.reset()
        bob.hears(left("alicia"))
        port = bob.socket.getsockname()[1]

        log = server.logged()

    for private in (*names, "secret"):
        assert private not in log
    for line in (
        f"#2 127.0.0.1:{port} connected",
        f"#2 127.0.0.1:{port} -> login",
        f"#2 127.0.0.1:{port} <- said",
        "-> malformed: unknown-message",
        "-> malformed: bad-value",
        "disconnected: reset",
    ):
        assert line in log


def test_log_lines_about_one_client_are_few_however_much_it_says() -> None:
    with running(RELAY) as server, guest(server.address) as one:
        begun = monotonic()
        one.say(frame("say hello") * 10_000 + frame("notice the end"))
        one.hears(frame("said shown"))
        one.close()
        seconds = monotonic() - begun
        status, _ = server.stop()

        lines = [line for line in server.logged().splitlines() if "-> say" in line]
        assert status == 0
        assert 1 <= len(lines) <= LINES_PER_PEER * (seconds + 2)
        assert "more" in server.logged()
