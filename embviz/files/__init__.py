"""Files: one format a file of this package, told apart by their content and never by their names.

- Films, with or without what is needed to go on training, are npz files (`film_npz`). `recorder`
  makes films of any training, `checkpoints` of what a training left in a folder.
- Vectors are files of the `formats`, packed as well, or in `archives`, of which `which_member`
  tells what is read. `detect` tells which format it is, `read` reads it
  in steps, `findings` are what was repaired on the way, `doctor` says what is odd about the
  numbers, `write` writes.
"""

from typing import Literal

from embviz.errors import FileError
from embviz.files.film import film_npz
from embviz.files.paths import Place
from embviz.files.read import MOST_BYTES, read_all
from embviz.files.rows.how import How
from embviz.files.write import save_vectors
from embviz.training.checkpoint import Checkpoint
from embviz.training.film import Film
from embviz.vectors.vectors import Vectors

__all__ = ["load", "load_checkpoint", "save"]


def save(what: Film | Checkpoint | Vectors, path: Place, format: str | None = None) -> None:
    """Save a film, a run under way with its film, or vectors.

    Films and runs are npz files, which NumPy alone can read (see `files.film.film_npz`). What the
    path held before is replaced when the new file is whole.

    Args:
        what: A film, to look at; a checkpoint, to go on from as well; or vectors.
        path: Where to, or a binary stream.
        format: For vectors: a key of `embviz.files.formats.WRITTEN`; by default that which the
            name's ending tells: `.txt`, `.vec` (word2vec text), `.bin` (word2vec binary), `.npy`,
            `.npz`, `.safetensors`, `.csv`, `.zip` (a bundle of the Embedding Projector; a name
            without an ending makes a folder of it).

    Raises:
        TypeError: If it is something else.
        ValueError: If it is a film made by hand that is not a sound one; if there is no such
            format; or if a number of the vectors is not finite.
        FileError: `unwritable_word`, if the format cannot keep a word.
        TextError: If the checkpoint's corpus came without its text (`"no_text"`).
        OSError: If the file cannot be written.
    """
    if isinstance(what, Checkpoint):
        film_npz.write(path, what.film, checkpoint=what)
    elif isinstance(what, Film):
        film_npz.write(path, what)
    elif isinstance(what, Vectors):
        save_vectors(what, path, format)
    else:
        message = f"what is saved must be a Film, a Checkpoint or Vectors, not {what!r:.60}"
        raise TypeError(message)


def load(
    path: Place,
    limit: int | None = None,
    *,
    words: Place | None = None,
    format: str | None = None,
    member: str | None = None,
    matrix: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    decimal: Literal[".", ","] | None = None,
    heading: bool | None = None,
    column: str | None = None,
) -> Film | Vectors:
    """Load a film, or vectors from a file of any format that embviz knows.

    What a `Recorder` had recorded before its process was lost is a film, too, not a whole one.
    What a file of vectors got wrong and could be repaired, is; `embviz.files.read.read_all`
    tells of it.

    Args:
        path: Of the file, or of a folder with a model or a bundle of the Embedding Projector; or a
            binary stream that can seek.
        limit: Rows of vectors that are read; None for all. Reading stops there.
        words: For formats without words: a file with a word a line, or with metadata of the
            Embedding Projector. Without it, and without `metadata.tsv` beside the file, words are
            the numbers of the rows.
        format: A key of `embviz.files.formats.FORMATS`; this and all that follows is told by the
            file's content, where it is not said.
        member: Which file of an archive, by its name.
        matrix: Which matrix, by its name, where there are several.
        encoding: In which the words are written.
        separator: What parts the cells of a row.
        decimal: What parts the whole digits of a number from the others.
        heading: Whether the first line names columns.
        column: The heading, or the number from 1, of the column of the words.

    Raises:
        FileError: If it is neither, or not a sound one; see there for the reasons.
        OSError: If there is no such file.
        ValueError: If the limit is below 1.
    """
    how = How(format, member, matrix, encoding, separator, decimal, heading, column)
    try:
        return read_all(path, limit=limit, words=words, how=how).vectors
    except FileError as error:
        if error.reason != "film":
            raise
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
