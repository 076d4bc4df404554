"""A text cut by its clumps is cut as in the plain way, whatever it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.text import clumps, tokens
from embviz.text.rules import Rules
from tests.text.test_tokens import PIECES, texts

RULES = (Rules(), Rules(words="blanks"), Rules(strip=("markup",)))
prose = st.lists(
    st.sampled_from(
        ["word", "Word,", "word.", "(word.)", "他。", "他。他", "他。”他", "e\u0301", "слово…",
         "a—b", "don't", "3.14", "so\xadft", "so\xad", "x.\x00y", ".\x00", "…\x85", "—", "*", "'",
         "_w_", " ", "  ", "\n", "\r\n", "\r", "\n\n", "\r\r", "\n  ", " \n",
         "\u2003", "\u3000", "\x1c",
         "word word word word word word word word word word word\n", "。\n", "。 \n", ". \n"]
    ),
    max_size=80,
).map("".join)  # fmt: skip


@pytest.fixture(autouse=True)
def _for_short_texts(monkeypatch):
    monkeypatch.setattr(clumps, "LONG", 1)
    monkeypatch.setattr(clumps, "LONGEST_MEAN", 10**9)


def same(text: str, rules: Rules) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clumps, "suit", lambda text, rules: False)
        plain = tokens.cut(text, rules)
    quick = tokens.cut(text, rules)
    assert (quick.forms, quick.left_out) == (plain.forms, plain.left_out)
    for name in ("ids", "lengths", "spans"):
        one, other = getattr(quick, name), getattr(plain, name)
        assert (one.dtype, one.tolist()) == (other.dtype, other.tolist())


@given(
    st.one_of(prose, texts, st.lists(st.sampled_from(PIECES), max_size=200).map("".join)),
    st.sampled_from(RULES),
    st.integers(1, 40),
    st.integers(1, 12),
    st.sampled_from([0, 3, 2**20]),
)
def test_any_text(text, rules, portion, longest, known):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clumps, "PORTION", portion)
        patch.setattr(clumps, "MOST_KNOWN", known)
        for module in (clumps, tokens):
            patch.setattr(module, "MAX_SENTENCE", longest)
        same(text, rules)


@given(st.lists(st.integers(1, 9), min_size=30, max_size=60), st.integers(30, 80), st.booleans())
def test_wrapped_prose(lengths, width, blank_lines):
    """Lines of which most are full: their ends are none of sentences."""
    words = [("w" * n + "." * (n == 1)) for n in lengths * 3]
    lines, line = list[str](), ""
    for word in words:
        if len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line += word + " "
    between = "\n\n" if blank_lines else "\n"
    same("\n".join(lines) + between + "\n".join(lines), Rules())


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("text", ["", " ", "\n", "a", ".", "a\n", "\n\na", "a.\n", "。", "a。b"])
def test_the_shortest(text, rules):
    same(text, rules)


@settings(max_examples=20)
@given(st.integers(999, 3500), st.sampled_from(["word ", "a-b, ", "a—b ", "他。他 "]))
def test_long_sentences(count, clump):
    same("Head.\n" + clump * count + "end. Another one.", Rules())


def test_what_is_not_suited(monkeypatch):
    assert clumps.suit("a b", Rules())
    assert not clumps.suit("a b", Rules(words="pieces"))
    assert not clumps.suit("a b", Rules(join_hyphens=True))
    assert clumps.suit("so\xadft", Rules()) and not clumps.suit("so\xad \nft", Rules())
    monkeypatch.setattr(clumps, "LONGEST_MEAN", 16)
    assert not clumps.suit("他走了" * 20, Rules())
    monkeypatch.setattr(clumps, "LONG", 4)
    assert not clumps.suit("a b", Rules())


def test_shares_rise(monkeypatch):
    monkeypatch.setattr(clumps, "PORTION", 100)
    shares = list(tokens.cutting("The king rules. The queen sits.\n" * 100))
    assert len(shares) > 25 and shares == sorted(shares) and shares[-1] == 1
