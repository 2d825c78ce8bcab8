"""How Hypothesis runs here: the same examples every time, and few of them.

``HYPOTHESIS_PROFILE=deep python -m pytest tests/codegen`` looks for new ones.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "suite",
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "deep",
    max_examples=1000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# What the judge writes is in the language of its reader: here it is English.
os.environ["LC_ALL"] = "C.UTF-8"
