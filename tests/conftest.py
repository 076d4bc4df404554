"""How the tests are run: on a few workers, and without a stopwatch at each example."""

import os

from hypothesis import settings

MOST_WORKERS = 4
"""Each may start a server and a browser: more of them than this get into one another's way."""

# Beside other work, any example may take long. `--hypothesis-profile=thorough` looks further.
settings.register_profile("embviz", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("embviz")


def pytest_xdist_auto_num_workers(config):
    """Two workers at least: those that wait for a browser leave the core to others."""
    return min(max(os.cpu_count() or 1, 2), MOST_WORKERS)
