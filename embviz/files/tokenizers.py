"""The tokens of a language model, from the files that are published with it.

    tokenizer.json    an object: `model.vocab`, from token to number or a list; `added_tokens`
    vocab.json        an object from token to number (GPT-2)
    vocab.txt         a token a line (BERT)

Tokens stay as their tokenizer spells them: `Ġking`, `▁king`, `##ing`. Those of byte-level ones, in
which a letter stands for a byte, are read as UTF-8 where that is possible: `Ġпри` for `ĠÐ¿ÑĢÐ¸`.

Not here: splitting a text into tokens.
"""

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from embviz.files.film.archive import damaged, too_large
from embviz.files.film.json_fields import Fields, parse, parsed_bytes
from embviz.files.paths import reading
from embviz.files.rows.budget import Budget
from embviz.files.token_names import in_order

NAMES = ("tokenizer.json", "vocab.json", "vocab.txt")
MOST_BYTES = 2**27
SPACE = "Ġ"  # what byte-level tokenizers write for it


def beside(*folders: Path) -> Path | None:
    """The first file of tokens in some folders, if there is any."""
    places = (folder / name for folder in folders for name in NAMES)
    return next((place for place in places if place.is_file()), None)


def tokens(path: Path, budget: Budget) -> list[str]:
    """The tokens of a model in the order of its rows; "" where a row has none.

    Raises FileError: `damaged`, `too_large`, `large_head`; OSError.
    """
    with reading(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise too_large(len(data), MOST_BYTES)
    budget.check_head(parsed_bytes(data))
    if path.suffix != ".json":
        return data.decode("utf-8", "replace").removesuffix("\n").split("\n")
    fields = parse(data, path.name)
    try:
        return _byte_level(in_order(_numbered(fields)))
    except (TypeError, ValueError) as error:
        raise damaged(path.name, "a list of other things", "tokens and numbers") from error


def _numbered(fields: Fields) -> Mapping[str, int]:
    """Each token with its number. Raises TypeError, ValueError, FileError."""
    if not fields.has("model"):
        return fields.values
    vocab: Any = fields.inner("model").values.get("vocab")
    if isinstance(vocab, list):  # with their scores (Unigram)
        vocab = {token: i for i, (token, _) in enumerate(vocab)}
    found = dict(vocab)
    for added in fields.values.get("added_tokens") or []:
        found[added["content"]] = added["id"]
    return found


@functools.lru_cache(maxsize=1)
def _bytes_of_letters() -> Mapping[str, int]:
    """Which byte a letter of a byte-level token stands for: the rare ones follow after all others.

    Source: https://github.com/openai/gpt-2/blob/master/src/encoder.py
    """
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rare = [byte for byte in range(256) if byte not in plain]
    return {chr(b): b for b in plain} | {chr(256 + i): b for i, b in enumerate(rare)}


def _byte_level(tokens: list[str]) -> list[str]:
    """Tokens read as UTF-8, if they are byte-level ones: all 256 letters are among them."""
    letters = _bytes_of_letters()
    if not letters.keys() <= set(tokens):
        return tokens
    return [_decoded(token, letters) for token in tokens]


def _decoded(token: str, letters: Mapping[str, int]) -> str:
    rest = token.lstrip(SPACE)
    if rest.isascii() or any(letter not in letters for letter in rest):
        return token
    try:
        text = bytes(letters[letter] for letter in rest).decode()
    except UnicodeDecodeError:
        return token
    return token[: len(token) - len(rest)] + text if text.isprintable() else token
