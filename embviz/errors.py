"""What can go wrong, as facts.

Every error of this package is an `EmbvizError`. It carries a `reason`, a short key, and the facts
of the case as attributes; `str()` gives a plain sentence for scripts and notebooks, while the page
words the same facts in the reader's language (`ui/texts/<language>/errors.toml`, one entry a
reason).
"""

from concurrent.futures import BrokenExecutor
from typing import Any


class Quote(str):
    """Something that stands in a file, among the facts of an error: not everybody may see it."""


class EmbvizError(Exception):
    """Something that the caller can put right.

    Attributes:
        reason: The key of what went wrong, e.g. `"empty"`.
        facts: What the message needs: values, places, and what would be right.
    """

    def __init__(self, reason: str, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.reason = reason
        self.facts = facts

    def __getattr__(self, name: str) -> Any:
        """Give a fact as an attribute."""
        facts = self.__dict__.get("facts", {})
        if name in facts:
            return facts[name]
        raise AttributeError(name)

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way back from a worker process, facts included."""
        return (_rebuild, (type(self), self.reason, str(self), self.facts))


def _rebuild(kind: type[EmbvizError], reason: str, message: str, facts: dict[str, Any]) -> Any:
    return kind(reason, message, **facts)


class TextError(EmbvizError):
    """A text that cannot be read or trained on."""


class FileError(EmbvizError):
    """A file that cannot be read, by reason.

    - `not_a_film`: something else, or nothing.
    - `truncated`: the file is cut off.
    - `damaged`: a part is not what it should be; `member`, `found`, `expected`.
    - `other_version`: written in a later layout; `found`, `known`.
    - `too_large`: `size`, `limit` in bytes, of the file or of what it says to unpack to.
    - `bad_words`: the word list is wrong; facts as of what is wrong with it.
    - `bad_metadata`: the file of metadata likewise, or it has no columns, or none of the words.
    - `bad_metadata_row`: a line of such a file is not what it should be; as `bad_row`.
    - `no_column`: a table has no such `column` of words; those that are `known`.
    - `too_much_memory`: `needed_mb`, `limit_mb`, and how many `rows` would fit.
    - `large_head`: `needed_mb`, `limit_mb`; what a file says of itself would take too much memory.
    - `special`: a pipe, a socket or a device, which `found` names.
    - `no_checkpoint`: a film without its training state.
    - `other_reading`: a film to look at; this version reads its text, or trains on it, otherwise;
      `found`, `known`.

    Of vectors:

    - `several_models`, `missing_shard` (`found`, its name), `spacy_folder`, `torch_folder`,
      `flax_folder`, `tensorflow_folder`, `gensim_folder`, `onnx_folder`: folders of models.
    - `empty_file`, `empty_archive`; `folder`, one without vectors; `forbidden`, one may not read
      it.
    - `unknown_format`: nothing that is known; `found`, how it begins.
    - `foreign`: of another kind, which is known; `found`.
    - `other_kind`: neither text nor vectors; `kind` is a key of `embviz.util.known_files.KNOWN`.
    - `packing`: by what is not read here; `found`. `encrypted`: an archive that needs a password.
    - `several_members`: an archive with several files of vectors, `members` of `sizes` in bytes;
      `found` lists them.
    - `no_member`: an archive without a file of the name `member`; `no_vectors_inside`: without one
      of vectors; `found` lists what there is. `many_members`: of more files than `limit`.
    - `pickle`: loading it could run code.
    - `objects`: an array of Python objects, pickled; `member`, and what to save instead, `step`.
    - `no_such_matrix`: no matrix has that `name`; `known`.
    - `film`: a film, where vectors were asked for; `only_vectors`: the other way round.
    - `bad_row`: a place is not what it should be; `member`, `found`, `expected`, and the place as a
      number, `line`, `row` or `byte`, where there is one.
    - `cut_off`: it is cut off there; the same facts.
    - `no_rows`: no words at all.
    - `bomb`: packed more than `limit` to 1.
    - `no_checkpoints`, `no_embedding`: no safetensors in a folder, or none with an embedding layer
      of two dimensions; `found`. `other_shape`: that of one `checkpoint` is another one; `found`,
      `expected`.
    - `unwritable_word`: a format cannot hold `word`, which is `text` made printable; `expected`.

    All have `path` where the file was opened by name.
    """


class SettingError(EmbvizError, ValueError):
    """A setting outside its range.

    Facts: `setting`, `value`, `low`, `high` (inclusive bounds, or None).
    """


class MissingWord(EmbvizError, KeyError):
    """A word that has no vector, by reason.

    - `missing_word`: `word`.
    - `missing_in_formula`: `word`, and where it stands in a formula: `position` in characters from
      0, `character` from 1.
    - `missing_unquoted`: the same, and `quoted`, what may have been meant: `"ice-cream"`.
    """

    def __str__(self) -> str:
        """Say it without the quotes that KeyError adds."""
        return str(self.args[0])


class FormulaError(EmbvizError):
    """A formula of words that cannot be read; its reasons stand at `embviz.vectors.formula.parse`.

    Facts: `position` (in characters from 0), `character` (from 1), `found`, `expected`.
    """


class EvaluationError(EmbvizError):
    """What vectors cannot be judged by, by reason.

    Of a file, with `line` (from 1), `found`, `expected`:

    - `no_ratings`, `no_analogies`: nothing in it is what was looked for.
    - `bad_rating`, `bad_analogy`: a line among others that were right.

    Of lists of words:

    - `empty_list`: none of the `words` of `list` has a vector.
    - `in_two_lists`: `word` is in the lists `one` and `other`, which exclude each other.

    Of two sources:

    - `no_shared_words`: they share none of their words, `a_words` and `b_words`.
    - `one_shared_word`: only one, `word`.
    - `no_counts`: nobody knows how often words occur, which a `fewest_count` needs.
    """


class RecordingError(EmbvizError, ValueError):
    """What cannot be a frame of a film, by reason.

    - `few_words`: fewer than two; `found`.
    - `bad_words`: not texts, or a table from texts to other things than rows; `found`.
    - `bad_counts`: not a count for each word; `found`, `words`.
    - `no_matrix`: no numbers in rows; `found`.
    - `rows_differ`: `rows`, `words`. `transposed`: words are columns; the same facts.
    - `dimension_differs`: `found`, `expected`.
    - `not_finite`, `beyond_half`: a number that is NaN or infinite, or too large for half
      precision; `word`, `value`.
    - `no_number`: the epoch is no number from 0 up, or the loss no number; `found`.
    - `not_later`: `epoch`, `before`.
    - `no_frames`: nothing was recorded.
    """


class Diverged(EmbvizError):
    """Training left the finite numbers.

    Facts: `film` (up to the last good frame), `learning_rate`, `suggested`, `epoch`.
    """


class ClusterError(EmbvizError, BrokenExecutor):
    """A cluster that cannot be used, by reason; all but the first have its `address`.

    - `no_distributed`: the extra `embviz[cluster]` is not installed here.
    - `no_scheduler`: none answers there; `no_workers`: none came within `seconds`.
    - `no_package`: a machine of it has no `package`, which is `here`.
    - `other_versions`: a machine of it has the `package` in another version; `here`, `there`.
    - `cluster_lost`: it went away in the middle.
    - `closed`: it was closed here.
    """
