"""A text that is YAML, and only plain data: its root, or why there is none.

Anchors, aliases and tags are refused. What a parser of YAML says about a broken text is
true but seldom helps; what it was reading, and what to do, is said beside it.
"""

from __future__ import annotations

import yaml

from codegen.load.nodes import Node, Problems, mark_of
from codegen.model import Mark, Problem, SpecError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ADVICE = {
    "cannot start any token": "indent with spaces, not tabs; quote other signs",
    "another document": "a file holds one spec: take the '---' out",
    "mapping values are not allowed": (
        "it is indented too far, or a text with ': ' in it needs quotes"
    ),
    "expected ':'": "a key ends with ':'",
}


def compose(text: str, path: str, problems: Problems) -> Node:
    """The root of a document. Raises SpecError when it is no YAML at all."""
    problems.lines = text.split("\n")
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            _refuse_magic(event, problems)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise SpecError(path, [_no_yaml(error)]) from None
    except yaml.YAMLError:
        raise SpecError(path, [_unreadable(text)]) from None
    if root is None:
        raise SpecError(path, [Problem(Mark(), "the file is empty")])
    return Node(root, problems)


def _no_yaml(error: yaml.MarkedYAMLError) -> Problem:
    """What a parser of YAML says, where that began, and what to do about it."""
    place, began = error.problem_mark, error.context_mark
    if place is None or (began and "expected ':'" in str(error.problem)):
        place, began = began, None
    mark = mark_of(place) if place else Mark()
    message = f"not YAML: {error.problem}"
    if began and began.line + 1 < mark.line and began.index:
        message += f", in what begins at line {began.line + 1}"
    advice = (a for said, a in _ADVICE.items() if said in str(error.problem))
    return Problem(mark, ": ".join([message, *advice]))


def _unreadable(text: str) -> Problem:
    """What is wrong with a text that holds what no YAML may: a control character."""
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    at = match.start() if match else 0
    before = text[:at].rpartition("\n")[2]
    mark = Mark(text.count("\n", 0, at) + 1, len(before) + 1)
    return Problem(mark, f"not YAML: the character {text[at : at + 1]!r}")


def _refuse_magic(event: yaml.Event, problems: Problems) -> None:
    if isinstance(event, yaml.AliasEvent):
        problems.add(mark_of(event.start_mark), "aliases (*name) are not allowed")
    elif getattr(event, "anchor", None):
        problems.add(mark_of(event.start_mark), "anchors (&name) are not allowed")
    elif getattr(event, "tag", None):
        problems.add(mark_of(event.start_mark), "tags (!name) are not allowed")
