"""Sessions with a target: what is done, what was due, what came."""
