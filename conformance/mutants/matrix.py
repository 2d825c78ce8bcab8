"""A campaign as Markdown and as JSON: the same numbers, the same order."""

from __future__ import annotations

import json
from collections.abc import Iterator

from conformance.mutants.campaign import Campaign
from conformance.mutants.outcome import Fate, Trial
from conformance.mutants.score import Score

_SCHEMA = 1
_LONGEST = 90  # characters of what was changed, in a table


def markdown(campaign: Campaign, score: Score, command: str) -> str:
    """The report for people."""
    lines = [*_head(campaign, score, command), *_survivors(score), *_controls(score)]
    lines += [*_operators(score), *_matrix(score), *_idle(campaign, score)]
    lines += _unborn(campaign)
    return "\n".join(lines) + "\n"


def _head(campaign: Campaign, score: Score, command: str) -> Iterator[str]:
    wanted, (named, able) = campaign.wanted, score.named
    mode = ", to the first finding of each" if wanted.first else ""
    yield f"# Mutants of {campaign.protocol.name}"
    yield ""
    yield f"    {command}"
    yield ""
    yield (
        f"Profile {campaign.options.profile or 'all features'}, depth {wanted.depth}"
        f"{mode}, {len(campaign.cases):,} cases."
    )
    yield ""
    left = len(campaign.mutants) - len(campaign.trials)
    if left:
        yield f"It was interrupted: {left:,} mutants were not tried."
        yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| mutants | {len(score.tried):,} |"
    yield f"| killed | {len(score.killed):,}, {score.before:.1f} % |"
    left, argued = len(score.survivors), len(score.argued)
    yield f"| survivors | {left:,}, {argued:,} of them argued |"
    yield f"| score after argument | {score.after:.1f} % |"
    yield (
        f"| first finding names what is broken | {named:,} of {able:,}, "
        f"{score.named_share:.1f} % |"
    )
    for fate in (Fate.NONSTRICT, Fate.TIMEOUT):
        count = sum(it.fate is fate for it in score.killed)
        yield f"| {fate.value} | {count:,} |"
    green = len(score.controls) - len(score.false_alarms)
    yield f"| controls without a finding | {green} of {len(score.controls)} |"
    beyond = len(score.out_of_reach)
    yield f"| out of reach (a service does not answer so) | {beyond:,} |"
    yield f"| stillborn (the compiler refuses them) | {len(campaign.stillborn):,} |"
    yield f"| no change (they compile to the same) | {len(campaign.same):,} |"
    phases = ", ".join(f"{name} {count}" for name, count in score.phases.most_common())
    yield f"| phase of the first finding | {phases or 'none'} |"
    yield ""


def _survivors(score: Score) -> Iterator[str]:
    left = [it for it in score.survivors if it.mutant.id not in score.argued]
    if left:
        yield from ("## Survivors", "")
        for it in left:
            yield from _change(it)
    if score.argued:
        yield from ("## Argued: nobody can tell them from the right server", "")
        for it in score.survivors:
            if it.mutant.id in score.argued:
                yield from _change(it, score.argued[it.mutant.id])
    if score.stale:
        yield from ("## Arguments for mutants that did not survive", "")
        yield from (f"- `{it}`" for it in score.stale)
        yield ""
    if score.errors:
        yield from ("## Mutants that could not be tried", "")
        yield from (f"- `{it.mutant.id}`: {it.why}" for it in score.errors)
        yield ""


def _change(trial: Trial, why: str = "") -> Iterator[str]:
    """A mutant as a diff of one line."""
    it = trial.mutant
    yield f"- `{it.id}`" + (f": {why}" if why else "")
    yield ""
    yield "  ```diff"
    if it.place:
        yield f"  @@ line {it.line}, {it.place} @@"
    yield f"  - {it.before}"
    yield f"  + {it.after}"
    yield "  ```"
    yield ""


def _controls(score: Score) -> Iterator[str]:
    yield from ("## Controls", "", "| control | what it is | found |", "|---|---|---|")
    for it in score.controls:
        found = "nothing" if it.fate is Fate.SURVIVED else it.fate.value
        said = f"{found}: {it.first.case}, {it.first.summary}" if it.first else found
        yield f"| `{it.mutant.id}` | {it.mutant.after} | {_cell(said)} |"
    yield ""


def _operators(score: Score) -> Iterator[str]:
    yield from ("## Operators", "", "| operator | killed | of |", "|---|---|---|")
    for name, (killed, count) in score.operators.items():
        yield f"| {name} | {killed} | {count} |"
    yield ""


def _matrix(score: Score) -> Iterator[str]:
    yield from ("## Kill matrix", "")
    yield "The cases that a mutant fails, by the phase in which that showed; the first"
    yield "finding stands first, with = where it names what is broken."
    yield ""
    yield from ("| mutant | change | phase | fails |", "|---|---|---|---|")
    for it in score.tried:
        change = _short(f"{it.mutant.before} → {it.mutant.after}")
        phase = it.first.phase if it.first else it.fate.value
        yield f"| `{it.mutant.id}` | {_cell(change)} | {phase} | {_cases(it)} |"
    yield ""


def _cases(trial: Trial) -> str:
    first = trial.first.case if trial.first else ""
    mark = "= " if trial.is_named else ""
    named = [f"{mark}`{first}`"] if first else []
    others = sorted(case for case in trial.cases if case != first)
    by_phase: dict[str, int] = {}
    for case in others:
        by_phase[trial.cases[case]] = by_phase.get(trial.cases[case], 0) + 1
    shown = [f"{count} more in {phase}" for phase, count in sorted(by_phase.items())]
    return ", ".join([*named, *shown])


def _idle(campaign: Campaign, score: Score) -> Iterator[str]:
    if campaign.wanted.first:
        return  # who stops at the first finding does not know
    yield from ("## Cases that kill nothing", "")
    yield f"{len(score.idle):,} of {len(campaign.cases):,}."
    yield ""
    yield from (f"- `{it}`" for it in score.idle)
    yield ""


def _unborn(campaign: Campaign) -> Iterator[str]:
    if campaign.stillborn or campaign.same:
        yield from ("## No mutants", "")
        for id, why in {**campaign.stillborn, **campaign.same}.items():
            yield f"- `{id}`: {why}"
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _short(text: str) -> str:
    plain = " ".join(text.split()).replace("`", "'")
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def as_json(campaign: Campaign, score: Score, command: str) -> str:
    """The report for programs: the matrix as a whole."""
    named, able = score.named
    data = {
        "schema": _SCHEMA,
        "command": command,
        "spec": campaign.protocol.name,
        "profile": campaign.options.profile,
        "depth": campaign.wanted.depth,
        "first": campaign.wanted.first,
        "score": {
            "mutants": len(score.tried),
            "killed": len(score.killed),
            "argued": len(score.argued),
            "before": round(score.before, 2),
            "after": round(score.after, 2),
            "named": [named, able],
        },
        "mutants": [_as_data(it, score) for it in campaign.trials],
        "stillborn": dict(campaign.stillborn),
        "same": dict(campaign.same),
        "stale": score.stale,
        "idle": score.idle,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _as_data(trial: Trial, score: Score) -> dict[str, object]:
    it, first = trial.mutant, trial.first
    return {
        "id": it.id,
        "operator": it.operator,
        "path": it.place,
        "line": it.line,
        "before": it.before,
        "after": it.after,
        "control": it.control,
        "fate": trial.fate.name.lower(),
        "argued": score.argued.get(it.id, ""),
        "seconds": round(trial.seconds, 2),
        "first": first
        and {
            "case": first.case,
            "phase": first.phase,
            "rule": first.rule,
            "summary": first.summary,
            "named": trial.is_named,
        },
        "cases": dict(sorted(trial.cases.items())),
        "why": trial.why,
    }
