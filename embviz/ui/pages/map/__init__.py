"""The Map page: other pictures of the film, how far to trust them, what changed, export."""
