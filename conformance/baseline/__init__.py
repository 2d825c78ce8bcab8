"""Deviations that are known and expected: read, held against a run, written anew."""
