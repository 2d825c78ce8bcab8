"""A spec as plain data: read with the line of everything, changed, written again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

Tree = Any  # dict[str, Tree] | list[Tree] | str | None: an empty value is None
Path = tuple[str | int, ...]


def parse(text: str) -> tuple[Tree, Mapping[Path, int]]:
    """The data of a document, every scalar as it was written, and all line numbers."""
    lines: dict[Path, int] = {}
    root = yaml.compose(text, Loader=_LOADER)
    return _plain(root, (), lines) if root is not None else None, lines


def _plain(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Tree:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return {
            key.value: _plain(value, (*path, key.value), lines)
            for key, value in node.value
        }
    if isinstance(node, yaml.SequenceNode):
        return [_plain(it, (*path, n), lines) for n, it in enumerate(node.value)]
    is_plain = not getattr(node, "style", None)
    return None if node.value == "" and is_plain else node.value


def write(tree: Tree) -> str:
    """A document that reads as this data."""
    return str(yaml.dump(tree, Dumper=_Dumper, **_STYLE))


def in_one_line(tree: Tree) -> str:
    """Data as somebody would write it within a line."""
    text = yaml.dump(tree, Dumper=_Dumper, default_flow_style=True, **_STYLE)
    return str(text).removesuffix("\n").removesuffix("\n...")


class _Dumper(_DUMPER):  # type: ignore[misc]
    """Writes an empty value as nothing at all."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_representer(
    type(None), lambda it, _: it.represent_scalar("tag:yaml.org,2002:null", "")
)
_STYLE: Any = {"allow_unicode": True, "sort_keys": False, "width": 1 << 30}


def at(tree: Tree, path: Path) -> Tree:
    """What stands there; None if nothing does."""
    for step in path:
        if isinstance(step, int):
            tree = tree[step]
        else:
            tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


def changed(tree: Tree, path: Path, value: Tree) -> Tree:
    """The same data but for one place, which need not have been there."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        new = changed(tree[step], rest, value)
        return [*tree[:step], new, *tree[step + 1 :]]
    known = tree or {}
    return {**known, step: changed(known.get(step), rest, value)}


def without(tree: Tree, keys: frozenset[str]) -> Tree:
    """The same data without these keys, wherever they stand."""
    if isinstance(tree, dict):
        return {k: without(v, keys) for k, v in tree.items() if k not in keys}
    if isinstance(tree, list):
        return [without(it, keys) for it in tree]
    return tree


def scalars(tree: Tree) -> Iterator[str]:
    """Every text in it, keys left out."""
    if isinstance(tree, str):
        yield tree
    for it in tree.values() if isinstance(tree, dict) else ():
        yield from scalars(it)
    for it in tree if isinstance(tree, list) else ():
        yield from scalars(it)
