"""From deviations to findings: shrunk, confirmed, told apart, explained."""
