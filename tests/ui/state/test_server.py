"""What runs beside the pages, and what a server keeps within its budget."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from embviz import sample
from embviz.errors import FileError
from embviz.jobs import queries, train_and_draw
from embviz.jobs.engine import process_pool
from embviz.text.shuffled import shuffled
from embviz.ui.state.server import Shelf
from tests.jobs.stand_ins import loaded_modules

ROOT = Path(__file__).parents[3]


def test_workers_never_import_streamlit():
    pool = process_pool(1, initializer=train_and_draw.warm)
    loaded = pool.submit(loaded_modules).result()
    pool.shutdown()
    assert "embviz.models.skipgram" in loaded
    assert not {"streamlit", "plotly", "umap", "sklearn"} & set(loaded)


def test_jobs_of_the_page_never_import_streamlit():
    pool = process_pool(1)
    corpus = pool.submit(shuffled, sample("tiny")).result()
    assert len(corpus.ids)
    refused = pool.submit(queries.read_film, b"").exception()
    assert isinstance(refused, FileError)
    assert "streamlit" not in pool.submit(loaded_modules).result()
    pool.shutdown()


def test_app_does_nothing_in_a_worker():
    """A spawned worker imports `__main__` again under another name: under Streamlit, app.py."""
    code = (
        "import runpy, sys; runpy.run_path('app.py', run_name='__mp_main__');"
        "print('streamlit' in sys.modules, 'embviz' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"], done.stderr


def test_importing_embviz_loads_nothing_heavy():
    code = (
        "import sys, embviz;"
        "heavy = {'umap', 'plotly', 'sklearn', 'streamlit', 'gensim'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 60)), max_size=40))
def test_the_budget_holds_and_the_newest_stays(puts):
    shelf: Shelf[int] = Shelf(100, weigh=lambda value: value)
    for name, value in puts:
        shelf.put(name, value)
        assert shelf.get(name) == value
        assert sum(shelf.values()) <= max(100, value)


def test_the_longest_unused_goes_first():
    shelf: Shelf[str] = Shelf(2, weigh=lambda value: 1)
    shelf.put("a", "a")
    shelf.put("b", "b")
    shelf.get("a")
    shelf.put("c", "c")
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == ("a", None, "c")


def test_time_is_up():
    shelf: Shelf[str] = Shelf(100, weigh=lambda value: 1, keep_s=-1.0)
    shelf.put("a", "a")
    shelf.put("b", "b")
    assert (shelf.get("a"), shelf.get("b")) == (None, "b")
