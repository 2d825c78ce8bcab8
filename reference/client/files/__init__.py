"""Files on their way: offered, taken, sent, kept."""
