"""What `embviz film` makes films of, and how: texts, saved films, checkpoints, vectors."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from embviz.cli import report
from embviz.errors import FileError
from embviz.files import checkpoints, detect, read
from embviz.files.checkpoints import Found
from embviz.files.film import film_npz
from embviz.files.paths import reading, writing
from embviz.models import MODELS
from embviz.projections import PCA, Projection
from embviz.text.corpus import Corpus
from embviz.text.recognised import recognised
from embviz.text.rules import USUAL, Rules
from embviz.text.text_tables import text_in
from embviz.training import run as training
from embviz.training.film import Film
from embviz.training.run import Run
from embviz.ui.map.page_of_film import page_of_film, page_of_vectors, projection_named
from embviz.ui.texts import LANGUAGE, films, say
from embviz.wordmap.films_index import Entry, films_index

PAGE, TEXT = ".html", ".txt"
MOST_BYTES = read.MOST_BYTES


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    model: str
    settings: Mapping[str, int]
    seed: int = 0
    min_count: int | None = None  # None: as suits the length of the text
    shown: int = 1000
    frames: int = 120
    projection: str | None = None
    title: str | None = None
    layer: str | None = None
    encoding: str | None = None
    rules: Rules = USUAL


@dataclass(frozen=True)
class Made:
    """A film that was made."""

    path: Path
    title: str
    frames: int
    words: int
    size: int  # bytes of the file
    complete: bool  # whether its last frame has all words


def films_in(path: Path) -> list[Path]:
    """The films, or else the texts, of a folder, by name; none: it has neither, or is a file."""
    if not path.is_dir() or any(path.rglob("*.safetensors")):
        return []
    files = sorted(each for each in path.iterdir() if each.is_file())
    return [each for each in files if each.suffix in (*film_npz.ENDINGS, TEXT)]


def make(source: Path, output: Path, asked: Asked) -> Made:
    """Make a film of whatever it is, or the page of one. Raises EmbvizError, OSError."""
    kind = "" if source.is_dir() else read.kind_or_text(source)
    if kind and kind != detect.FILM:
        return _of_vectors(source, output, asked)
    film, name = _film(source, asked, is_film=kind == detect.FILM)
    title = asked.title or name or source.stem
    if output.suffix == PAGE:
        projection = projection_named(asked.projection) if asked.projection else None
        _write(output, page_of_film(film, title, projection, _drawing))
    else:
        film_npz.write(output, film, title=title)
    return Made(
        output,
        films.title(film.recipe, title),
        len(film),
        len(film.shown),
        output.stat().st_size,
        film.complete,
    )


def index_page(made: Sequence[Made], title: str) -> str:
    """A page that leads to all that were made."""
    entries = [Entry(each.path.name, each.title, _said_of(each)) for each in made]
    return films_index(entries, title=title, about=say("film", "index_about"), language=LANGUAGE)


def _said_of(made: Made) -> str:
    facts = {"words": f"{made.words:,}", "frames": f"{made.frames:,}", "file": made.path.name}
    return say("film", "index_entry", size=f"{made.size / 1e6:.1f}", **facts)


def _film(source: Path, asked: Asked, *, is_film: bool) -> tuple[Film, str]:
    """The film, and what it is called; empty: like its file."""
    if source.is_dir():
        found = checkpoints.find(source, asked.layer)
        _tell(found)
        return _of_checkpoints(found, asked), source.name
    if is_film:
        saved = film_npz.read(source, most_bytes=MOST_BYTES, film_only=True)
        return saved.film, saved.title
    return _of_text(source, asked), source.stem


def _of_text(path: Path, asked: Asked) -> Film:
    # They import Streamlit, which takes a second.
    from embviz.ui.sidebar.text import usual_min_count
    from embviz.ui.state.settings_form import exact, suited

    text = _text(path, asked.encoding)
    _tell_signs(path.name, text, asked.rules)
    min_count = asked.min_count or usual_min_count(text)
    corpus = Corpus.from_text(text, min_count=min_count, rules=asked.rules)
    settings = exact(asked.model, {**suited(asked.model, None, corpus), **asked.settings})
    functions = corpus.function_words
    run = Run(
        MODELS[asked.model](**settings),
        corpus,
        seed=asked.seed,
        frames=asked.frames,
        words=asked.shown,
        without=tuple(corpus.words[i] for i in functions.ranked[: functions.usual]),
    )
    facts = {"tokens": f"{corpus.reading.kept_tokens:,}", "words": f"{len(corpus.words):,}"}
    print(say("film", "read", path=report.printable(path.name), **facts))
    return training.carry_out(run, training.start(run), run.film(), progress=None)


def _tell_signs(name: str, text: str, rules: Rules) -> None:
    """Say what a text looks like, and which option suits that: nothing is done unasked."""
    for sign in recognised(text, rules):
        facts = {"count": f"{sign.count:,}", "example": report.printable(f"“{sign.example}”")}
        looks = say("cutting", f"signs.{sign.kind}.looks", **facts)
        option = _options(sign.rules, rules)
        print(say("film", "looks", path=report.printable(name), looks=looks, option=option))


def _options(rules: Rules, now: Rules) -> str:
    """The options that make rules of those now."""
    said = [f"--strip {each}" for each in rules.strip if each not in now.strip]
    if rules.join_hyphens and not now.join_hyphens:
        said.append("--join-hyphens")
    if rules.words != now.words:
        said.append(f"--words {rules.words}")
        if rules.words == "pieces":
            said.append(f"--letters {rules.letters}")
    return " ".join(said)


def _text(path: Path, encoding: str | None) -> str:
    """What a file says: a text, or the column of texts of a table. Raises TextError."""
    with reading(path) as file:
        return text_in(file.read(), path.name, encoding)


def _of_vectors(source: Path, output: Path, asked: Asked) -> Made:
    if output.suffix != PAGE:
        raise FileError("only_vectors", "These are vectors, which make a page, but no film.")
    vectors = read.read_all(source).vectors
    projection: Projection = projection_named(asked.projection) if asked.projection else PCA()
    title = asked.title or source.stem
    _write(output, page_of_vectors(vectors, title, asked.shown, projection))
    words = min(asked.shown, len(vectors))
    return Made(output, title, 1, words, output.stat().st_size, complete=True)


def _tell(found: Found) -> None:
    rows, dimensions = found.shape
    print(
        say(
            "film",
            "found",
            count=f"{len(found.checkpoints):,}",
            first=report.printable(found.checkpoints[0].name),
            last=report.printable(found.checkpoints[-1].name),
            layer=report.printable(found.layer),
            rows=f"{rows:,}",
            dimensions=f"{dimensions:,}",
        )
    )
    if found.tokens is None:
        print(say("film", "words_numbered"))
    else:
        print(say("film", "words_from", file=found.tokens.name))


def _of_checkpoints(found: Found, asked: Asked) -> Film:
    film, of = None, min(asked.frames, len(found.checkpoints))
    for film in checkpoints.steps(found, shown=asked.shown, frames=asked.frames):
        tell_progress(say("film", "progress", i=len(film), of=of))
    tell_progress("")
    if film is None:
        raise ValueError("there is no checkpoint")
    return film


def _drawing(share: float) -> None:
    tell_progress(say("film", "drawing", percent=int(100 * share)) if share < 1 else "")


def tell_progress(progress: str) -> None:
    """Say how far something is in a line that the next one takes the place of."""
    if sys.stderr.isatty():
        print(f"\r\033[K{progress}", end="", file=sys.stderr, flush=True)


def _write(path: Path, page: str) -> None:
    with writing(path) as file:
        file.write(page.encode())
