"""The In use page: E as the first layer of a network that sorts sentences."""
