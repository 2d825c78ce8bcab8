"""The pages of every spec that there is, made once, and what can be read off them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from codegen.build import spec_from_file
from codegen.document.book import Book
from codegen.document.page import page
from codegen.paths import all_specs

ROOT = Path(__file__).resolve().parents[3]
HOSTILE = Path(__file__).with_name("hostile.yaml")
SPECS = [
    *all_specs(),
    *sorted((ROOT / "tests/specs").glob("*.yaml")),
    ROOT / "tests/codegen/emit/awkward.yaml",
    HOSTILE,
]
MARKDOWN = MarkdownIt("commonmark").enable("table")


@cache
def book_of(path: Path) -> Book:
    return Book(spec_from_file(path))


@cache
def page_of(path: Path) -> str:
    return page(book_of(path).spec)


@cache
def tokens_of(path: Path) -> list[Token]:
    """A page as a parser of GitHub's Markdown sees it."""
    return MARKDOWN.parse(page_of(path))


def inline(path: Path) -> Iterator[Token]:
    """Every piece of every line."""
    for token in tokens_of(path):
        yield from token.children or ()


def anchors(path: Path) -> list[str]:
    """Every place that a link can lead to, as often as it is there."""
    html = "".join(t.content for t in inline(path) if t.type == "html_inline")
    return re.findall(r'<a id="([^"]*)">', html) + list(headings(path))


def headings(path: Path) -> Iterator[str]:
    """The anchors that GitHub gives to the headings of sections."""
    tokens = tokens_of(path)
    for token, behind in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            words = re.sub(r"[^\w\- ]", "", behind.content.lower())
            yield words.replace(" ", "-")


def diagrams(path: Path) -> list[list[str]]:
    """The lines of every diagram."""
    return [
        token.content.splitlines()
        for token in tokens_of(path)
        if token.type == "fence" and token.info == "mermaid"
    ]
