"""Formulas against exact fractions on random trees, back through their text, and bad ones."""

import time
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from embviz.errors import FormulaError
from embviz.vectors.formula import MOST_TERMS, SHOWN, Formula, Term, parse, quoted

words = st.one_of(
    st.sampled_from(["king", "queen's", "ice-cream", "new york", "ёж", "_x1", "'", '"', "\\", "2"]),
    st.text(min_size=1, max_size=6),
)
small = st.fractions(-99, 99, max_denominator=20)


def terms_of(text):
    return {term.word: term.coefficient for term in parse(text).terms}


@given(st.dictionaries(words, small, min_size=1, max_size=6))
@example({"king": Fraction(-1), "man": Fraction(0)})
@settings(deadline=None)
def test_round_trip(numbers):
    formula = Formula(tuple(Term(number, word) for word, number in numbers.items()))
    assert parse(str(formula)) == formula
    assert parse(parse(str(formula)).text) == formula


@given(words)
@settings(deadline=None)
def test_a_quoted_word_is_that_word(word):
    assert terms_of(quoted(word)) == {word: 1}


numbers = st.sampled_from(["2", "0.5", ".25", "10", "3,5", "007"])


@st.composite
def number_trees(draw):
    """A number as text, and its value."""
    text = draw(numbers)
    value = Fraction(text.replace(",", "."))
    if draw(st.booleans()):
        other = draw(numbers)
        return f"({text} - {other})", value - Fraction(other.replace(",", "."))
    return text, value


def scaled(tree, number):
    return {word: number * value for word, value in tree.items()}


def added(tree, other, sign):
    return {w: tree.get(w, 0) + sign * other.get(w, 0) for w in {**tree, **other}}


def grown(children):
    """One operation more: texts with what they come to by exact fractions."""
    pairs = st.tuples(children, children, st.sampled_from("+-−"))
    times = st.tuples(children, number_trees(), st.sampled_from(["{n}*({t})", "{n}({t})",
        "({t})*{n}", "({t})×{n}", "-{n} ({t})", "+({t})/{n}"]))  # fmt: skip

    def sum_of(drawn):
        (a, x), (b, y), sign = drawn
        return f"({a}){sign}({b})", added(x, y, 1 if sign == "+" else -1)

    def product_of(drawn):
        (text, tree), (n, number), form = drawn
        if "/" in form:
            number = Fraction(1) / number if number else Fraction(1)
            n = n if number != 1 else "1"
        number = -number if form.startswith("-") else number
        return form.format(n=n, t=text), scaled(tree, number)

    return st.one_of(pairs.map(sum_of), times.map(product_of))


leaves = st.sampled_from(["king", "man", "woman", "ice-cream"]).map(
    lambda word: (quoted(word), {word: Fraction(1)})
)


@given(st.recursive(leaves, grown, max_leaves=12))
@settings(deadline=None)
def test_random_trees_come_to_what_exact_fractions_say(tree):
    text, expected = tree
    assert terms_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("king - man + 0.5*woman", {"king": 1, "man": -1, "woman": Fraction(1, 2)}),
        ("king-man", {"king": 1, "man": -1}),
        ("0.1a + 0.2a - 0.3a", {"a": 0}),
        ("- -king", {"king": 1}),
        ("1/2 king", {"king": Fraction(1, 2)}),
        ("2*-king/4*3", {"king": Fraction(-3, 2)}),
        ("0,5*король – мужчина", {"король": Fraction(1, 2), "мужчина": -1}),
        ("ёж - еж", {"ёж": 1, "еж": -1}),
        ("king's + l’eau + п'ять", {"king's": 1, "l’eau": 1, "п'ять": 1}),
        ("“new york” + „a b“ + «c-d» + 'e f'", {"new york": 1, "a b": 1, "c-d": 1, "e f": 1}),
        (r'"say \"hi\" \\"', {'say "hi" \\': 1}),
        ("مَلِك - 王 + किताब", {"مَلِك": 1, "王": -1, "किताब": 1}),
        ("می\u200cروم", {"می\u200cروم": 1}),
        ("__import__", {"__import__": 1}),
        ("2east + 3e", {"east": 2, "e": 3}),
        ("King + king", {"King": 1, "king": 1}),
    ],
)
def test_by_hand(text, expected):
    assert terms_of(text) == expected


@pytest.mark.parametrize(
    ("text", "reason", "character"),
    [
        ("", "formula_empty", 1),
        (" \n", "formula_empty", 1),
        ("king - ", "formula_operand", 8),
        ("king - * man", "formula_operand", 8),
        ("()", "formula_operand", 2),
        ("king queen", "formula_operator", 6),
        ("king 2", "formula_operator", 6),
        ("2 3 king", "formula_operator", 3),
        ("__import__('os')", "formula_operator", 11),
        ("(king queen)", "formula_operator", 7),
        ("(king", "formula_unclosed", 1),
        ("king - (2(man)", "formula_unclosed", 8),
        ("king)", "formula_unopened", 5),
        ("3", "formula_number", 1),
        ("king + 3", "formula_number", 8),
        ("2*3 - king", "formula_number", 1),
        ("king*queen", "formula_product", 6),
        ("(king)*2*(queen)", "formula_product", 10),
        ("2/king", "formula_divisor", 3),
        ("king/(2-2)", "formula_zero", 6),
        ("king % 2", "formula_character", 6),
        ("1e400*king", "formula_exponent", 1),
        ("king - 1.5E-3 queen", "formula_exponent", 8),
        ("2**3*king", "formula_power", 2),
        ("2^3*king", "formula_power", 2),
        ("king; print(1)", "formula_character", 5),
        ("🙂", "formula_character", 1),
        ("٣king", "formula_character", 1),
        ('king - "man', "formula_quote", 8),
        ('""', "formula_quote", 1),
        ('"man\\', "formula_quote", 1),
        ("1" * 300 + "king", "formula_digits", 1),
        ("9*" * 200 + "king", "formula_digits", 161),
        ("(" * 2000 + "king", "formula_depth", 51),
    ],
)
def test_bad_formulas_are_pointed_at(text, reason, character):
    with pytest.raises(FormulaError) as error:
        parse(text)
    facts = error.value
    assert (facts.reason, facts.character, facts.position) == (reason, character, character - 1)
    assert facts.expected and f"character {character} " in str(facts)
    assert len(facts.found) <= SHOWN + 1
    assert facts.found.removesuffix("…") in text


def test_too_many_words_are_refused_quickly():
    parse("+".join(["king"] * MOST_TERMS))
    began = time.perf_counter()
    for text, reason in (
        ("+".join(["a"] * 10_000), "formula_terms"),
        ("+".join(["king"] * 100_000), "formula_length"),
        ("(" * 40_000 + ")" * 5, "formula_depth"),
        ("-" * 40_000, "formula_operand"),
        ("2*" * 20_000 + "a", "formula_digits"),
    ):
        with pytest.raises(FormulaError) as error:
            parse(text)
        assert error.value.reason == reason
    assert time.perf_counter() - began < 1


@given(st.text(alphabet="ab2.,+-*/() '\"\\“”é\u0301", max_size=30))
@settings(deadline=None)
def test_anything_is_a_formula_or_a_formula_error(text):
    try:
        formula = parse(text)
    except FormulaError as error:
        assert 0 <= error.position <= len(text)
    else:
        assert parse(str(formula)) == formula
