"""The judge is judged: servers that are wrong on purpose, made from a spec."""
