"""The parts of a sweep on the page."""
