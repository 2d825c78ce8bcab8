"""The client in a window: ``Session`` and ``Link`` in a thread, Tk in another."""
