"""A text as word ids: reading, cutting into words, and the bundled samples."""
