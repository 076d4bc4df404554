"""`embviz film`: pages and films of texts, of saved films, of vectors, and of folders of them."""

import base64
import html
import re
import zlib

import numpy as np
import pytest

import embviz as ev
from embviz.cli import film, films_made
from embviz.wordmap.packing import split

TEXT = "the king rules the land and the queen rules the sea\n" * 30
QUICK = ("--epochs", "1", "--d", "5", "--frames", "8", "--projection", "pca")
OTHER = "".join(f"the {a} met a {b} .\n" for a in ("cat", "dog", "owl") for b in ("pig", "cow")) * 9


@pytest.fixture
def text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "novel.txt").write_text(TEXT, "utf-8")
    return "novel.txt"


def headers(path):
    page = path.read_text(encoding="utf-8")
    packed = re.findall(r'class="message">([^<]+)<', page)
    return [split(zlib.decompress(base64.b64decode(each)))[0] for each in packed]


def test_a_text_becomes_a_page_in_one_command(text, tmp_path, capsys):
    assert film.main([text, *QUICK, "--seed", "3", "--shown", "4", "--title", "A <novel>"]) == 0
    first, rows = headers(tmp_path / "novel.html")
    assert first["title"] == "A <novel> · Skip-gram" and len(first["words"]) == 4
    assert rows["rows"] == {"frames": list(range(8)), "d": 5}
    page = html.unescape((tmp_path / "novel.html").read_text("utf-8"))
    assert "Skip-gram learning word vectors from “A <novel>”, in 8 frames" in page
    assert "Epochs 1" in page and "seed 3" in page
    said = capsys.readouterr()
    assert said.out.startswith("novel.txt: 330 words of text") and not said.err


def test_the_film_of_a_text_is_that_of_its_settings(text):
    assert film.main([text, *QUICK, "-o", "mine.npz", "--model", "cbow", "--window", "2"]) == 0
    recipe = ev.load("mine.npz").recipe
    assert (recipe.model, recipe.settings["window"], recipe.settings["epochs"]) == ("cbow", 2, 1)
    assert film.main(["mine.npz", "--projection", "pca"]) == 0


def test_several_become_a_folder_with_an_index(text, tmp_path, capsys):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "novel.txt").write_text(OTHER, "utf-8")
    (tmp_path / "more" / "empty.txt").write_text("", "utf-8")
    assert film.main([text, "more", *QUICK, "-o", "films/"]) == 1  # one of them cannot be made
    assert "empty.txt" in capsys.readouterr().err
    names = {each.name for each in (tmp_path / "films").iterdir()}
    assert names == {"index.html", "novel.html", "novel-2.html"}
    index = (tmp_path / "films" / "index.html").read_text("utf-8")
    assert re.findall('href="([^"]+)"', index) == ["./novel.html", "./novel-2.html"]
    assert "<script" not in index and "default-src 'none'" in index


def test_vectors_and_recorded_films_make_pages_too(text, tmp_path):
    rng = np.random.default_rng(0)
    words = tuple(f"word{i}" for i in range(30))
    ev.save(ev.Vectors(words, rng.standard_normal((30, 4))), tmp_path / "vectors.txt")
    assert film.main(["vectors.txt", "-o", "map.html", "--shown", "20"]) == 0
    still = headers(tmp_path / "map.html")[0]
    assert still["still"] and still["n"] == 20
    recorder = ev.Recorder(["<b>", "שלום", "c"], unit="step", folder=None)
    for step in (0, 10, 20):
        recorder.frame(step, rng.standard_normal((3, 4)))
    recorder.save(tmp_path / "own.npz")
    assert film.main(["own.npz"]) == 0
    own = headers(tmp_path / "own.html")[0]
    assert own["along"] == {"name": "step", "values": ["0", "10", "20"]}
    assert own["words"] == ["<b>", "שלום", "c"] and "counts" not in own


def test_tables_and_other_encodings_are_read(text, tmp_path, capsys):
    lines = "".join(f'{i},"the king rules the sea and the queen"\n' for i in range(40))
    (tmp_path / "table.csv").write_text(f"number,text\n{lines}", "utf-8")
    (tmp_path / "old.txt").write_bytes(("король правит морем и королева\n" * 30).encode("cp1251"))
    assert film.main(["table.csv", *QUICK]) == 0
    assert "number" not in headers(tmp_path / "table.html")[0]["words"]
    assert film.main(["old.txt", *QUICK]) == 1
    assert "such as: --encoding " in capsys.readouterr().err
    assert film.main(["old.txt", *QUICK, "--encoding", "cp1251"]) == 0
    assert "король" in headers(tmp_path / "old.html")[0]["words"]


def test_it_can_be_stopped(text, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(films_made, "make", interrupted)
    assert film.main([text]) == film.STOPPED


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["novel.txt", "-o", "film.gif"], "its page in .html"),
        (["novel.txt", "-o", "nowhere/film.html"], "no folder nowhere"),
        (["novel.txt", "novel.txt"], "need a folder"),
        (["novel.txt", "-o", "novel.txt/"], "not a folder"),
        (["novel.txt", "--model", "gpt", "--window", "3"], "gpt has no such setting"),
        (["novel.txt", "--shown", "1"], "2 or more"),
        (["novel.txt", "--model", "cnn"], "invalid choice"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_starts(text, capsys, arguments, told):
    with pytest.raises(SystemExit) as ended:
        film.main(arguments)
    assert ended.value.code == 2 and told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["--d", "0"], "dimension"), (["--epochs", "-1"], "epochs"), (["--min-count", "999"], "999")],
)
def test_what_is_out_of_range_is_told(text, capsys, arguments, told):
    assert film.main([text, *arguments]) == 1
    said = capsys.readouterr()
    assert told in said.err.lower() and "Traceback" not in said.err


PAGE = "<html><body><p>the king rules</p><p>the queen &amp; the king</p></body></html>\n" * 5
EBOOK = "OF THE PROJECT GUTENBERG EBOOK A ***"
BOOK = f"*** START {EBOOK}\n{TEXT}\n*** END {EBOOK}\nDonate"
SUBTITLES = "".join(
    f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\nthe king rules the sea\n\n" for i in range(1, 9)
)
SPLIT = "the king rules the coun-\ntry and the queen rules the coun-\ntry\n" * 9
LOOKS = {
    "page.html": (PAGE, "--strip markup"),
    "book.txt": (BOOK, "--strip licence"),
    "film.srt": (SUBTITLES, "--strip subtitles"),
    "split.txt": (SPLIT, "--join-hyphens"),
    "tags.txt": ("king/NN rules/VB the/DT sea/NN\n" * 30, "--words blanks"),
    "dna.txt": ("ACGTACGGTCATTGCA" * 60, "--words pieces --letters 3"),
}


@pytest.mark.parametrize(("name", "text", "option"), [(n, *each) for n, each in LOOKS.items()])
def test_what_a_text_looks_like_is_told_and_can_be_changed(
    tmp_path, monkeypatch, capsys, name, text, option
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(text, "utf-8")
    film.main([name, *QUICK, "-o", "out.html"])
    assert option in (told := capsys.readouterr().out) and name in told
    assert film.main([name, *QUICK, "-o", "out.npz", *option.split()]) == 0
    assert option not in capsys.readouterr().out
    words = set(ev.load("out.npz").words)
    assert not words & {"p", "amp", "gutenberg", "donate", "00", "coun", "nn"}
