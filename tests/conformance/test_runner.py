from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from codegen.protocol import load
from conformance.results import (
    CaseResult,
    Event,
    PhaseStarted,
    RunFinished,
    RunStarted,
    Verdict,
)
from conformance.runner import Options, Target, list_cases, run
from conformance.targets.embedded import reference_server
from tests.conformance.served import fickle, serving

HASH = load("hash")
OPTIONS = Options(features=frozenset(f.name for f in HASH.features), depth="quick")
NOWHERE = Target("127.0.0.1", 1)


def events(spec: str, options: Options) -> list[Event]:
    with reference_server(spec, None) as own:
        return list(run(load(spec), Target(own.host, own.port), options))


def finished(said: list[Event]) -> RunFinished:
    assert isinstance(said[-1], RunFinished)
    return said[-1]


@pytest.mark.parametrize("depth", ["quick", "normal"])
def test_the_reference_server_of_hash_conforms(depth: str) -> None:
    end = finished(events("hash", replace(OPTIONS, depth=depth)))

    assert set(end.counts) <= {Verdict.PASS, Verdict.INFO, Verdict.NONSTRICT}
    assert (end.exit_code, end.stopped) == (0, "")


def test_the_reference_server_of_chat_conforms_whatever_its_services_say() -> None:
    chat = load("chat")
    features = frozenset(feature.name for feature in chat.features)
    options = replace(OPTIONS, features=features, questions=400)

    with serving(chat, fickle(chat)) as target:
        said = list(run(chat, target, options))

    end, results = finished(said), [it for it in said if isinstance(it, CaseResult)]
    passed = {it.rule.id for it in results if it.rule and it.verdict is Verdict.PASS}
    assert set(end.counts) <= {Verdict.PASS, Verdict.UNSUPPORTED}
    assert end.exit_code == 0
    assert {"search/finds", "rights/kicks", "game/accepts", "game/stops"} <= passed


def test_a_profile_leaves_out_what_is_not_claimed() -> None:
    basic = replace(OPTIONS, features=frozenset(), profile="basic")

    ids = [case.id for case in list_cases(HASH, basic)]

    assert ids
    assert not [id for id in ids if "whisper" in id or "/who" in id]


def test_the_list_of_cases_is_that_of_the_run() -> None:
    listed = [case.id for case in list_cases(HASH, OPTIONS)]
    said = events("hash", OPTIONS)

    results = [event.id for event in said if isinstance(event, CaseResult)]
    assert sorted(results) == sorted(listed)
    assert len(set(listed)) == len(listed)
    assert isinstance(said[0], RunStarted)
    assert said[0].cases == len(listed)


def test_the_fingerprint_tells_suites_apart() -> None:
    def fingerprint(options: Options) -> str:
        first = next(run(HASH, NOWHERE, options))
        assert isinstance(first, RunStarted)
        return first.fingerprint

    assert fingerprint(OPTIONS) == fingerprint(replace(OPTIONS, seed=7))
    assert fingerprint(OPTIONS) != fingerprint(replace(OPTIONS, depth="normal"))


def test_only_what_is_selected_gets_a_verdict() -> None:
    said = events("hash", replace(OPTIONS, select=("must/*/whisper-to-nobody/*",)))

    ids = [event.id for event in said if isinstance(event, CaseResult)]
    assert ids
    assert all("/whisper-to-nobody/" in id for id in ids)
    assert {e.name for e in said if isinstance(e, PhaseStarted)} == {"sanity", "cells"}


def test_a_selection_of_nothing_is_refused() -> None:
    with pytest.raises(LookupError, match="no case matches nothing/of/that"):
        list(run(HASH, NOWHERE, replace(OPTIONS, select=("nothing/of/that",))))


def test_nobody_listening_is_no_fault_of_the_target() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = Target("127.0.0.1", server.getsockname()[1])

    said = list(run(HASH, free, OPTIONS))

    verdicts = {event.verdict for event in said if isinstance(event, CaseResult)}
    assert (verdicts, finished(said).exit_code) == ({Verdict.BLOCKED}, 3)
    assert "does not accept" in finished(said).stopped


def test_hardly_any_time_is_spent_on_waiting_for_nothing() -> None:
    features = frozenset(feature.name for feature in load("chat").features)
    options = replace(OPTIONS, features=features, depth="normal", select=("must/*",))

    end = finished(events("chat", options))

    assert end.waited < end.seconds / 5
