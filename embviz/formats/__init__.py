"""Files: one format a file of this package, told apart by their content and never by their names.

Films, with or without what is needed to go on training, are npz files (`film_npz`).
"""

from embviz.checkpoint import Checkpoint
from embviz.film import Film
from embviz.formats import film_npz
from embviz.formats._files import Place

__all__ = ["load", "load_checkpoint", "save"]

MOST_BYTES = 2**40
"""What `load` reads from one's own disk: what fits into memory. A server should be stricter."""


def save(what: Film | Checkpoint, path: Place) -> None:
    """Save a film, or a run under way with its film, as an npz file.

    NumPy alone can read it (see `embviz.formats.film_npz`). What the path held before is replaced
    when the new file is whole.

    Args:
        what: A film, to look at; or a checkpoint, to go on from as well.
        path: Where to, or a binary stream.

    Raises:
        TypeError: If it is something else.
        ValueError: If it is a film made by hand that is not a sound one.
        TextError: If the checkpoint's corpus came without its text (`"no_text"`).
        OSError: If the file cannot be written.
    """
    if isinstance(what, Checkpoint):
        film_npz.write(path, what.film, checkpoint=what)
    elif isinstance(what, Film):
        film_npz.write(path, what)
    else:
        raise TypeError(f"what is saved must be a Film or a Checkpoint, not {what!r:.60}")


def load(path: Place) -> Film:
    """Load a film that `save` has written, be it of a checkpoint.

    Args:
        path: Of the file, or a binary stream that can seek.

    Raises:
        FileError: If it is no film, or not a sound one; see there for the reasons.
        OSError: If there is no such file.
    """
    return film_npz.read(path, most_bytes=MOST_BYTES, film_only=True).film


def load_checkpoint(path: Place) -> Checkpoint:
    """Load a run under way, to go on from with `resume`.

    Args:
        path: Of the file, or a binary stream that can seek.

    Raises:
        FileError: As for `load`; `no_checkpoint` if the file holds a film only, `other_reading` if
            this version reads the text of the run differently.
        OSError: If there is no such file.
    """
    return film_npz.read(path, most_bytes=MOST_BYTES).going_on()
