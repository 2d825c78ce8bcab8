"""The emitter: its pieces, its layout, and whole modules."""
