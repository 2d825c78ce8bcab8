"""Why the system refused something, for the end of a sentence."""

from __future__ import annotations


def reason(error: OSError) -> str:
    """``permission denied``, say."""
    return (error.strerror or str(error)).lower()
