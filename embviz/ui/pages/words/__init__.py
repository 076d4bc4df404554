"""The panels of the Words page: each a question put to one frame of the film on screen."""
