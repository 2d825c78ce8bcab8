"""The client of every protocol: its session, and the screens it is shown on."""
