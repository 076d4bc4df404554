"""What `import embviz as ev` offers, and what it costs those who want only a part of it."""

import subprocess
import sys

import pytest

import embviz as ev
from embviz import public


def test_every_public_name_is_there_and_no_other():
    for name in public.__all__:
        assert getattr(ev, name) is getattr(public, name)
    assert set(public.__all__) <= set(dir(ev))
    assert ev.__version__
    with pytest.raises(AttributeError, match=r"module 'embviz' has no attribute 'Skipgram'"):
        ev.Skipgram  # noqa: B018


def test_a_worker_that_only_starts_loads_neither_numpy_nor_scipy():
    program = "import sys, embviz.jobs.executors; print({'numpy', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stderr
