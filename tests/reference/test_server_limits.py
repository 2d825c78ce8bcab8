from __future__ import annotations

import pytest

from reference.server.limits import LimitError, limits_of

SPEC = {"sessions": 10, "queue_bytes": 4096, "login_seconds": 30, "rounds": 3}


def test_limits_of_the_spec_are_changed_by_name() -> None:
    changed = limits_of(SPEC, ["sessions=2", "rounds=0"])

    assert changed == {**SPEC, "sessions": 2, "rounds": 0}


def test_the_limits_a_server_needs_are_there_without_a_spec() -> None:
    assert limits_of({}) == {"sessions": 1024, "queue_bytes": 1048576}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            "session=3",
            "no limit 'session'; did you mean 'sessions'? there are: "
            "sessions, queue_bytes, login_seconds, rounds",
        ),
        ("sessions", "'sessions' is not of the form name=value"),
        ("sessions=0", "sessions is from 1 to 65536, not 0"),
        ("sessions=70000", "sessions is from 1 to 65536, not 70000"),
        ("sessions=" + "9" * 5000, "not " + "9" * 20),
        ("sessions=-1", "sessions is a whole number from 1 to 65536: '-1'"),
        ("sessions=", "sessions is a whole number from 1 to 65536: ''"),
        ("sessions=٣", "sessions is a whole number"),
        ("queue_bytes=1e6", "queue_bytes is a whole number"),
        ("queue_bytes=10", "queue_bytes is from 1024 to 1073741824, not 10"),
        ("login_seconds=9999999", "login_seconds is from 0 to 2592000, not 9999999"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(change: str, message: str) -> None:
    with pytest.raises(LimitError) as refusal:
        limits_of(SPEC, [change])

    assert message in str(refusal.value)
