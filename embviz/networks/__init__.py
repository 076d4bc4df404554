"""Layers of neural networks, forth and back, and what trains them."""
