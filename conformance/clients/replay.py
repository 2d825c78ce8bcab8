"""A finding about a client, played again: is it mended?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from codegen.protocol import Protocol
from conformance.clients.runner import run
from conformance.replay import CANNOT, FAILS, FIXED, Replayed
from conformance.results import CaseResult, Finding, Verdict

if TYPE_CHECKING:
    from conformance.runner import Options


def replayed(protocol: Protocol, options: Options, finding: Finding) -> Replayed:
    """Play the case of a finding, with the client of the options."""
    depth = replace(options, depth="normal", select=(finding.id,))
    try:
        events = list(run(protocol, depth, ""))
    except LookupError as error:
        return Replayed(finding, CANNOT, str(error))
    result = next(it for it in events if isinstance(it, CaseResult))
    if result.verdict is Verdict.PASS:
        return Replayed(finding, FIXED)
    if result.verdict.is_failure or result.verdict is finding.verdict:
        return Replayed(finding, FAILS, result.reason)
    return Replayed(finding, CANNOT, result.reason)
