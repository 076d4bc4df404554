"""Text, model, settings, and what the picture shows."""
