"""What the spec's machine says, walked beforehand: no socket is open yet."""
