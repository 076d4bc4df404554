"""Watch an embedding matrix come into being."""
