"""Clients judged: the judge is their server, their keyboard and their reader."""
