"""The parts of the Inside page: one step of training, with the numbers of the film on screen."""
