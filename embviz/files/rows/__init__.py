"""What the readers of several formats share: bytes, lines, rows, numbers."""
