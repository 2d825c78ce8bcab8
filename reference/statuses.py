"""The exit statuses of the client."""

LEFT = 0
REFUSED = 1
USAGE = 2
LOST = 3

EXIT_STATUSES = """\
Exit status: 0 after a leave that the server granted (or what the protocol gives for
its last message), 1 if the name was refused and nobody can type another, 2 for a wrong
command line, 3 if there is no connection, or it was lost.
"""
