"""What a model offers, a run in chunks, and the frames that are kept of it."""
