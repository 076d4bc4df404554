"""What version 0.1 wrote and trained: its files still open and go on, its films come out the same.

The files in `v0_1/` are version 0.1's. Bits depend on the kernels of the BLAS in use, so they are
compared where it is the one that the hashes were made with, and the numbers elsewhere.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

import embviz as ev

HERE = Path(__file__).parent / "v0_1"
MADE = json.loads((HERE / "hashes.json").read_text())
CHECKPOINTS = ("skipgram", "glove", "fasttext")


def digest(array):
    return hashlib.blake2b(np.ascontiguousarray(array).tobytes(), digest_size=16).hexdigest()


def kernels():
    blas = (each for each in threadpool_info() if each["user_api"] == "blas")
    return sorted({"{internal_api} {version} {architecture}".format(**each) for each in blas})


def check(snapshot, made):
    """Whether a frame is the one of version 0.1."""
    assert snapshot.loss == pytest.approx(made["loss"], rel=1e-4)
    if (kernels(), np.__version__) == (MADE["blas"], MADE["numpy"]):
        assert (snapshot.loss, digest(snapshot.E)) == (made["loss"], made["E"])


@pytest.mark.parametrize("sample", MADE["last_frames"])
@pytest.mark.parametrize("name", MADE["last_frames"]["tiny"])
def test_training_gives_the_same_matrix(name, sample):
    model = ev.MODELS[name](**MADE["settings"])
    film = ev.train(model, ev.sample(sample), frames=MADE["frames"], progress=False)
    made = MADE["last_frames"][sample][name]
    check(film[-1], made)
    assert np.linalg.norm(film[-1].E) == pytest.approx(made["norm"], rel=1e-4)


def test_a_film_opens():
    film = ev.load(HERE / "film.npz")
    assert [digest(snapshot.E) for snapshot in film] == MADE["film"]
    assert film.complete and film[-1].U.shape == film[-1].E.shape
    assert film.recipe.model == "skipgram" and film.recipe.settings["epochs"] == 12


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_a_run_goes_on_to_the_same_end(name):
    checkpoint, made = ev.load_checkpoint(HERE / f"{name}-checkpoint.npz"), MADE["resumed"][name]
    assert len(checkpoint.film) == made["kept"]
    assert digest(checkpoint.film[0].E) == made["first_E"]
    film = ev.resume(checkpoint, progress=False)
    assert len(film) == made["frames"]
    check(film[-1], made)


def test_vectors_open():
    film = ev.load(HERE / "film.npz")
    for name in ("vectors.npz", "vectors.txt"):
        vectors = ev.load(HERE / name)
        assert vectors.words == film.words
        assert np.array_equal(vectors.matrix, film[-1].E)
