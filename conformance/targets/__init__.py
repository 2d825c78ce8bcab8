"""What is judged: where it listens, how it is started, what became of it."""
