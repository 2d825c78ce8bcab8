"""Tests of the generator and of what its modules are made of."""
