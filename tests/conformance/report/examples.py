"""Events made by hand, as a run would yield them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import count

from codegen.protocol import Rule, Text
from conformance.report.console import ConsoleReport
from conformance.report.page import Page
from conformance.results import (
    CaseResult,
    Difference,
    Event,
    Finding,
    Line,
    Notice,
    PhaseStarted,
    Progress,
    RunFinished,
    RunStarted,
    Verdict,
)


def rule(sentence: str, line: int) -> Rule:
    return Rule(
        id="entry/whisper",
        level="must",
        text=Text(sentence),
        line=line,
        region="entry",
        states=("online",),
        event="whisper",
    )


STARTED = RunStarted(
    protocol="hash",
    title="Numbered '#' chat",
    profile="full",
    target="127.0.0.1:5000",
    depth="normal",
    seed=1,
    fingerprint="3f2a91bc",
    cases=4,
)

LEAK = Finding(
    id="must/entry/whisper/online-online",
    verdict=Verdict.FAIL,
    rule=rule(
        "A server MUST deliver a whisper to its recipient and to nobody else.", 187
    ),
    summary="carol, a bystander, got what was meant for bob",
    conversation=(
        Line("carol", "->", "connects"),
        Line("carol", "->", "login {name: carol7}"),
        Line("carol", "<-", "welcome", "채팅방에 입장하였습니다.".encode()),
        Line("alice", "->", 'whisper {sender: alice7, to: bob7, text: "hello"}'),
        Line("bob", "<-", 'whispered {sender: alice7, text: "hello"}'),
        Line("carol", "<-", 'whispered {sender: alice7, text: "hello"}'),
    ),
    differences=(
        Difference(
            "carol",
            b"",
            "",
            "alice7님의 귓속말 : hello".encode(),
            'whispered {sender: alice7, text: "hello"}',
        ),
    ),
    confirmed=3,
    tries=3,
    hits=14,
    also=("must/entry/whisper/online-greeting",),
    hints=(
        "the message went to everybody: look for the loop that sends it, and at whom "
        "it leaves out",
    ),
    rerun="conformance run --spec hash --target 127.0.0.1:5000 'must/entry/whisper/*'",
)

ORDER = Finding(
    id="must/entry/joins/greeting",
    verdict=Verdict.INTERMITTENT,
    rule=rule(
        "A server MUST announce a new member to every other member, then welcome it "
        "and send it the list of members in the order in which they joined.",
        153,
    ),
    summary="the list of members has another order",
    conversation=(
        Line("한글이", "->", "connects"),
        Line("bob", "->", "login {name: bob}"),
        Line(
            "한글이",
            "<-",
            "members {names: [bob, 한글이]}",
            "=== 접속자 리스트 ===\nbob\n한글이\n=====================".encode(),
        ),
    ),
    differences=(
        Difference(
            "한글이",
            "=== 접속자 리스트 ===\n한글이\nbob\n=====================".encode(),
            "members {names: [한글이, bob]}",
            "=== 접속자 리스트 ===\nbob\n한글이\n=====================".encode(),
            "members {names: [bob, 한글이]}",
            offset=28,
            field="names",
        ),
    ),
    confirmed=2,
    tries=5,
)

CUT = Finding(
    id="must/text/most-bytes",
    verdict=Verdict.FAIL,
    rule=rule("A server MUST relay a text, unchanged, to everybody else.", 170),
    summary="one byte of a long text is lost",
    conversation=(Line("bob", "->", "say {text: " + "x" * 900 + "}"),),
    differences=(
        Difference(
            "alice",
            b"\x03\x88\x00\xcb" + b"x" * 900,
            "said {text: " + "x" * 900 + "}",
            b"\x03\x88\x00\xcb" + b"x" * 496 + b"\x00" + b"x" * 403,
            "said {text: " + "x" * 496 + "\0" + "x" * 403 + "}",
            offset=500,
            field="text",
        ),
        Difference("bob", b"\x00\x02\x00\x67", "goodbye", b"", "", closed="reset"),
    ),
    confirmed=3,
    tries=3,
)

END = RunFinished(
    seconds=0.52,
    waited=0.01,
    steps=1204,
    covered=140,
    edges=143,
    counts={Verdict.PASS: 1, Verdict.BLOCKED: 1, Verdict.FAIL: 2},
    exit_code=1,
)

EVENTS: tuple[Event, ...] = (
    STARTED,
    PhaseStarted("sanity", "login, list, leave"),
    CaseResult(id="must/sanity/login", phase="sanity", verdict=Verdict.PASS),
    PhaseStarted("cells", "every rule in every situation", 40),
    Progress("cells", 20, 40),
    Notice("no fence is known for 'greeting': silence is waited for instead"),
    CaseResult(id=LEAK.id, phase="cells", verdict=Verdict.FAIL, seconds=0.0021),
    LEAK,
    CaseResult(id=LEAK.also[0], phase="cells", verdict=Verdict.FAIL),
    CaseResult(
        id="must/entry/who/online",
        phase="cells",
        verdict=Verdict.BLOCKED,
        reason="nobody can log in",
    ),
    PhaseStarted("walks", "random walks"),
    Progress("walks", 1200, 0),
    END,
)


def written(
    events: Iterable[Event] = EVENTS,
    page: Page | None = None,
    *,
    quiet: bool = False,
    verbose: bool = False,
) -> str:
    """What a console report writes about events, a tenth of a second apart."""
    out, ticks = io.StringIO(), count()
    report = ConsoleReport(
        out,
        page or Page(whole=verbose),
        "spec/hash.yaml",
        quiet=quiet,
        verbose=verbose,
        clock=lambda: next(ticks) / 10,
    )
    for event in events:
        report.handle(event)
    return out.getvalue()
