"""The arrows of the house, and the rule that only generated code knows a protocol.

spec (data) -> codegen -> codegen.generated <- reference
                          codegen.generated <- conformance
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from codegen import load, protocol
from codegen.model import FILE_PARTS, FILE_ROLES, FILE_ROLES_OPTIONAL

ROOT = Path(__file__).parent.parent
PACKAGES = ("codegen", "reference", "conformance")
SPECS = sorted((ROOT / "spec").glob("*.yaml"))

# What each part may import of this project. What is not listed may import nothing.
MAY_IMPORT = {
    "codegen.generated": {
        "codegen.functions",
        "codegen.protocol",
        "codegen.room",
        "codegen.wire",
    },
    "codegen": {"codegen"},
    "reference": {"codegen", "reference"},
    "conformance": {"codegen", "conformance"},
}
# The sans-I/O parts: bytes in, messages out.
NO_IO = ("codegen/room.py", "codegen/functions.py", "codegen/wire", "codegen/generated")
IO_MODULES = {"asyncio", "logging", "os", "selectors", "socket", "threading", "time"}


def sources(*parts: str) -> list[Path]:
    """The Python files of packages, folders or files."""
    paths = [ROOT / part for part in parts]
    return [f for p in paths for f in ([p] if p.is_file() else sorted(p.rglob("*.py")))]


@cache
def nodes(path: Path) -> list[ast.AST]:
    """The syntax tree of a file, flat."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it the import stands."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(path: Path) -> str:
    """The part of the house in which a file stands."""
    name = path.relative_to(ROOT).as_posix()
    return "codegen.generated" if "/generated/" in name else name.split("/")[0]


def is_within(module: str, part: str) -> bool:
    """Whether a module is a part or stands in it."""
    return module == part or module.startswith(part + ".")


def wrong_imports(
    paths: Iterable[Path], is_wrong: Callable[[Path, str], bool]
) -> list[str]:
    """What should not be imported, as "file: module"."""
    return [
        f"{path.relative_to(ROOT)}: {module}"
        for path in paths
        for module in imports(path)
        if is_wrong(path, module)
    ]


def test_arrows_run_one_way() -> None:
    def is_wrong(path: Path, module: str) -> bool:
        if module == "codegen" or module.split(".")[0] not in (*PACKAGES, "tests"):
            return False
        return not any(is_within(module, part) for part in MAY_IMPORT[part_of(path)])

    assert wrong_imports(sources(*PACKAGES), is_wrong) == []


def test_protocol_code_does_no_io() -> None:
    def is_wrong(_: Path, module: str) -> bool:
        return module.split(".")[0] in IO_MODULES

    assert wrong_imports(sources(*NO_IO), is_wrong) == []


def test_nobody_imports_one_protocol() -> None:
    def is_wrong(_: Path, module: str) -> bool:
        return module.startswith("codegen.generated.")

    assert wrong_imports(sources("reference", "conformance"), is_wrong) == []


def test_only_the_window_knows_tk() -> None:
    def is_wrong(path: Path, module: str) -> bool:
        return is_within(module, "tkinter") and "reference/window/" not in str(path)

    assert wrong_imports(sources(*PACKAGES), is_wrong) == []


def test_what_may_not_be_imported_would_be_seen(tmp_path: Path) -> None:
    path = ROOT / "codegen/room.py"

    found = wrong_imports([path], lambda _, module: module == "dataclasses")

    assert found == ["codegen/room.py: dataclasses"]


# Names of protocols, messages and fields.


@cache
def names_of_the_specs() -> frozenset[str]:
    """Every name that a spec gives to its protocol, a message or a field."""
    names = set()
    for path in SPECS:
        spec = load.load(path.read_text(encoding="utf-8"), str(path))
        names.add(str(spec.name))
        for message in spec.messages:
            names.add(str(message.name))
            names.add(message.class_name)
            names.update(str(field.name) for field in message.fields)
    return frozenset(names)


@cache
def words_of_the_language() -> set[str]:
    """Words that the spec language itself uses: a field may happen to be called so."""
    from codegen.load import client, messages, nodes, scenarios, session, types

    words = {*FILE_PARTS, *FILE_ROLES, *FILE_ROLES_OPTIONAL}
    words |= {*types.KINDS, *scenarios.STIMULI}
    modules = (load, client, messages, scenarios, session, types)
    found = [v for module in modules for v in vars(module).values()]
    tables = [v for v in found if isinstance(v, dict)]
    keys = [v for v in found if isinstance(v, nodes.Keys)]
    keys += [k for t in tables for k in t.values() if isinstance(k, nodes.Keys)]
    for mapping in keys:
        words.update(mapping.all)
    return words


# Ordinary English that a spec happens to use, with what it means where it stands.
ENGLISH = {
    "help": "the client's own command and click's parameter",
    "mode": "of opening a file",
    "offset": "of a byte in a payload",
    "old": "in words for people",
    "new": "in words for people",
    "peer": "the other end of a connection",
    "request": "in words for people",
    "state": "of a region",
    "with": "a keyword",
    "bytes": "a type of Python",
    "members": "part of a client's description",
    "status": "of a process",
    "exit": "of a process",
    "reason": "of an error",
    "token": "of a template",
    "left": "the side",
    "users": "in words for people",
    "goodbye": "in words for people",
    "nobody": "in words for people",
    "sender": "of a message",
    "unknown": "in words for people",
    "leave": "in words for people",
    "number": "of a thing in a row",
    "option": "of a command line, and in HTML",
    "said": "in words for people",
    "search": "in a page",
    "Search": "in a page",
    "finished": "of a run",
    "service": "part of a spec",
    "start": "of a slice, and in HTML",
    "started": "of a run",
    "stop": "of a server",
    "stopped": "of a run or a transfer",
    "who": "of a step",
    "window": "a command, and what is opened on a screen",
    "word": "part of a spec",
}


@cache
def words_of_the_services(path: Path) -> set[str]:
    """Where the services are, their names and fields: specs use those of a service."""
    from reference.server.offered.catalogue import OFFERS

    if not path.is_relative_to(ROOT / "reference/server/offered"):
        return set()
    offers = OFFERS.values()
    return {*OFFERS, *(n for o in offers for n in (*o.asks, *o.answers, *o.options))}


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string literal of a file but its docstrings, with its line."""
    prose = {
        id(node.value)
        for node in nodes(path)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in nodes(path):
        if not isinstance(node, ast.Constant) or id(node) in prose:
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def python_outside_generated() -> list[Path]:
    return [p for p in sources(*PACKAGES) if part_of(p) != "codegen.generated"]


def test_no_python_names_a_protocol_a_message_or_a_field() -> None:
    ordinary = words_of_the_language() | set(ENGLISH) | {protocol.DEFAULT}
    named = names_of_the_specs() - ordinary

    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in python_outside_generated()
        for line, text in strings(path)
        if text in named and text not in words_of_the_services(path)
    ]

    assert found == []


def test_every_ordinary_word_is_the_name_of_something_in_a_spec() -> None:
    assert set(ENGLISH) - names_of_the_specs() == set()


def test_the_default_protocol_is_named_once() -> None:
    named = [
        path.relative_to(ROOT).as_posix()
        for path in python_outside_generated()
        for _, text in strings(path)
        if text == protocol.DEFAULT
    ]

    assert named == ["codegen/protocol.py"]


def test_help_of_the_judge_loads_nothing_heavy() -> None:
    code = (
        "import sys, conformance.cli\n"
        "heavy = {'asyncio', 'construct', 'reference', 'yaml', 'codegen.generated'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )

    assert run.stdout.strip() == "[]"
