"""A word in its sentences."""
