"""Walks the flat model on a target, in one long session for as long as all is well.

After a deviation nobody knows what state the target is in: the session ends and the
walk goes on in a new one, under new names, around what is known to be bad. Where there
is no way around, a deviation that is already known is passed over.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from conformance.findings.docket import ARRIVES, Docket
from conformance.findings.pulse import revive
from conformance.model.answers import Answer
from conformance.model.graph import Edge, Node
from conformance.model.inputs import Recalled
from conformance.model.walk import Agenda, Planner
from conformance.phases.bench import Bench
from conformance.talk.acts import Act, Impossible
from conformance.talk.deviation import Deviation, is_lost
from conformance.talk.peer import Unreachable
from conformance.talk.play import Play
from conformance.talk.questions import TooMany
from conformance.talk.step import Step
from conformance.talk.together import Unknown

_SUFFIXES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
ECHOES = 3  # inputs after a change of state, others each time
_TRIES = 3  # sessions in which one edge is headed for before it is given up
_ASKED = 2  # times that one answer to one input is heard on purpose


def _liking(edge: Edge) -> float:
    """How gladly a random walk takes an edge: what leads on, and not out."""
    if edge.input.info is None or edge.outcome.closed:
        return 0.2
    return 1.0 if edge.stays else 4.0


class Stride(NamedTuple):
    """One step of a walk, and what was wrong about it.

    ``done`` is False if it was not what ``edge`` says: it could not be done, or a
    service gave an answer that leads elsewhere.
    """

    edge: Edge
    deviation: Deviation | None
    done: bool = True


class Walker:
    """The walk of one run: where it is, and what it has been through.

    ``slow`` are the cases that were given up because they took too long, ``unknown``
    those in which nobody can say what must come.
    """

    def __init__(self, bench: Bench, docket: Docket) -> None:
        self.bench = bench
        self.docket = docket
        self.planner = Planner()
        self.visited: set[Edge] = set()
        self.slow: set[str] = set()
        self.unknown: set[str] = set()
        self.phase = ""
        self.cuts: tuple[int, ...] = ()
        self._play: Play | None = None
        self._node = bench.graph.start
        self._trail: list[Edge] = []
        self._echoes = 0
        self._shut_out = 0
        self._spent: dict[Edge, float] = {}
        self._turns: dict[Edge, int] = {}
        self._needed: dict[str, set[Answer]] = {}
        self._heard: Counter[tuple[str, tuple[Answer, ...]]] = Counter()

    def close(self) -> None:
        """End the present session, if there is one."""
        if self._play is not None:
            self._play.close()
            self._play = None

    def walk(
        self, agenda: Agenda, phase: str, echoes: bool = False
    ) -> Iterator[Stride]:
        """Walk all that is wanted, nearest first; every step is yielded."""
        self.phase = phase
        tries: dict[Edge, int] = {}
        while True:
            if self.bench.contact.fresh and not echoes:
                self.close()
            self._be_there()
            path = self._path(agenda)
            if path is None:
                return
            goal = path[-1]
            tries[goal] = tries.get(goal, 0) + 1
            much = tries[goal] > _TRIES
            if much or self._is_no_use(goal) or self._is_slow(goal):
                agenda.give_up(goal)
                continue
            began = time.monotonic()
            fresh = goal not in self.visited
            arrived = True
            for edge in path:
                stride = self._stride(edge)
                yield stride
                if self._play is None or self._node is not edge.target:
                    arrived = False
                    break
            self._spent[goal] = self._spent.get(goal, 0) + time.monotonic() - began
            if arrived and echoes and fresh and not goal.stays:
                yield from self._echo(goal)

    def probe(
        self,
        phase: str,
        case: str,
        node: Node,
        acts: Sequence[Act],
        word: Sequence[Act] = (),
    ) -> bool:
        """Do what is no edge of the model, in a state; whether one could get there.

        With a ``word`` of its own it gets a session of its own.
        """
        began = time.monotonic()
        try:
            return self._probe(phase, case, node, acts, word)
        finally:
            self.bench.took[case] += time.monotonic() - began

    def _probe(
        self,
        phase: str,
        case: str,
        node: Node,
        acts: Sequence[Act],
        word: Sequence[Act],
    ) -> bool:
        self.phase = phase
        enough = time.monotonic() + self.bench.case_timeout
        if self.bench.contact.fresh:
            self.close()
        there = self._go_by(case, word) if word else self._go_to(node)
        play = self._play
        if not there or play is None:
            self._needed[case] = self.bench.answers_before(node)
            return False
        for number, act in enumerate(acts, 1):
            if time.monotonic() > enough:
                self.slow.add(case)
                self.close()
                return False
            try:
                deviation = play.perform(act)
            except TooMany:
                self._give_up_hope()
                self._needed[case] = set(self._all_of(self._exhausted()))
                self.close()
                return False
            except Unknown:
                self.unknown.add(case)
                self.close()
                return False
            except Impossible:
                break
            if deviation is not None:
                trial = [*(word or self.bench.word(node)), *acts[:number]]
                self._charge(case, deviation, [trial])
                self.close()
                return True
        self._give_up_hope()
        if word or not self._find_out():
            self.close()
        else:
            self._trail = []
        return True

    def wander(
        self, phase: str, case: str, steps: int, dice: Random, cuts: tuple[int, ...]
    ) -> bool:
        """Walk at random, in a session of its own; whether nothing was wrong.

        What is said is cut into several sends at these offsets.
        """
        self.phase, self.cuts = phase, cuts
        self.close()
        try:
            for _ in range(steps):
                self._be_there()
                edges = [it for it in self._node.edges if self._is_walkable(it)]
                if not edges:  # the model is explored no further
                    self.close()
                    continue
                (edge,) = dice.choices(edges, [_liking(it) for it in edges])
                found = self._stride(edge).deviation
                if found is not None:
                    self._charge_edge(case, found, edge)
                    self.close()
                    return False
        finally:
            self.cuts = ()
            self.close()
        return True

    def follow(self, phase: str, case: str, edges: Iterable[Edge]) -> bool | None:
        """Walk these edges in a session of their own; whether nothing was wrong.

        None if it was not walked to the end: enough is known of an edge already.
        """
        self.phase, began = phase, time.monotonic()
        self.close()
        is_right = True
        try:
            self._be_there()
            for edge in edges:
                if self._is_no_use(edge):
                    return None
                stride = self._stride(edge)
                if stride.deviation is not None:
                    is_right = False
                    self._charge_edge(case, stride.deviation, edge)
                if self._play is None or self._node is not edge.target:
                    break
        finally:
            self.close()
            self.bench.took[case] += time.monotonic() - began
        return is_right

    def _is_walkable(self, edge: Edge) -> bool:
        is_known = bool(edge.target.out) or edge.stays
        return is_known and not (edge.answers or self._is_no_use(edge))

    def _act(self, edge: Edge, turn: int = 0) -> Act:
        return Act(edge.input, turn, cuts=self.cuts if edge.input.info else ())

    def _go_to(self, node: Node) -> bool:
        """Be in a state; False if no way leads there."""
        for _ in range(_TRIES):
            self._be_there()
            path = self.planner.word(self._node, node)
            if path is None:
                self.close()
                self._be_there()
                path = self.planner.word(self._node, node)
            for edge in path or []:
                self._stride(edge)
                if self._play is None or self._node is not edge.target:
                    break
            else:
                return path is not None
        return False

    def _go_by(self, case: str, word: Sequence[Act]) -> bool:
        """Do all of this in a new session; False if something deviates."""
        self.close()
        self._play = self.bench.play()
        for number, act in enumerate(word, 1):
            deviation = self._play.perform(act)
            if deviation is None:
                continue
            # What only seems to be missing may come later, and be taken for too much.
            is_proven = deviation.key in self.docket.proven
            if is_proven and self._is_passed_over(deviation):
                continue
            self._charge(case, deviation, [list(word[:number])])
            self.close()
            return False
        return True

    def _is_slow(self, goal: Edge) -> bool:
        """Whether one edge has taken so long that there must be an end."""
        if self._spent.get(goal, 0) <= self.bench.case_timeout:
            return False
        self.slow.update(cell.id for cell in self.bench.cells_of.get(goal, ()))
        return True

    def _is_no_use(self, edge: Edge) -> bool:
        """Whether enough is known of an edge, or it cannot be had."""
        left_alone = self.docket.is_left_alone(edge.outcome.fired, edge.input.name)
        return left_alone or self.planner.is_closed(edge)

    def is_asked_enough(self, edge: Edge) -> bool:
        """Whether an answer to an input was heard so often that it is not news."""
        heard = self._heard[edge.input.name, edge.answers]
        return bool(edge.answers) and heard >= _ASKED

    def _path(self, agenda: Agenda) -> list[Edge] | None:
        """The way to the next wanted edge; over bad ones where there is no other."""
        start = self.bench.graph.start
        for anyhow in (False, True):
            path = self.planner.path(self._node, agenda.at, anyhow)
            if path is None and self._node is not start:
                # Only a new session leads there.
                path = self.planner.path(start, agenda.at, anyhow)
                if path is not None:
                    self.close()
                    self._be_there()
            if path is not None:
                return path
        return None

    def _be_there(self) -> None:
        """Have a session; a new one begins with the bystander's arrival."""
        if self._play is not None:
            return
        self._play = self.bench.play()
        self._node = self.bench.graph.start
        self._trail = []
        for act in self.bench.arrival:
            deviation = self._play.perform(act)
            if deviation is not None:
                self.docket.charge(ARRIVES, self.phase, deviation, [self.bench.arrival])
                if is_lost(deviation):
                    return self._stay_out(deviation)
        self._shut_out = 0
        self.docket.came_in()

    def _stay_out(self, deviation: Deviation) -> None:
        """Nobody comes in: once may be an accident, several times is the end.

        It is the end of the target; one that can be started again gets another chance.
        """
        self._shut_out += 1
        self.close()
        if self._shut_out == _TRIES:
            self.docket.hung()
            revive(self.bench)
        elif self._shut_out > _TRIES:
            said = deviation.ending.said if deviation.ending else "lets nobody in"
            raise Unreachable(f"started again, the server {said} all the same")
        self._be_there()

    def _stride(self, edge: Edge) -> Stride:
        """Do one edge and take note of what was wrong."""
        assert self._play is not None
        turn = self._next_turn(edge)
        try:
            step = self._play.begin(self._act(edge, turn))
        except TooMany:
            step = None
        if step is None:
            # The names of this session do not lead where those of the model did.
            self.planner.avoid([edge])
            self.close()
            return Stride(edge, None, done=False)
        deviation = step.finish()
        self._trail.append(edge)
        taken = self._taken(edge, step)
        self.visited.add(taken or edge)
        if deviation is not None:
            self._take_down(edge, turn, deviation)
        return Stride(taken or edge, deviation, done=taken is not None)

    def _take_down(self, edge: Edge, turn: int, deviation: Deviation) -> None:
        """Take note of what was wrong, and do not go there again."""
        passed_over = self._is_passed_over(deviation)
        case = self.bench.case_of(edge, deviation.rule)
        case = case or f"must/connection/{edge.input.action}"
        self._charge(case, deviation, self._trials(edge, turn))
        if not (passed_over and edge in self.planner.avoided):
            ways = edge.source.out[edge.input]
            if edge in self.planner.avoided:
                self.planner.bar(ways)
            self.planner.avoid(ways)
            self.close()

    # Services answer as they like: where that led is found out afterwards.

    def _taken(self, edge: Edge, step: Step) -> Edge | None:
        """The edge that was really walked; None if the model has none such."""
        assert self._play is not None
        if step.way is None and not self._play.blanks:
            self._node = edge.target
            return edge
        self._remember(edge, step)
        ways = edge.source.out.get(edge.input, ())
        answers = step.way.answers if step.way else ()
        same = (
            it
            for it in ways
            if it.answers == answers and it.outcome.fired == step.outcome.fired
        )
        taken = next(same, None)
        alike = [it for it in ways if taken is not None and it.shows(taken)]
        if answers:
            self._hear(step, {answers, *(it.answers for it in alike)})
        if not self._find_out():
            self.close()
        return edge if edge in alike else taken

    def _hear(self, step: Step, ways: set[tuple[Answer, ...]]) -> None:
        """Take note of what services answered: it may be any of several."""
        self._heard.update((step.act.input.name, answers) for answers in ways)
        if not step.missed:
            self.bench.contact.questions.heard.update(*ways)
        self._give_up_hope()

    def _remember(self, edge: Edge, step: Step) -> None:
        """What was made of a service's words is what the model made of blanks."""
        for name, value in edge.input.chosen.items():
            if isinstance(value, Recalled) and self._play is not None:
                said, meant = getattr(step.message, name), getattr(edge.message, name)
                if said != meant:
                    self._play.blanks[said] = meant

    def _find_out(self) -> bool:
        """Know the present state by the room of the session; False if it is no node."""
        play = self._play
        if play is None:
            return False
        node = self.bench.graph.find(play.room, play.naming, play.blanks)
        self._node = node or self.bench.graph.start
        return node is not None

    def _give_up_hope(self) -> None:
        """Go no more where only an answer leads that is not to be had."""
        questions, exhausted = self.bench.contact.questions, self._exhausted()
        self.planner.close(
            it
            for it in self._all_of(questions.asked)
            if it.service in exhausted or questions.is_hopeless(it)
        )

    def _exhausted(self) -> set[str]:
        questions = self.bench.contact.questions
        return {it for it in questions.asked if questions.is_exhausted(it)}

    def _all_of(self, services: Iterable[str]) -> Iterator[Answer]:
        for service in services:
            yield from self.bench.graph.answers.possible(service)

    def needed(self, case: str, edges: Iterable[Edge]) -> list[set[Answer]]:
        """What services have to answer for a case, by each way to it.

        ``edges`` are those of a cell: any of them is enough.
        """
        ways = [
            {*edge.answers, *self.bench.answers_before(edge.source)} for edge in edges
        ]
        return ways or [self._needed.get(case, set())]

    def is_denied(self, answer: Answer) -> bool:
        """Whether an answer was not to be had."""
        unheard = self.bench.contact.questions.is_unheard(answer)
        return unheard or answer in self.planner.closed

    def _charge(self, case: str, deviation: Deviation, trials: list[list[Act]]) -> None:
        self.docket.charge(case, self.phase, deviation, trials)
        if self.bench.contact.target.restarts:
            self.bench.contact.is_hung = self.docket.is_known_to_hang(deviation)

    def _charge_edge(self, case: str, deviation: Deviation, edge: Edge) -> None:
        """Charge a case with what was wrong about an edge on its way."""
        word = self.bench.word(edge.source)
        self._charge(case, deviation, [[*word, self._act(edge)]])

    def _is_passed_over(self, deviation: Deviation) -> bool:
        """Whether it is known already, and the walk can go on behind it."""
        return self.docket.knows(deviation) and not deviation.is_final

    def _next_turn(self, edge: Edge) -> int:
        """Another set of ordinary values each time, where that changes nothing else."""
        turns = self.bench.graph.alphabet.turns(edge.input)
        if turns < 2:
            return 0
        turn = self._turns.get(edge, -1) + 1
        self._turns[edge] = turn
        if turn % turns == 0:
            return 0
        return turn % turns if self._is_same(edge, turn % turns) else 0

    def _is_same(self, edge: Edge, turn: int) -> bool:
        return self.bench.graph.leads_alike(edge, turn)

    def _trials(self, edge: Edge, turn: int) -> list[list[Act]]:
        """Conversations that may show it again, short ones first."""
        last = self._act(edge, turn)
        trials = []
        for size in _SUFFIXES:
            tail = self._trail[-size:]
            word = self.planner.word(self.bench.graph.start, tail[0].source)
            if word is not None:
                way = (self._act(it) for it in (*word, *tail[:-1]))
                trials.append([*self.bench.arrival, *way, last])
            if size >= len(self._trail):
                break
        return trials

    def _echo(self, edge: Edge) -> Iterator[Stride]:
        """Ask what should change nothing: a wrong state shows."""
        features = {edge.input.feature, ""}
        asked = [
            edge
            for edge in self._node.edges
            if edge.stays and edge.outcome.due and edge.input.feature in features
            if not edge.answers
        ]
        for _ in range(min(ECHOES, len(asked))):
            self._echoes += 1
            echo = asked[self._echoes % len(asked)]
            if self._play is None or self._is_no_use(echo):
                return
            yield self._stride(echo)
