"""Tests of the construct subclasses and framings."""
