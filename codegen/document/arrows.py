"""Which states a session goes through, also when others move it.

What a session does to its own state is written in its transition. What it does to the
state of another (``next: {talk: free}, of: partner``) says where that one goes, and not
where it comes from. That is found out as far as it can be: by guards, such as
``target.talk != 'free'`` in an earlier transition on the same event, and by links (see
there). Where nothing is known, the other may come from any state.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codegen.document.book import Book
from codegen.document.deeds import Act, Deed, acts_of
from codegen.document.links import links_of
from codegen.document.mermaid import END, Arrow
from codegen.model import Region

_LONG = 48  # characters of a guard that is better told by the name of its rule


@dataclass(frozen=True, slots=True)
class Shift:
    """A session enters a state of a region. ``source`` is None if it may be any.

    ``own`` says that it is moved by what itself does.
    """

    region: str
    source: str | None
    target: str
    why: str
    own: bool = True


class Arrows:
    """All the changes of state that a spec has."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.acts = acts_of(book)
        self.links = links_of(self.acts)
        self.shifts = [(act, shift) for act in self.acts for shift in self._all(act)]

    def of(self, region: Region) -> list[Arrow]:
        """The arrows of a region's diagram."""
        why = "" if region.within is None else f"enters {region.within}"
        arrows = [Arrow(END, str(region.initial), why)]
        for _, shift in sorted(self.shifts, key=lambda pair: not pair[1].own):
            if shift.region == region.name:
                sources = [str(state.name) for state in region.states]
                sources = sources if shift.source is None else [shift.source]
                arrows += [
                    Arrow(source, shift.target, shift.why)
                    for source in sources
                    if source != shift.target
                ]
        return list(dict.fromkeys(arrows))

    def stays(self, region: Region, state: str) -> list[str]:
        """The events that a state takes without being left."""
        events = dict.fromkeys(
            str(act.transition.event)
            for act in self.acts
            if act.region == region.name and act.state == state
            if not self._leaves(act)
        )
        return list(events)

    def _leaves(self, act: Act) -> bool:
        return any(
            other is act and shift.own and shift.region == act.region
            for other, shift in self.shifts
        )

    def _all(self, act: Act) -> Iterator[Shift]:
        if not act.by_operator:
            yield from self._own(act)
        for deed in act.deeds:
            if deed.whom and deed.region:
                yield from self._done(act, deed)

    # What a session does to itself.

    def _own(self, act: Act) -> Iterator[Shift]:
        target, why = act.transition.target, self._label(act)
        if target is not None and target != act.state:
            yield Shift(act.region, act.state, str(target), why)
        if act.ends:
            if act.region:
                yield Shift(act.region, act.state, END, why)
            return  # whatever else becomes of it does not matter any more
        for deed in act.deeds:
            if deed.whom or not deed.region:
                continue
            if deed.region != act.region:
                for source in _sources(act, "self", deed):
                    yield Shift(deed.region, source, deed.state, why)
            elif target is None and deed.state != act.state:
                yield Shift(deed.region, act.state, deed.state, why)

    # What a session does to others, and by way of them to itself.

    def _done(self, act: Act, deed: Deed) -> Iterator[Shift]:
        linked = list(self._linked(act, deed))
        yield from linked
        if linked or len(deed.whom) > 1:
            return
        by = "the operator" if act.by_operator else "another"
        why = f"{act.transition.event} by {by}"
        for source in _sources(act, deed.whom[0], deed):
            yield Shift(deed.region, source, deed.state, why, own=False)

    def _linked(self, act: Act, deed: Deed) -> Iterator[Shift]:
        for link in self.links:
            for role, both in link.meetings(act):
                whose = link.resolve(role, deed.whom)
                if whose is None or (act.ends and whose == role):
                    continue
                own = whose == role
                back = f"its {link.variables[1 - role]}"
                why = f"{act.transition.event} by {back}"
                why = f"{back} leaves" if act.ends else why
                why = self._label(act) if own else why
                source = both[whose].get(deed.region)
                yield Shift(deed.region, source, deed.state, why, own)

    def _label(self, act: Act) -> str:
        transition = act.transition
        event = str(transition.event)
        if event == "timeout" and transition.after is not None:
            event = f"timeout, {transition.after}"
        named = str(transition.rule) != str(transition.event).replace("_", "-")
        if transition.condition is not None:
            guard = self.book.plain.guard(transition.condition)
            if len(guard) <= _LONG or not named:
                return f"{event}, if {guard}"
        elif not act.is_second:
            return event
        return f"{event} ({transition.rule})" if named else f"{event}, otherwise"


def _sources(act: Act, whose: str, deed: Deed) -> list[str | None]:
    states = act.known.get((whose, deed.region))
    return [None] if states is None else [*sorted(states)]
