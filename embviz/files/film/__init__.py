"""The parts of a film's file: archive, film, training state."""
