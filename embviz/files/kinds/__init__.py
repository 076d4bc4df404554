"""One format of vectors a file: how it is read, and how it is written."""
