"""Tables of speed and quality: `python -m tests.benchmarks [--text PATH] [names…]`."""
