"""The tokens of a language model, from the files that are published with it.

    tokenizer.json    an object: `model.vocab`, from token to number or a list; `added_tokens`
    vocab.json        an object from token to number (GPT-2)
    vocab.txt         a token a line (BERT)
    merges.txt        pairs of tokens that become one, a pair a line (GPT-2), where all else lacks
    spiece.model, spm.model, tokenizer.model    SentencePiece: pieces in a protocol buffer (T5,
                      Llama); or tokens in base 64 with their numbers, one a line (tiktoken)
    whitespacetokenizer_config.json   an object: `vocab`, a list (sentence-transformers)

Tokens that were added afterwards stand in `added_tokens.json` or `tokenizer_config.json` beside.

Tokens stay as their tokenizer spells them: `Ġking`, `▁king`, `##ing`. Those of byte-level ones, in
which a letter stands for a byte, are read as UTF-8 where that is possible: `Ġпри` for `ĠÐ¿ÑĢÐ¸`.

Not here: splitting a text into tokens.
"""

import base64
import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from embviz.errors import FileError
from embviz.files.film.archive import damaged, too_large
from embviz.files.film.json_fields import parse, parsed_bytes
from embviz.files.paths import reading
from embviz.files.rows.budget import Budget
from embviz.files.rows.file_being_read import Names
from embviz.files.rows.lines import BOM
from embviz.files.token_names import in_order, word_of_each

NAMES = (
    "tokenizer.json",
    "vocab.json",
    "vocab.txt",
    "whitespacetokenizer_config.json",
    "spiece.model",
    "spm.model",
    "tokenizer.model",
    "qwen.tiktoken",
    "merges.txt",
)
MOST_BYTES = 2**27
SPACE = "Ġ"  # what byte-level tokenizers write for it
_RANKED = re.compile(rb"[A-Za-z0-9+/]+={0,2} \d+\r?\n")  # a line of tiktoken
_ADDED, _CONFIG = "added_tokens.json", "tokenizer_config.json"
_END_OF_TEXT = "<|endoftext|>"  # GPT-2's last token
_SCORE = b"\x15"  # what stands before a piece's score
_PIECE, _TEXT, _LENGTH = 1, 1, 2  # of SentencePiece: field of pieces, of their text; kind of both


def beside(*folders: Path) -> Path | None:
    """The first file of tokens in some folders, if there is any."""
    places = (folder / name for folder in folders for name in NAMES)
    return next((place for place in places if place.is_file()), None)


def tokens(path: Path, budget: Budget) -> list[str]:
    """The tokens of a model in the order of its rows; "" where a row has none.

    Raises FileError: `damaged`, `too_large`, `large_head`; OSError.
    """
    data = _bytes(path)
    budget.check_head(parsed_bytes(data))
    try:
        found = dict(_numbered(data, path.name))
        if path.name != "tokenizer.json":  # which has them all
            for name in (_ADDED, _CONFIG):
                found |= _added(path.with_name(name), budget)
        return _byte_level(in_order(found))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise damaged(path.name, "a list of other things", "tokens and numbers") from error


def names(path: Path, budget: Budget) -> Names:
    """The same as words of rows, none twice."""
    return _named(tokens(path, budget))


def names_of(file: BinaryIO, called: str, budget: Budget) -> Names:
    """The same of a file in JSON, or of SentencePiece, without others beside it."""
    return _named(_tokens_of(file, called, budget))


def _named(found: list[str]) -> Names:
    words = word_of_each(found)
    kept = [word if token else "" for word, token in zip(words, found, strict=True)]
    return Names(kept, rows=len(kept), tokens=True)


def are_tokens(head: bytes) -> bool:
    """Whether a file of words begins as a tokenizer's own does, not as a word a line."""
    if _are_pieces(head):
        return True
    start = head.removeprefix(BOM).lstrip()
    return start.startswith(b"{") and (b'"' in start[:64] or start[1:].strip() == b"")


def _tokens_of(file: BinaryIO, called: str, budget: Budget) -> list[str]:
    data = _limited(file)
    budget.check_head(parsed_bytes(data))
    try:
        found = _in_rows(_pieces(data)) if _are_pieces(data[:64]) else _of_json(data, called)
        return _byte_level(in_order(found))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise damaged(called, "a list of other things", "tokens and numbers") from error


def _are_pieces(head: bytes) -> bool:
    """Whether a model of SentencePiece begins so: a piece with its text, and then its score."""
    text_at, score_at = 4, 4 + (head[3] if len(head) > 3 else 0)
    begins = head[:1] == b"\n" and head[2:3] == b"\n" and head[1] > head[3]
    return begins and text_at < score_at and head[score_at : score_at + 1] == _SCORE


def _bytes(path: Path) -> bytes:
    with reading(path) as file:
        return _limited(file)


def _limited(file: BinaryIO) -> bytes:
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise too_large(len(data), MOST_BYTES)
    return data


def _numbered(data: bytes, name: str) -> Mapping[str, int]:
    """Each token of a file with its number. Raises TypeError, ValueError, FileError."""
    if name.endswith(".json"):
        return _of_json(data, name)
    if _RANKED.match(data):
        return _ranked(data)
    if name.endswith(".model"):
        return _in_rows(_pieces(data))
    text = data.removeprefix(BOM).decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    return _in_rows(iter(_merged(lines) if name == "merges.txt" else lines))


def _in_rows(listed: Iterator[str]) -> Mapping[str, int]:
    """Each token with its place; one that came before has no row of its own to be found by."""
    found = dict[str, int]()
    for row, token in enumerate(listed):
        found[token if token and token not in found else f"{token}#{row}"] = row
    return found


def _of_json(data: bytes, name: str) -> Mapping[str, int]:
    fields = parse(data.removeprefix(BOM), name)
    if not fields.has("model"):
        listed: Any = fields.values.get("vocab")
        if isinstance(listed, list):
            return _in_rows(iter(listed))
        return listed if isinstance(listed, dict) else fields.values
    vocab: Any = fields.inner("model").values.get("vocab")
    if isinstance(vocab, list):  # with their scores (Unigram)
        vocab = {token: i for i, (token, _) in enumerate(vocab)}
    found = dict(vocab)
    for added in fields.values.get("added_tokens") or []:
        found[added["content"]] = added["id"]
    return found


def _added(path: Path, budget: Budget) -> Mapping[str, int]:
    """The tokens that a file beside adds, with their numbers; of a damaged one, none."""
    if not path.is_file():
        return {}
    data = _bytes(path)
    budget.check_head(parsed_bytes(data))
    try:
        fields = parse(data, path.name)
    except FileError:
        return {}
    if path.name == _ADDED:
        return fields.values
    decoder = fields.values.get("added_tokens_decoder")
    rows = decoder if isinstance(decoder, dict) else {}
    return {about["content"]: int(row) for row, about in rows.items()}


def _merged(lines: list[str]) -> Iterator[str]:
    """GPT-2's tokens: letters for all bytes, then what merging pairs gave, then the last one."""
    yield from _bytes_of_letters()
    for line in lines:
        if line and not line.startswith("#version"):
            first, second = line.split(" ")
            yield first + second
    yield _END_OF_TEXT


def _ranked(data: bytes) -> Mapping[str, int]:
    """Tokens in base 64 with their numbers; one that is no UTF-8 has none to be found by."""
    found = dict[str, int]()
    for line in data.splitlines():
        token, rank = line.split(b" ")
        text = base64.b64decode(token).decode("utf-8", "replace")
        text = f"{SPACE}{text[1:]}" if text.startswith(" ") else text
        found[text if text not in found else f"{text}#{int(rank)}"] = int(rank)
    return found


def _pieces(data: bytes) -> Iterator[str]:
    """The pieces of a model of SentencePiece.

    Source: https://github.com/google/sentencepiece, src/sentencepiece_model.proto
    """
    for field, value in _fields(data):
        if field == _PIECE:
            yield next((text for f, text in _fields(value) if f == _TEXT), b"").decode()


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of a protocol buffer with their bytes; numbers without. Raises ValueError."""
    at = 0
    while at < len(data):
        key, at = _whole(data, at)
        kind, size = key & 7, 0
        if kind == 0:
            _, at = _whole(data, at)
        elif kind == _LENGTH:
            size, at = _whole(data, at)
        else:
            size = {1: 8, 5: 4}.get(kind, len(data) + 1)
        if at + size > len(data):
            raise ValueError("cut off, or no protocol buffer")
        yield key >> 3, data[at : at + size]
        at += size


def _whole(data: bytes, at: int) -> tuple[int, int]:
    """A whole number of seven bits a byte, and where it ends."""
    value = 0
    for i, byte in enumerate(data[at : at + 10]):
        value |= (byte & 0x7F) << (7 * i)
        if byte < 0x80:
            return value, at + i + 1
    raise ValueError("no whole number")


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
