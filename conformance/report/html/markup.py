"""Text as HTML: whatever comes from a target is made visible first, then escaped."""

from __future__ import annotations

from html import escape

from conformance.report.columns import clean


def text(of: object) -> str:
    """Any text, on one line; safe in an element and in a quoted attribute."""
    return escape(clean(str(of)))


def lines(of: str) -> str:
    """Any text with its line ends."""
    return "\n".join(map(text, of.split("\n")))


def tag(name: str, inner: str = "", **attributes: object) -> str:
    """An element; ``class_`` is the attribute class, and ``data_x`` is data-x.

    ``inner`` is HTML already. Attributes that are None are left out.
    """
    given = "".join(
        f' {key.strip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{inner}</{name}>"
