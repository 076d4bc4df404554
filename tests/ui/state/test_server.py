"""What runs beside the pages."""

import subprocess
import sys
from pathlib import Path

from embviz import sample
from embviz.errors import FileError
from embviz.jobs import queries, train_and_draw
from embviz.jobs.engine import process_pool
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
    corpus = pool.submit(queries.shuffle, sample("tiny"), None, 1.0, None).result()[1][0]
    assert len(corpus.ids)
    refused = pool.submit(queries.read_film, b"", None, 1.0, None).result()[1][0]
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
