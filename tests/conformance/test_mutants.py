"""The judge is judged: wrong servers are made from a spec, and it has to find them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from codegen.model import SpecError
from codegen.paths import find_spec
from codegen.protocol import available, load
from conformance import choices
from conformance.cli import main
from conformance.mutants import argued, births, making, score, tree
from conformance.mutants.campaign import Campaign, Wanted
from conformance.mutants.mutant import Mutant
from conformance.mutants.outcome import Fate, First, Trial
from conformance.mutants.sites import Sites
from conformance.mutants.trials import Ground, trial
from conformance.mutants.workers import WorkerDied, Workers
from conformance.results import Verdict
from conformance.runner import Options
from tests.processes import DEADLINE, ROOT

# Whole runs of the judge, on a machine that may be busy: seconds, if it is not.
LONG = pytest.mark.timeout(600)

TINY = """
spec: 1
name: tiny
title: Tiny
port: 6002
framing: {kind: line, max: 200}
limits: {sessions: 16, queue_bytes: 65536, patience_seconds: 0}
features: {extra: {about: More.}}
profiles: {plain: [], full: all}
types:
  name: {is: text, length: 1..12, pattern: "[a-z0-9]+", names: name, samples: [ann]}
  line: {is: text, bytes: 1..50, without: "\\n", samples: [hello]}
messages:
  hello:
    from: client
    wire: "HELLO {name}"
    fields: {name: name}
    examples: [{fields: {name: ann}, text: HELLO ann}]
  say: {from: client, wire: "SAY {text}", fields: {text: line}}
  ping: {from: client, wire: PING, feature: extra}
  pong: {from: server, wire: PONG, feature: extra}
  welcome: {from: server, wire: WELCOME}
  taken: {from: server, wire: TAKEN}
  came: {from: server, wire: "+ {name}", fields: {name: name}}
  went: {from: server, wire: "- {name}", fields: {name: name}}
  said: {from: server, wire: "{name}: {text}", fields: {name: name, text: line}}
session:
  vars: {name: text}
  audiences:
    inside: "s.door == 'inside'"
    others: "s in inside and s is not self"
  routines:
    leave: [{send: went, to: others, with: {name: self.name}}]
  regions:
    door:
      initial: outside
      states:
        outside:
          - on: hello
            if: "$name in [s.name for s in inside]"
            rule: name-taken
            must: A server MUST refuse a name that is in use.
            do: [{reply: taken}]
          - on: hello
            rule: enters
            must: A server MUST tell all others who came, and welcome the newcomer.
            do:
              - {set: {name: $name}}
              - {send: came, to: others, with: {name: $name}}
              - {reply: welcome}
            next: inside
        inside:
          - on: say
            must: A server MUST relay a text to all others.
            do: [{send: said, to: others, with: {name: self.name, text: $text}}]
          - on: ping
            must: A server MUST answer.
            do: [{reply: pong}]
          - on: eof
            rule: vanished
            must: A server MUST tell all others who vanished.
            do: [{run: leave}]
          - on: timeout
            after: patience_seconds
            rule: patience
            may: A server MAY close a silent connection.
            do: [close]
  always:
    - {on: malformed, must: A server MUST ignore a line that is no message.}
    - {on: unexpected, must: A server MUST ignore a message out of place.}
client:
  login: {send: hello, field: name, accepted: [welcome], refused: [taken]}
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spec") / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return path


def sites(text: str = TINY, *features: str) -> Sites:
    data, lines = tree.parse(text)
    return Sites(births.bare(data), lines, frozenset(features or ("extra",)))


@cache
def every() -> dict[str, Mutant]:
    return {it.id: it for it in making.every_mutant(sites())}


# What is made.


@pytest.mark.parametrize(
    ("id", "before", "after"),
    [
        ("drop-send/door/name-taken/taken", "{reply: taken}", "nothing"),
        ("drop-set/door/enters/name", "{set: {name: $name}}", "nothing"),
        ("drop-clean-up/door/vanished/leave", "{run: leave}", "nothing"),
        (
            "wrong-audience/door/enters/came-to-inside",
            "{send: came, to: others, with: {name: $name}}",
            "{send: came, to: inside, with: {name: $name}}",
        ),
        (
            "wrong-recipient/door/say/said",
            "{send: said, to: others, with: {name: self.name, text: $text}}",
            "{reply: said, with: {name: self.name, text: $text}}",
        ),
        (
            "wrong-message/door/enters/came-as-went",
            "{send: came, to: others, with: {name: $name}}",
            "{send: went, to: others, with: {name: $name}}",
        ),
        (
            "missing-guard/door/name-taken/if",
            "$name in [s.name for s in inside]",
            "'true'",
        ),
        ("wrong-next/door/enters/stays", "inside", "outside"),
        (
            "missing-clause/audiences/others-2",
            "s in inside and s is not self",
            "s in inside and (s is not self or true)",
        ),
        (
            "wrong-connective/audiences/others",
            "s in inside and s is not self",
            "s in inside or s is not self",
        ),
        ("wrong-value/door/say/said.text", "$text", "($text)[:1]"),
        (
            "swap-values/door/say/said.name-text",
            "{name: self.name, text: $text}",
            "{name: $text, text: self.name}",
        ),
        ("wrong-text/messages/welcome", "WELCOME", "wELCOME"),
        ("off-by-one-limit/types/name.length-most-one-more", "1..12", "1..13"),
        ("unknown-command/messages/say", "SAY {text}", "sAY {text}"),
    ],
)
def test_an_operator_changes_one_thing_and_says_which(
    id: str, before: str, after: str
) -> None:
    assert (every()[id].before, every()[id].after) == (before, after)


def test_what_was_changed_is_named_by_its_line_and_path() -> None:
    mutant = every()["drop-send/door/name-taken/taken"]
    line = TINY.splitlines()[mutant.line - 1]

    assert line.strip() == "do: [{reply: taken}]"
    assert mutant.place == "session.regions.door.states.outside.0.do.0"


def test_the_server_of_a_mutant_gets_the_change_and_nothing_else() -> None:
    right = sites().tree
    wrong = every()["wrong-audience/door/enters/came-to-inside"].applied(right)

    place = ("session", "regions", "door", "states", "outside", 1, "do", 1, "to")
    assert tree.at(right, place) == "others"
    assert wrong == tree.changed(right, place, "inside")


def test_ids_do_not_depend_on_wording_or_on_other_rules() -> None:
    reworded = TINY.replace("A server MUST answer.", "A server MUST say PONG.")
    longer = reworded.replace("    inside:\n", "    inside:\n", 1)

    assert [it.id for it in making.every_mutant(sites(longer))] == list(every())
    assert len(every()) == len(making.every_mutant(sites()))


@pytest.mark.parametrize("name", available())
def test_every_protocol_has_mutants_of_many_kinds(name: str) -> None:
    features = frozenset(it.name for it in load(name).features)

    found = making.every_mutant(making.sites_of(find_spec(name), features))

    kinds = {it.operator for it in found if not it.control}
    assert len(kinds) >= 15
    assert len({it.id for it in found}) == len(found)


def test_what_may_be_done_may_be_left() -> None:
    assert not [id for id in every() if "patience" in id]


def test_what_the_profile_has_not_is_not_changed() -> None:
    plain = making.every_mutant(sites(TINY, "none"))

    assert [id for id in every() if "ping" in id]
    assert not [it.id for it in plain if "ping" in it.id or "pong" in it.id]


def test_what_only_the_operator_sees_is_not_changed() -> None:
    found = making.every_mutant(making.sites_of(find_spec("duet"), frozenset()))

    assert not [it.id for it in found if "drop-send/talk/guest-" in it.id]


def test_a_routine_is_part_of_the_rules_that_run_it() -> None:
    mutant = every()["drop-send/routine/leave/went"]

    assert mutant.requirements == {"door/vanished"}


def test_an_audience_is_part_of_the_rules_that_name_it() -> None:
    mutant = every()["wrong-connective/audiences/others"]

    assert mutant.requirements == {"door/enters", "door/say", "door/vanished"}


def test_a_sample_is_the_same_for_the_same_seed_and_has_many_operators() -> None:
    mutants = list(every().values())

    one, same = (making.sampled(mutants, 20, seed=3) for _ in range(2))

    assert one == same
    assert len(one) == 20
    assert one != making.sampled(mutants, 20, seed=4)
    assert len({it.operator for it in one}) > 15


# What lives.


def lives(*mutants: Mutant) -> tuple[list[Mutant], dict[str, str], dict[str, str]]:
    data = sites().tree
    found = [births.birth(data, it) for it in mutants]
    return births.sorted_out(births.original(data), mutants, found)


def test_what_the_compiler_refuses_is_stillborn() -> None:
    edit = ("messages", "taken", "wire"), "WELCOME"

    alive, stillborn, _ = lives(Mutant(id="x", operator="x", edits=(edit,)))

    assert not alive
    assert "WELCOME" in stillborn["x"] or "welcome" in stillborn["x"]


def test_what_compiles_to_the_same_is_no_mutant() -> None:
    edit = ("session", "audiences", "others"), "s in inside  and  (s is not self)"

    _, _, same = lives(Mutant(id="x", operator="x", edits=(edit,)))

    assert same == {"x": "compiles to the same as the spec"}


def test_two_changes_that_mean_the_same_are_one_mutant() -> None:
    mutant = every()["drop-send/door/name-taken/taken"]

    alive, _, same = lives(mutant, replace(mutant, id="twin"))

    assert alive == [mutant]
    assert same == {"twin": f"compiles to the same as {mutant.id}"}


@pytest.mark.parametrize("name", ["echo", "duet", "slash"])
def test_a_spec_that_is_only_written_again_means_the_same(name: str) -> None:
    data, _ = tree.parse(find_spec(name).read_text(encoding="utf-8"))

    again, _ = tree.parse(tree.write(data))

    assert again == data
    assert births.original(births.bare(again)).made


def test_a_broken_spec_is_refused() -> None:
    with pytest.raises(SpecError):
        births.original({"spec": "1"})


# What the judge says.


@pytest.fixture(scope="module")
def ground(tiny: Path) -> Ground:
    protocol = choices.protocol(str(tiny))
    name, features = choices.profile(protocol, None)
    options = Options(
        features=features,
        profile=name,
        depth="quick",
        select=("must/door/*",),
        timeout=1.0,
        case_timeout=5.0,
    )
    data = making.sites_of(tiny, features).tree
    return Ground(protocol=protocol, tree=data, options=options, first=True)


@LONG
@pytest.mark.parametrize(
    ("id", "case"),
    [
        (
            "prefix-match/entry/own-name-again/if",
            "must/fields/login.name/all-but-its-end-by-its-owner",
        ),
        (
            "off-by-one-limit/types/recipient.bytes-most-one-less",
            "must/fields/whisper.to/longest-beside-the-shortest",
        ),
        (
            "off-by-one-limit/types/line.bytes-most-one-less",
            "must/fields/say.text/longest-beside-the-shortest",
        ),
    ],
)
def test_a_limit_is_reached_where_the_ordinary_leaves_no_room(
    id: str, case: str
) -> None:
    protocol = load("hash")
    options = Options(features=protocol.profiles["full"], select=(case,))
    found = making.sites_of(find_spec("hash"), protocol.profiles["full"])
    mutants = {it.id: it for it in making.every_mutant(found)}
    ground = Ground(protocol=protocol, tree=found.tree, options=options, first=True)

    killed = trial(ground, mutants[id])

    assert killed.fate is Fate.KILLED
    assert killed.first is not None
    assert killed.first.case == case


@LONG
@pytest.mark.parametrize(
    "id", ["wrong-audience/door/enters/came-to-inside", "crash/say"]
)
def test_a_mutant_is_killed_and_what_is_broken_is_named(
    ground: Ground, id: str
) -> None:
    found = trial(ground, every()[id])

    assert found.fate is Fate.KILLED
    assert found.is_named
    assert found.first is not None
    assert found.first.case in found.cases


@LONG
def test_a_server_that_does_not_start_is_no_survivor(ground: Ground) -> None:
    edit = ("session", "regions", "door", "initial"), "nowhere"

    found = trial(ground, Mutant(id="x", operator="x", edits=(edit,)))

    assert found.fate is Fate.ERROR
    assert "nowhere" in found.why


@LONG
@pytest.mark.parametrize("habit", ["split", "queue"])
def test_a_control_is_not_blamed(ground: Ground, habit: str) -> None:
    found = trial(ground, every()[f"control/{habit}"])

    assert (found.fate, found.first, found.why) == (Fate.SURVIVED, None, "")


@LONG
def test_the_matrix_of_a_few_mutants(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = ["drop-send/door/enters/came", "leak/door/name-taken/taken", "wire/ghosts"]
    patterns = [word for id in ids for word in ("--operators", id)]
    files = [tmp_path / "m.md", tmp_path / "m.json"]
    outputs = [word for file in files for word in ("--output", str(file))]
    command = ["mutants", "--spec", str(tiny), "--depth", "quick", "--jobs", "2"]

    code = main([*command, "--first", "--timeout", "1", *patterns, *outputs])

    assert (code, files[0].read_text()) == (0, capsys.readouterr().out)
    data = json.loads(files[1].read_text())
    assert data["score"]["before"] == 100
    assert [it["id"] for it in data["mutants"]] == ids
    assert {it["fate"] for it in data["mutants"]} == {"killed"}
    assert data["mutants"][0]["first"]["rule"] == "door/enters"


@LONG
def test_a_sample_of_a_protocol_is_killed(capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--sample", "3", "--seed", "2", "--operators", "drop-*", "--first"]

    code = main(["mutants", "--spec", "duet", "--depth", "quick", *few])

    assert code == 0, capsys.readouterr().out


@LONG
def test_an_interrupted_campaign_leaves_no_server(tiny: Path) -> None:
    command = [sys.executable, "-m", "conformance", "mutants", "--spec", str(tiny)]
    command += ["--operators", "control"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tiny.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        wait_until(lambda: servers_of(tiny) != [])
        os.killpg(process.pid, signal.SIGINT)
        _, complaint = process.communicate(timeout=DEADLINE)

    assert process.returncode == 130
    assert b"Traceback" not in complaint
    wait_until(lambda: servers_of(tiny) == [])


def servers_of(spec: Path) -> list[str]:
    """The servers whose spec lies in the folder of this one."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"server" in words and any(str(spec.parent).encode() in w for w in words):
            found.append(file.parent.name)
    return found


def wait_until(holds: Callable[[], bool]) -> None:
    import time

    end = time.monotonic() + DEADLINE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


# What is made of it.


def killed(mutant: Mutant, rule: str, case: str = "must/x/y/z") -> Trial:
    first = First(case=case, phase="cells", rule=rule, summary="wrong")
    cases = {case: "cells"}
    return Trial(mutant=mutant, fate=Fate.KILLED, first=first, cases=cases)


@pytest.mark.parametrize(
    ("id", "rule", "case", "named"),
    [
        ("drop-send/door/say/said", "door/say", "must/door/say/x", True),
        ("drop-send/door/say/said", "door/say-said", "must/door/say/x", True),
        ("drop-send/door/say/said", "door/enters", "must/door/say/x", True),
        ("drop-send/door/say/said", "door/enters", "must/door/enters/x", False),
        ("unknown-command/messages/say", "", "must/fields/say.text/longest", True),
        ("unknown-command/messages/say", "", "must/fields/hello.name/longest", False),
    ],
)
def test_whether_a_finding_names_what_is_broken(
    id: str, rule: str, case: str, named: bool
) -> None:
    assert killed(every()[id], rule, case).is_named is named


def campaign(trials: Iterable[Trial]) -> Campaign:
    wanted = Wanted(
        spec="tiny",
        path=Path("tiny.yaml"),
        depth="normal",
        jobs=1,
        timeout=1,
        case_timeout=1,
        time_limit=1,
    )
    result = Campaign(wanted, load("duet"), Options(), [])
    result.cases = ["must/x/y/z", "must/x/y/idle"]
    result.trials = list(trials)
    return result


def some_trials() -> list[Trial]:
    ids = list(every())
    one, two, three, four = (every()[id] for id in ids[:4])
    control = every()["control/slow"]
    return [
        killed(one, sorted(one.requirements)[0]),
        killed(two, "other/rule"),
        Trial(mutant=three, fate=Fate.SURVIVED),
        Trial(mutant=four, fate=Fate.OUT_OF_REACH),
        Trial(mutant=control, fate=Fate.SURVIVED),
    ]


def test_the_score_counts_what_was_tried_and_what_is_argued() -> None:
    trials = some_trials()
    reasons = {trials[2].mutant.id: "nobody can see it", "nothing/*": "old"}

    result = score.score(campaign(trials), reasons, whole=True)

    assert round(result.before, 1) == 66.7
    assert result.after == 100
    assert result.named == (1, 2)
    assert result.stale == ["nothing/*"]
    assert result.idle == ["must/x/y/idle"]
    assert not result.false_alarms
    assert not result.is_good  # an argument is stale


def test_a_control_that_is_blamed_is_a_false_alarm() -> None:
    trials = [*some_trials()[:2], killed(every()["control/slow"], "door/say")]

    result = score.score(campaign(trials), {}, whole=True)

    assert [it.mutant.id for it in result.false_alarms] == ["control/slow"]
    assert not result.is_good


def test_only_a_whole_campaign_can_tell_that_an_argument_is_stale() -> None:
    result = score.score(campaign(some_trials()[:2]), {"x/*": "old"}, whole=False)

    assert (result.stale, result.is_good) == ([], True)


@pytest.mark.parametrize(
    "text",
    ["- a\n", "a: ''\n", "a: [b]\n", "a: {b\n"],
    ids=["list", "no", "odd", "yaml"],
)
def test_a_file_of_reasons_that_cannot_be_meant_is_refused(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "reasons.yaml"
    path.write_text(text)

    with pytest.raises(argued.ArguedError, match=str(path)):
        argued.read(path)


def test_the_survivors_that_are_argued_stand_with_their_reason() -> None:
    from conformance.mutants.matrix import markdown

    trials = some_trials()
    survivor = trials[2].mutant
    work = campaign(trials)

    text = markdown(work, score.score(work, {survivor.id: "no way"}, True), "command")

    assert f"- `{survivor.id}`: no way" in text
    assert f"  - {survivor.before}\n  + {survivor.after}" in text


@pytest.mark.parametrize("name", available())
def test_every_argument_is_about_a_mutant_that_there_is(name: str) -> None:
    from fnmatch import fnmatchcase

    path = find_spec(name).parent / "equivalent" / f"{name}.yaml"
    reasons = argued.read(path) if path.is_file() else {}
    features = frozenset(it.name for it in load(name).features)
    ids = [
        it.id for it in making.every_mutant(making.sites_of(find_spec(name), features))
    ]

    assert [p for p in reasons if not any(fnmatchcase(id, p) for id in ids)] == []


# The processes.


def doubling(offset: int) -> Callable[[int], int]:
    def work(number: int) -> int:
        if number == 13:
            raise LookupError("thirteen")
        if number == 99:
            os._exit(7)
        return 2 * number + offset

    return work


def test_workers_do_each_thing_once() -> None:
    with Workers(2, doubling, 1) as workers:
        found = dict(workers.each(range(10)))

    assert found == {number: 2 * number + 1 for number in range(10)}


@pytest.mark.parametrize(
    ("number", "error", "words"),
    [(13, LookupError, "thirteen"), (99, WorkerDied, "exit status 7")],
)
def test_what_ends_a_worker_is_told(
    number: int, error: type[Exception], words: str
) -> None:
    with Workers(1, doubling, 0) as workers, pytest.raises(error, match=words):
        list(workers.each([1, number, 2]))


# The command line.


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["mutants", *words]) == 4
    return capsys.readouterr().err


def test_what_cannot_be_meant_is_refused(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = ("--spec", str(tiny))

    assert "did you mean 'hash'" in refused(capsys, "--spec", "hahs")
    assert "no profile named" in refused(capsys, *spec, "--profile", "x")
    assert "no mutant matches 'x'" in refused(capsys, *spec, "--operators", "x")
    assert ".md or .json" in refused(capsys, *spec, "--output", "x.html")
    nowhere = str(tmp_path / "no" / "x.md")
    assert "there is no folder" in refused(capsys, *spec, "--output", nowhere)
    assert "cannot read" in refused(capsys, *spec, "--equivalent", nowhere)


def test_the_list_has_a_line_for_each(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mutants", "--spec", str(tiny), "--list"]) == 0

    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == list(every())


@LONG
def test_only_the_right_server_can_be_the_measure(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from conformance.mutants import campaign as campaigns

    wrong = every()["drop-send/door/name-taken/taken"]
    monkeypatch.setattr(campaigns, "RIGHT", wrong)
    few = ("--operators", "control", "--jobs", "1", "--timeout", "1")

    code = main(["mutants", "--spec", str(tiny), "--depth", "quick", *few])

    assert code == 2
    assert "does not pass" in capsys.readouterr().err


def test_verdicts_decide_what_is_out_of_reach() -> None:
    from conformance.mutants.campaign import _in_reach

    mutant = every()["drop-send/door/say/said"]
    survivor = Trial(mutant=mutant, fate=Fate.SURVIVED)

    def right(verdict: Verdict) -> Trial:
        verdicts: dict[str, Any] = {"must/door/say/inside": verdict}
        return Trial(mutant=mutant, fate=Fate.SURVIVED, verdicts=verdicts)

    fates = [
        _in_reach(right(it), survivor).fate
        for it in (Verdict.PASS, Verdict.UNSUPPORTED)
    ]
    assert fates == [Fate.SURVIVED, Fate.OUT_OF_REACH]
