"""`embviz film`: films of texts and of checkpoints, as pages to be mailed or to be opened here."""

import argparse
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from embviz.cli import films_made, report
from embviz.cli.films_made import Asked, Made
from embviz.cli.numbers import whole
from embviz.errors import EmbvizError, TextError
from embviz.models import CLASSIFIERS, MODELS
from embviz.projections import PROJECTIONS
from embviz.text.rules import MOST_LETTERS, STRIPS, WORDS, Rules
from embviz.ui.texts import say

FILM, PAGE = ".npz", ".html"
INDEX = "index"
STOPPED = 130  # the exit status of what was stopped by Ctrl-C
SETTINGS = {"epochs": int, "dimension": int, "window": int}
"""Settings of a model that have options of their own, and their kinds."""

EPILOG = """examples:
  embviz film novel.txt                          a page, novel.html
  embviz film novel.txt -o film.html --model cbow --epochs 10
  embviz film mine.npz -o mine.html              the page of a saved film
  embviz film checkpoints/ -o mine.npz           a film of a folder of checkpoints
  embviz film a.txt b.txt mine.npz -o films/     a page each, and films/index.html
  embviz film films/ -o pages/                   of all films and texts in a folder"""


def main(arguments: Sequence[str]) -> int:
    """Make the films; give the command's exit status."""
    parser = _parser()
    try:
        return _main(parser, parser.parse_args(arguments))
    except KeyboardInterrupt:
        films_made.tell_progress("")
        return STOPPED


def _main(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    sources = [each for given in options.sources for each in _found(Path(os.path.realpath(given)))]
    asked = _asked(parser, options)
    if _is_folder(options.output):
        if Path(options.output).is_file():
            parser.error(f"{options.output} is a file, not a folder")
        return _make_folder(sources, Path(options.output), asked)
    if len(sources) != 1:
        parser.error(f"{len(sources)} films need a folder: -o films/")
    source = sources[0]
    ending = FILM if source.is_dir() else PAGE
    output = Path(options.output or f"{source.name if source.is_dir() else source.stem}{ending}")
    if output.suffix not in (FILM, PAGE):
        parser.error(f"a film ends in {FILM}, its page in {PAGE}, which {output.name} does not")
    if not output.absolute().parent.is_dir():
        parser.error(f"there is no folder {output.parent}")
    if output.resolve() == source:
        parser.error(f"{output} is what the film is made of: name another file")
    made = _make(source, output, asked)
    if made is None:
        return 1
    if output.suffix == FILM:
        if not made.complete:
            print(say("film", "not_whole"))
        print(say("film", "next", path=output))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="embviz film",
        description="Make a film, as one HTML file that plays and answers offline, or as .npz for "
        "`embviz open`: of a text, which is trained on, of a saved film, or of a folder of "
        "checkpoints.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="WHAT",
        help="texts, saved films, or folders of either; or a "
        "folder of checkpoints: safetensors files, or folders of them, one a step",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="film.html, film.npz, or a folder/ of pages with an "
        "index; default: named like what it is made of",
    )
    parser.add_argument("--shown", type=whole(2), default=1000, metavar="N", help="words in frames")
    parser.add_argument("--frames", type=whole(2), default=120, metavar="N", help="at most so many")
    parser.add_argument(
        "--projection", choices=[each for each in PROJECTIONS if each != "axes"],
        help="how pages draw; default: neighbourhoods, pca where words are very many or very few"
    )  # fmt: skip
    parser.add_argument("--title", help="what pages call the text; default: the file's name")
    texts = parser.add_argument_group("of a text")
    models = [each for each in MODELS if each not in CLASSIFIERS]
    texts.add_argument("--model", choices=models, help=f"default: {models[0]}")
    for name, kind in SETTINGS.items():
        names = ["--d", "--dimension"] if name == "dimension" else [f"--{name}"]
        texts.add_argument(*names, dest=name, type=kind, metavar="N", help="default: as in the app")
    texts.add_argument("--seed", type=int, default=0, metavar="N")
    texts.add_argument(
        "--min-count", type=whole(1), metavar="N", help="leave out words that occur less often"
    )
    texts.add_argument("--encoding", metavar="NAME", help="such as cp1251; default: UTF-8")
    _add_cutting(parser)
    checkpoints = parser.add_argument_group("of checkpoints")
    checkpoints.add_argument("--layer", metavar="NAME", help="the embedding; default: by its name")
    return parser


def _add_cutting(parser: argparse.ArgumentParser) -> None:
    cutting = parser.add_argument_group("how the words of a text are cut")
    cutting.add_argument(
        "--strip", action="append", choices=STRIPS, default=[], help="leave it out; more than once"
    )
    cutting.add_argument(
        "--join-hyphens", action="store_true", help="join words split at line ends"
    )
    cutting.add_argument(
        "--words",
        choices=WORDS,
        default=WORDS[0],
        help="what a word is: letters and digits, what stands between spaces, or pieces of letters",
    )
    cutting.add_argument(
        "--letters",
        type=whole(1, MOST_LETTERS),
        default=Rules.letters,
        metavar="N",
        help="letters of a piece",
    )


def _asked(parser: argparse.ArgumentParser, options: argparse.Namespace) -> Asked:
    model = options.model or next(iter(MODELS))
    given = {
        name: getattr(options, name) for name in SETTINGS if getattr(options, name) is not None
    }
    known = {each.name for each in fields(MODELS[model])}
    for name in given:
        if name not in known:
            parser.error(
                f"--{name}: {model} has no such setting; it has {', '.join(sorted(known))}"
            )
    return Asked(
        model=model,
        settings=given,
        seed=options.seed,
        min_count=options.min_count,
        shown=options.shown,
        frames=options.frames,
        projection=options.projection,
        title=options.title,
        layer=options.layer,
        encoding=options.encoding,
        rules=Rules(
            words=options.words,
            letters=options.letters,
            strip=tuple(options.strip),
            join_hyphens=options.join_hyphens,
        ),
    )


def _found(path: Path) -> Iterator[Path]:
    """A file, a folder of checkpoints, or what is in a folder of films and texts."""
    inside = films_made.films_in(path)
    yield from inside or [path]


def _is_folder(output: str | None) -> bool:
    return output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())


def _make(source: Path, output: Path, asked: Asked) -> Made | None:
    """Make one film, telling what it is made of; None, with what is wrong told, if it cannot be."""
    try:
        made = films_made.make(source, output, asked)
    except (EmbvizError, OSError, ValueError) as error:
        films_made.tell_progress("")
        print(report.of_error(str(source), error), file=sys.stderr)
        if isinstance(error, TextError) and error.reason == "encoding" and error.suggestions:
            print(say("film", "encoding", encoding=error.suggestions[0]), file=sys.stderr)
        return None
    facts = {"frames": made.frames, "words": f"{made.words:,}", "size": f"{made.size / 1e6:.1f}"}
    print(say("film", "made_page" if output.suffix == PAGE else "made", path=output, **facts))
    return made


def _make_folder(sources: Sequence[Path], folder: Path, asked: Asked) -> int:
    """Make a page of each, and one that leads to them all."""
    folder.mkdir(parents=True, exist_ok=True)
    names: set[str] = {INDEX}
    made = []
    for source in sources:
        name = _name(source, names)
        done = _make(source, folder / f"{name}{PAGE}", asked)
        if done is not None:
            made.append(done)
    if made:
        index = folder / f"{INDEX}{PAGE}"
        index.write_text(films_made.index_page(made, folder.resolve().name), encoding="utf-8")
        print(say("film", "index", path=index, count=f"{len(made):,}"))
    return 0 if len(made) == len(sources) else 1


def _name(source: Path, taken: set[str]) -> str:
    """A name of a page that no other one has, and that every system can write."""
    stem = re.sub(r"[^\w.-]+", "-", source.stem if source.is_file() else source.name).strip("-.")
    stem = stem or "film"
    name, i = stem, 1
    while name.casefold() in taken:
        i += 1
        name = f"{stem}-{i}"
    taken.add(name.casefold())
    return name
