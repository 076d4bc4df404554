"""`embviz film`: a film of a folder of checkpoints."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from embviz.cli import report
from embviz.errors import EmbvizError
from embviz.files import checkpoints
from embviz.files.checkpoints import Found
from embviz.files.film import film_npz
from embviz.training.film import Film
from embviz.ui.texts import say

ENDING = ".npz"


def main(arguments: Sequence[str]) -> int:
    """Make the film; give the command's exit status."""
    parser = argparse.ArgumentParser(
        prog="embviz film",
        description="Make a film of the checkpoints of a language model, to be opened by "
        "`embviz open`.",
    )
    parser.add_argument("folder", help="safetensors files, or folders of them, one a step")
    parser.add_argument("-o", "--output", metavar="FILE", help="default: the folder's name .npz")
    parser.add_argument("--layer", metavar="NAME", help="the embedding layer; default: by its name")
    parser.add_argument("--shown", type=_number, default=1000, metavar="N", help="words in frames")
    parser.add_argument("--frames", type=_number, default=120, metavar="N", help="at most so many")
    options = parser.parse_args(arguments)
    folder = Path(os.path.realpath(options.folder))
    output = Path(options.output or f"{folder.name}{ENDING}")
    if output.suffix != ENDING:
        parser.error(f"a film ends in {ENDING}, which {output.name} does not")
    try:
        found = checkpoints.find(folder, options.layer)
        _tell(found)
        film = _read(found, options.shown, options.frames)
        film_npz.write(output, film, title=folder.name)
    except (EmbvizError, OSError) as error:
        print(report.of_error(options.folder, error), file=sys.stderr)
        return 1
    facts = {"frames": len(film), "words": f"{len(film.shown):,}"}
    print(say("film", "made", path=output, **facts))
    if not film.complete:
        print(say("film", "not_whole"))
    print(say("film", "next", path=output))
    return 0


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


def _read(found: Found, shown: int, frames: int) -> Film:
    film = None
    for film in checkpoints.steps(found, shown=shown, frames=frames):
        if sys.stderr.isatty():
            of = min(frames, len(found.checkpoints))
            said = say("film", "progress", i=len(film), of=of)
            print(f"\r{said}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    if film is None:
        raise ValueError("there is no checkpoint")
    return film


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number of 2 or more")
    return int(text)
