"""Which of several matrices in a file is the embedding matrix.

Somebody may say it. Else, in this order, each deciding only where the one before leaves several:

1. never, while there is another: an output layer, positions, segments, coordinates of a map;
2. as many rows as there are words, where a file has words;
3. the name, as embedding layers are usually called;
4. a few more rows than there are tokens;
5. fractions before whole numbers, then more numbers, then the shorter name.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from embviz.errors import FileError, Quote
from embviz.files.refusals import foreign
from embviz.files.rows.file_being_read import Opening
from embviz.files.rows.how import Choice
from embviz.files.rows.number_kinds import is_floating

LAYERS = (
    "wte",
    "embed_in",
    "embed_tokens",
    "word_embeddings?",
    "tok_embeddings",
    "token_embd",
    "token_embeddings?",
    "token_embedding_table",
    "tok_emb",
    "emb_layer",
    "w_e",
    "shared",
    "embeddings?",
    "embed",
    "emb",
    "E",
)
"""What embedding layers are called, the surest first: GPT-2, GPT-NeoX, Llama, BERT and others."""

MATRICES = ("syn0", "syn0norm", "(?:word_?)?vectors?", "(?:word_?)?vecs?", "wv", "W_in", "input")
"""What matrices of word vectors are called that are no layers."""

PADDING = 1024  # rows without a token that a model may have, or a quarter of the tokens
_MULTIPLE = 128  # rows are often padded to a multiple of
_FEWEST = 0.75  # of the tokens have rows
MOST_OFFERED = 40
MOST_TOLD = 8  # matrices that an error lists
_ANYWHERE = re.compile(
    r"position|(?:^|[._/])w?pe(?:[._/]|$)|token_type|segment|lm_head|unembed"
    r"|(?:^|[._/])rel(?:ative)?_|layer_?norm|(?:^|[._/])pos_?emb|embed_?pos",
    re.IGNORECASE,
)
_PICTURES = frozenset(
    "coord coords coordinate coordinates umap tsne sne pca pacmap trimap lda mds svd xy xyz 2d 3d "
    "2dim 3dim point points layout projection projections projected projector reduced".split()
)
"""What parts of the names of points of a picture are called."""

_AT_END = re.compile(
    r"syn1(?:neg)?|(?:.*[_-])?(?:out|outputs?|embed_out|contexts?|decoder|generator|classifier|head"
    r"|context_(?:vectors?|embeddings?)|output_(?:vectors?|embeddings?)|W_?U|W_?out|W_?pos)",
    re.IGNORECASE,
)
_USUAL = [re.compile(each, re.IGNORECASE) for each in (*LAYERS, *MATRICES)]
_ENDS = re.compile(r"(?:\.(?:weights?|kernel)|:0)$")


@dataclass(frozen=True)
class Candidate:
    """A matrix that could be meant."""

    shape: tuple[int, int]  # (V, d)
    kind: str = "<f4"  # of its numbers


def rank_of(name: str) -> int:
    """How sure a name is that of an embedding layer: 0 is the surest.

    >>> rank_of("transformer.wte.weight") < rank_of("zembeddings") < rank_of("dense.weight")
    True
    """
    last = _last(name)
    for i, usual in enumerate(_USUAL):
        if usual.fullmatch(last):
            return i
    return len(_USUAL) + ("emb" not in name.lower() and "vector" not in name.lower())


def is_other(name: str) -> bool:
    """Whether a name is that of something beside an embedding matrix.

    >>> is_other("lm_head.weight"), is_other("X_umap"), is_other("bert.word_embeddings.weight")
    (True, True, False)
    """
    last = _last(name)
    parts = re.split(r"[^a-z0-9]+|(?<=[a-z])(?=\d+$)", last.lower())
    return bool(
        _ANYWHERE.search(name) or _AT_END.fullmatch(last) or not _PICTURES.isdisjoint(parts)
    )


def is_usual(name: str) -> bool:
    """Whether a name is a usual one of embedding layers or matrices."""
    return rank_of(name) < len(_USUAL) and not is_other(name)


def in_order(
    candidates: Mapping[str, Candidate], words: Collection[int] = (), tokens: int = 0
) -> list[str]:
    """The names of matrices, the one to be taken first; arguments as for `choose`."""

    def key(name: str) -> tuple[bool, bool, int, bool, bool, int, int, str]:
        (V, d), kind = candidates[name].shape, candidates[name].kind
        fits = V in words or V == tokens
        padded = tokens > 0 and tokens <= V and may_be_named(V, tokens)
        odd = not is_floating(kind)
        rank = rank_of(name)
        return is_other(name), not fits, rank, not padded, odd, -V * d, len(name), name

    return sorted(candidates, key=key)


def may_be_named(rows: int, tokens: int) -> bool:
    """Whether so many rows can be those of a model's tokens: some are padding, or some lack a row.

    >>> [may_be_named(rows, 50_257) for rows in (50_257, 50_304, 50_000, 1024, 100_000)]
    [True, True, True, False, False]
    """
    return tokens * _FEWEST <= rows <= tokens + max(min(PADDING, tokens), tokens // 4, _MULTIPLE)


def choose(
    opening: Opening,
    candidates: Mapping[str, Candidate],
    words: Collection[int] = (),
    tokens: int = 0,
) -> str:
    """The name of the matrix to take, which is noted, told, and offered with the others.

    `words` are the lengths of lists of words in the file; `tokens`, how many there are for a
    matrix that may have more rows. Raises FileError: `no_such_matrix` if somebody named one that is
    not there, `foreign` if there is none.
    """
    if not candidates:
        raise foreign("a file without a matrix")
    ordered = in_order(candidates, words, tokens)
    name = opening.how.matrix
    if name is None:
        name = ordered[0]
    elif name not in candidates:
        raise _no_matrix(name, ordered, candidates)
    opening.take(matrix=name)
    offered = [Choice(each, candidates[each].shape) for each in ordered[:MOST_OFFERED]]
    if name not in ordered[:MOST_OFFERED]:
        offered.append(Choice(name, candidates[name].shape))
    opening.offer("matrix", offered)
    if len(candidates) > 1:
        others = [told(each, candidates) for each in ordered if each != name]
        opening.table.tally.took("matrix", told(name, candidates), others)
    return name


def told(name: str, candidates: Mapping[str, Candidate]) -> str:
    """A matrix by its name and shape, as findings show it."""
    V, d = candidates[name].shape
    return f"{name} ({V:,} x {d:,})"


def _no_matrix(name: str, ordered: Sequence[str], candidates: Mapping[str, Candidate]) -> FileError:
    known = Quote(", ".join(told(each, candidates) for each in ordered[:MOST_TOLD]))
    message = f"There is no matrix called {name!r:.60}. There are: {known}."
    return FileError("no_such_matrix", message, name=Quote(name), known=known)


def _last(name: str) -> str:
    """The last part of a layer's name, without what all layers end in."""
    bare = _ENDS.sub("", _ENDS.sub("", name))
    return re.split(r"[./]", bare)[-1]
