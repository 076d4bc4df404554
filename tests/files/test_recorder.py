"""A film of somebody else's training, recorded frame by frame."""

import io
import os
import re
import signal
import subprocess
import sys
import textwrap
from itertools import pairwise
from pathlib import Path

import gensim.models.callbacks
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.errors import FileError, RecordingError
from embviz.files import token_names
from embviz.files.film import film_npz, recording
from embviz.text.corpus import MAX_TOKEN
from embviz.training.thinning import thinned
from embviz.ui.widgets.faults import worded

WORDS = [f"w{i}" for i in range(30)]


def matrix(seed=0, V=30, d=4, kind=np.float32):
    return np.random.default_rng(seed).standard_normal((V, d)).astype(kind)


def recorder(words=WORDS, *, folder=None, **settings):
    return ev.Recorder(words, folder=folder, **settings)


def again(film):
    """What a film is once it was saved."""
    file = io.BytesIO()
    ev.save(film, file)
    return ev.load(file)


# ---- what comes out ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_frames_are_as_recorded_the_last_one_whole(kind):
    made = recorder(shown=7)
    for i in range(3):
        made.frame(i, matrix(i, kind=kind), loss=3 - i)
    film = again(made.film())
    assert [each.epoch for each in film] == [0, 1, 2] and [each.loss for each in film] == [3, 2, 1]
    assert film.complete and film.counts is None and film.words == tuple(WORDS)
    assert (film[0].E == matrix(0, kind=kind)[:7].astype(np.float16)).all()
    assert (film[-1].E == matrix(2, kind=kind).astype(np.float32)).all()


def test_what_is_recorded_stays_as_it_was_when_the_matrix_moves_on():
    made, E = recorder(shown=7), matrix()
    made.frame(0, E)
    E *= 2
    made.frame(1, E)
    E *= 2
    film = made.film()
    assert np.allclose(2 * film.rows(0), film.rows(1), atol=0.01)
    assert (film[-1].E == E / 2).all()


@given(st.lists(st.integers(0, 50), min_size=30, max_size=30), st.integers(1, 30))
def test_words_are_ordered_by_their_counts(counts, shown):
    made = recorder(shown=shown, counts=counts)
    made.frame(0, matrix(0))
    made.frame(1, matrix(1))
    film = again(made.film())
    assert sorted(counts, reverse=True) == film.counts.tolist()
    for i, word in enumerate(film.words):
        row = WORDS.index(word)
        assert counts[row] == film.counts[i] and (film[-1].E[i] == matrix(1)[row]).all()
    for word, row in zip(film.shown_words, film[0].E, strict=True):
        assert (row == matrix(0)[WORDS.index(word)].astype(np.float16)).all()


def test_words_and_counts_may_be_tables():
    table = {word: i for i, word in reversed(list(enumerate(WORDS)))} | {"far": 33}
    made = recorder(table, shown=["w9", "far"], counts={"w9": 2, "far": 5})
    made.frame(0, matrix(V=34))
    film = made.film()
    assert film.words[:2] == ("far", "w9") and set(film.words) > {"#30", "#31", "#32"}
    assert film.shown_words == ("far", "w9") and (film[0].E[0] == matrix(V=34)[33]).all()


def test_without_whole_frames_only_the_shown_rows_are_looked_at():
    E = matrix()
    E[20] = np.nan
    made = recorder(shown=7, whole=False)
    made.frame(0, E)
    film = again(made.film())
    assert not film.complete and (film[0].E == E[:7].astype(np.float16)).all()
    made = recorder(shown=["w20"], whole=False)
    with pytest.raises(RecordingError, match="row 20 of 'w20'"):
        made.frame(0, E)


def test_a_huge_last_frame_is_left_out(monkeypatch):
    monkeypatch.setattr("embviz.files.recorder.MOST_WHOLE", 4 * 30 * 4 - 1)
    made = recorder()
    made.frame(0, matrix())
    assert not made.film().complete


@given(st.integers(1, 60), st.integers(2, 20))
def test_frames_beyond_a_number_are_thinned(recorded, frames):
    made = recorder(frames=frames, shown=3)
    for i in range(recorded):
        made.frame(i, matrix(i, d=1))
    film = made.film()
    assert [each.epoch for each in film] == thinned(recorded, frames)
    for each in film:
        assert np.allclose(matrix(int(each.epoch), d=1)[:3], each.E[:3], atol=0.01)


@pytest.mark.parametrize(
    ("recorded", "frames", "words"), [(31, 31, 1000), (40, 40, 769), (99, 61, 500)]
)
def test_the_budget_is_that_of_films(recorded, frames, words):
    budget = 4 * 2000 * 9 + 2 * 60 * 500 * 9
    made = recorder([f"w{i}" for i in range(2000)], shown=1000, budget=budget)
    for i in range(recorded):
        made.frame(i, matrix(i, V=2000, d=9))
    film = made.film()
    assert (len(film), len(film.shown)) == (frames, words)
    assert sum(each.E.nbytes for each in film) <= budget


def test_another_unit_names_the_frames():
    made = recorder(unit="step")
    for step in (0, 500, 1_000_000):
        made.frame(step, matrix(step))
    film = again(made.film())
    assert film.recipe.along == ev.training.film.Along("step", ("0", "500", "1000000"), True)
    assert [each.epoch for each in film] == [0, 1, 2]


class Tensor:
    """One that NumPy cannot see before it was detached and brought to the processor."""

    def __init__(self, array, there=False, attached=True):
        self.array, self.there, self.attached = array, there, attached

    dtype = "torch.bfloat16"
    shape = property(lambda self: self.array.shape)

    def detach(self):
        return Tensor(self.array, self.there, False)

    def float(self):
        return Tensor(self.array.astype(np.float32), self.there, self.attached)

    def cpu(self):
        return Tensor(self.array, True, self.attached)

    def __getitem__(self, rows):
        return Tensor(self.array[rows], self.there, self.attached)

    def __array__(self, dtype=None, copy=None):
        if not self.there or self.attached:
            raise TypeError("not on the processor, or still attached")
        return self.array


@pytest.mark.parametrize("whole", [True, False])
def test_tensors_are_detached_and_brought_to_the_processor(whole):
    made = recorder(shown=7, whole=whole)
    made.frame(0, Tensor(matrix()), loss=np.float32(0.5))
    assert np.allclose(made.film().rows(), matrix()[:7], atol=0.01)


def test_lists_and_whole_numbers_are_matrices_as_well():
    made = recorder(["a", "b"])
    made.frame(0, [[1, 2], [3, 4]])
    assert made.film()[-1].E.tolist() == [[1, 2], [3, 4]]


# ---- tokens --------------------------------------------------------------------------------------

tokens = st.lists(
    st.one_of(st.text(max_size=3), st.text("ab\0", max_size=2), st.text("a", min_size=60)),
    max_size=30,
)


@given(tokens)
def test_every_token_becomes_a_word_that_a_film_can_hold(tokens):
    words = token_names.word_of_each(tokens)
    assert len(words) == len(tokens) == len(set(words))
    assert all(0 < len(word) <= MAX_TOKEN and "\0" not in word for word in words)
    for i, token in enumerate(tokens):
        fits = 0 < len(token) <= MAX_TOKEN and "\0" not in token
        assert words[i] == token if fits and token not in tokens[:i] else f"#{i}" in words[i]


def test_tokens_in_bytes_are_words():
    made = recorder([b"king", "ключ".encode(), b"\xff"])
    made.frame(0, matrix(V=3))
    assert made.film().words == ("king", "ключ", r"\xff")


# ---- what is refused -----------------------------------------------------------------------------


def broken(place, value, kind=np.float32):
    E = matrix(kind=kind)
    E[place] = value
    return E


REFUSED = {
    "rows_differ": lambda: recorder().frame(0, matrix(V=29)),
    "transposed": lambda: recorder().frame(0, matrix().T),
    "no_matrix": lambda: recorder().frame(0, object()),
    "no_matrix of a row": lambda: recorder().frame(0, matrix()[0]),
    "no_matrix of texts": lambda: recorder().frame(0, np.full((30, 4), "x")),
    "no_matrix of ragged lists": lambda: recorder(["a", "b"]).frame(0, [[1], [2, 3]]),
    "no_matrix of complex numbers": lambda: recorder().frame(0, matrix() * 1j),
    "not_finite": lambda: recorder().frame(0, broken((5, 1), np.nan)),
    "not_finite in half": lambda: recorder().frame(0, broken((5, 1), -np.inf, np.float16)),
    "beyond_half": lambda: recorder().frame(0, broken((29, 3), 7e4)),
    "beyond_half in double": lambda: recorder().frame(0, broken((29, 3), -1e300, np.float64)),
    "no_number": lambda: recorder().frame("one", matrix()),
    "no_number below 0": lambda: recorder().frame(-1, matrix()),
    "no_number at all": lambda: recorder().frame(float("nan"), matrix()),
    "no_number as loss": lambda: recorder().frame(0, matrix(), loss="low"),
    "no_frames": lambda: recorder().film(),
    "few_words": lambda: recorder(["alone"]),
    "bad_words": lambda: recorder("king queen"),
    "bad_words not texts": lambda: recorder([1, 2]),
    "bad_words in one row": lambda: recorder({"a": 0, "b": 0}),
    "bad_words far away": lambda: recorder({"a": 0, "b": 10**9}),
    "bad_words no rows": lambda: recorder({"a": "b", "b": "c"}),
    "bad_counts": lambda: recorder(counts=[1, 2]),
    "bad_counts below 0": lambda: recorder(counts=[-1] * 30),
    "bad_counts of shares": lambda: recorder(counts=[0.5] * 30),
    "missing_word": lambda: recorder(shown=["unicorn"]),
    "out_of_range": lambda: recorder(shown=0),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_a_frame_is_refused_in_words(case):
    with pytest.raises(ev.EmbvizError) as caught:
        REFUSED[case]()
    assert caught.value.reason == case.split()[0]
    assert all(len(each.split()) <= 17 for each in worded(caught.value).split(". "))


def test_a_unit_is_one_word():
    with pytest.raises(ValueError, match="a word like step"):
        recorder(unit="training steps")


def test_frames_come_in_order_and_of_one_shape_and_what_was_recorded_stays():
    made = recorder()
    made.frame(1, matrix(0))
    for E, reason in ((matrix(1), "not_later"), (matrix(1, d=5), "dimension_differs")):
        with pytest.raises(RecordingError) as caught:
            made.frame(1 if reason == "not_later" else 2, E)
        assert caught.value.reason == reason and worded(caught.value)
    assert len(made) == 1 and made.film().complete
    with pytest.raises(RecordingError, match="row 3 of 'w3'"):
        made.frame(2, broken((3, 1), np.nan))
    assert not made.film().complete  # the matrix as it was before is no more
    made.frame(3, matrix(3))
    assert made.film().complete and [each.epoch for each in made.film()] == [1, 3]


# ---- the file of what was recorded ---------------------------------------------------------------

KILLED = """
import os, signal, sys
import numpy as np
import embviz as ev

recorder = ev.Recorder([f"w{i}" for i in range(30)], shown=7, frames=5)
for i in range(40):
    recorder.frame(i, np.full((30, 4), i), loss=i)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are not killed so here")
def test_what_a_killed_process_recorded_opens(tmp_path):
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED)], cwd=tmp_path)
    assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    film = ev.load(left)
    assert [each.epoch for each in film] == thinned(40, 5) == [each.loss for each in film]
    assert all((each.E == each.epoch).all() and each.E.shape == (7, 4) for each in film)
    ev.save(film, tmp_path / "saved.npz")


def test_the_file_goes_when_the_film_is_saved_and_comes_back_with_all_frames(tmp_path):
    made = recorder(folder=tmp_path, unit="step", counts=range(30))
    assert made.path is None and not list(tmp_path.iterdir())
    made.frame(0, matrix(0))
    made.frame(5, matrix(5))
    assert ev.load(made.path).recipe.along.values == ("0", "5")
    made.save(tmp_path / "film.npz")
    assert [each.name for each in tmp_path.iterdir()] == ["film.npz"] and made.path is None
    made.frame(7, matrix(7))
    film = ev.load(made.path)
    assert film.recipe.along.values == ("0", "5", "7") and film.counts[0] == 29
    assert ev.load(tmp_path / "film.npz").complete


def test_a_file_that_cannot_be_written_is_told_once_and_ends_no_training(tmp_path):
    made = recorder(folder=tmp_path / "missing")
    with pytest.warns(RuntimeWarning, match="lost with this process"):
        made.frame(0, matrix(0))
    made.frame(1, matrix(1))
    assert len(made.film()) == 2


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    made = recorder(folder=tmp_path_factory.mktemp("recorded"), shown=3)
    for i in range(4):
        made.frame(i, matrix(i))
    return made.path.read_bytes()


def opened(data):
    return film_npz.read(io.BytesIO(data), most_bytes=2**20).film


@given(cut=st.integers(0, 200))
def test_a_cut_off_file_gives_what_is_there(recorded, cut):
    frame = 28 + 2 * 3 * 4
    film = opened(recorded[: len(recorded) - min(cut, 3 * frame)])
    assert len(film) == 4 - -(-min(cut, 3 * frame) // frame)


@given(st.data())
def test_a_changed_file_is_refused_or_loses_a_frame(recorded, data):
    at = data.draw(st.integers(0, len(recorded) - 1))
    changed = bytearray(recorded)
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        film = opened(bytes(changed))
    except FileError:
        return
    assert len(film) in (3, 4)
    for each in film:
        assert (each.E == matrix(int(each.epoch))[:3].astype(np.float16)).all()


def test_a_recording_in_a_recording_is_no_film(recorded):
    sizes = recording._SIZES.pack(len(recorded), 4, 3)
    with pytest.raises(FileError):
        opened(recording.MARK + sizes + recorded + recorded[-4 * (28 + 24) :])


def test_too_much_is_not_read(recorded):
    with pytest.raises(FileError) as caught:
        film_npz.read(io.BytesIO(recorded), most_bytes=1000)
    assert caught.value.reason == "too_large"


# ---- other libraries: the lines of the README ----------------------------------------------------

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def lines_with(name):
    """The program in the README that has a name in it; it is a short one."""
    programs = re.findall(r"```python\n((?!>>>).*?)```", README, re.DOTALL)
    (program,) = (each for each in programs if name in each and "frame(" in each)
    assert len([line for line in program.splitlines() if line.strip()]) <= 6
    return program


def filmed(frames, dimensions):
    film = ev.load("mine.npz")
    assert os.listdir() == ["mine.npz"]  # what was recorded beside it is gone
    assert [each.epoch for each in film] == [*range(1, frames + 1)] and film.complete
    assert film[-1].E.shape == (len(film.words), dimensions)
    rows = [film.rows(frame) for frame in range(frames)]
    assert all((a != b).any() for a, b in pairwise(rows))
    return film


def test_a_callback_of_gensim_records(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sentences = [["king", "queen", "bread", "rules"], ["bread", "is", "good"]] * 20
    model = gensim.models.Word2Vec(vector_size=8, min_count=1, workers=1, sample=0)
    model.build_vocab(sentences)
    words = model.wv.index_to_key
    recorder = ev.Recorder(words, counts=[model.wv.get_vecattr(word, "count") for word in words])
    names = {"gensim": gensim, "recorder": recorder}
    exec(lines_with("gensim"), names)
    callbacks = [names["Record"]()]
    model.train(sentences, total_examples=40, epochs=5, start_alpha=0.5, callbacks=callbacks)
    recorder.save("mine.npz")
    film = filmed(5, 8)
    assert film.words == tuple(words) and (film[-1].E == model.wv.vectors).all()


def test_a_loop_of_pytorch_records(tmp_path, monkeypatch):
    torch = pytest.importorskip("torch")
    monkeypatch.chdir(tmp_path)
    network = torch.nn.Module()
    network.embedding = torch.nn.Embedding(30, 4)
    optimizer = torch.optim.SGD(network.parameters(), 0.1)

    def train_one_epoch(network):
        optimizer.zero_grad()
        loss = (network.embedding.weight**2).sum()
        loss.backward()
        optimizer.step()
        return loss

    names = {"ev": ev, "words": WORDS, "network": network, "train_one_epoch": train_one_epoch}
    exec(lines_with("PyTorch"), names)
    film = filmed(20, 4)
    assert film[-1].loss < film[0].loss
    assert (film[-1].E == network.embedding.weight.detach().numpy()).all()


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_a_callback_of_keras_records(tmp_path, monkeypatch):
    keras = pytest.importorskip("keras")
    monkeypatch.chdir(tmp_path)
    layer = keras.layers.Embedding(30, 4)
    network = keras.Sequential([layer, keras.layers.Flatten(), keras.layers.Dense(1)])
    network.compile("adam", "mse")
    x, y = np.arange(30).reshape(10, 3), np.ones((10, 1))
    exec(lines_with("Keras"), locals() | {"ev": ev, "words": WORDS})
    film = filmed(20, 4)
    assert film[-1].loss < film[0].loss and (film[-1].E == layer.get_weights()[0]).all()
