"""The operators: each makes all mutants of a kind from a spec."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conformance.mutants.mutant import Mutant
from conformance.mutants.operators import conditions, effects, rules, values, wires
from conformance.mutants.sites import Sites

Operator = Callable[[Sites], Iterator[Mutant]]

OPERATORS: tuple[Operator, ...] = (
    effects.drops,
    effects.repeats,
    effects.wrong_audiences,
    effects.wrong_recipients,
    effects.leaks,
    effects.wrong_messages,
    effects.swapped_sends,
    rules.dropped_rules,
    rules.missing_guards,
    rules.negated_guards,
    rules.swapped_rules,
    rules.wrong_states,
    rules.hang_ups,
    rules.needless_answers,
    rules.hidden_states,
    rules.wrong_beginnings,
    conditions.prefix_matches,
    conditions.off_by_one,
    conditions.other_connectives,
    conditions.missing_clauses,
    values.wrong_values,
    values.swapped_values,
    wires.wrong_texts,
    wires.deaf_ears,
    wires.byte_orders,
    wires.limits,
)


def mutants_of(sites: Sites) -> Iterator[Mutant]:
    """All mutants of a spec, in the order of the operators."""
    for operator in OPERATORS:
        yield from operator(sites)
