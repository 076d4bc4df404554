"""The Files page, one section a file."""
