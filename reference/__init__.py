"""A server and a client for every protocol that has a spec: ``python -m reference``."""
