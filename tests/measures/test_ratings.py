"""Ratings against gensim's evaluate_word_pairs, SciPy and experiment; files of many makes."""

import math
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from embviz.errors import EvaluationError
from embviz.measures.ratings import Rating, compare_ratings, read_ratings
from embviz.vectors.vectors import Vectors
from tests.measures.keyed import keyed

WORDS = ("tiger", "Tiger", "cat", "book", "paper", "king", "Queen", "straße", "rook")
VECTORS = Vectors(WORDS, np.random.default_rng(0).normal(size=(len(WORDS), 6)))

FILE = """# Rated by nobody
tiger	cat	7.35
Tiger	tiger	10
book	paper	7.46
king	queen	8.58
king	rook	5.92
king	unicorn	1.0
STRASSE	book	0.5
cat	book	0.5
zebra	gnu	3e0
"""


def gensim_on(vectors, path, **options):
    pearson, spearman, unknown = keyed(vectors).evaluate_word_pairs(path, **options)
    return spearman.statistic, pearson.statistic, unknown


class TestAgainstGensim:
    @pytest.mark.parametrize("case_insensitive", [True, False])
    @pytest.mark.parametrize("restrict_vocab", [None, 4, 6])
    @pytest.mark.parametrize("dummy4unknown", [True, False])
    def test_the_same_figures(self, tmp_path, case_insensitive, restrict_vocab, dummy4unknown):
        path = tmp_path / "pairs.tsv"
        path.write_text(FILE, encoding="utf-8")
        options = {
            "case_insensitive": case_insensitive,
            "restrict_vocab": restrict_vocab,
            "dummy4unknown": dummy4unknown,
        }
        spearman, pearson, unknown = gensim_on(VECTORS, path, **options)
        ours = compare_ratings(VECTORS, read_ratings(FILE), **options)
        assert ours.spearman.value == pytest.approx(spearman, abs=1e-6)
        assert ours.pearson.value == pytest.approx(pearson, abs=1e-6)
        total = len(ours.covered) + (0 if dummy4unknown else len(ours.skipped))
        assert 100 * len(ours.skipped) / total == pytest.approx(unknown)

    @pytest.mark.parametrize("name", ["wordsim353.tsv", "simlex999.txt"])
    def test_real_files(self, real_data, name):
        ratings = read_ratings((real_data / name).read_text(encoding="utf-8"))
        words = tuple(dict.fromkeys(w for r in ratings[::2] for w in (r.a, r.b)))
        vectors = Vectors(words, np.random.default_rng(1).normal(size=(len(words), 50)))
        spearman, pearson, _ = gensim_on(vectors, real_data / name)
        ours = compare_ratings(vectors, ratings)
        assert ours.spearman.value == pytest.approx(spearman, abs=1e-6)
        assert ours.pearson.value == pytest.approx(pearson, abs=1e-6)


@pytest.fixture
def real_data():
    """The folder of files that everybody has, named by EMBVIZ_DATA."""
    if not os.environ.get("EMBVIZ_DATA"):
        pytest.skip("EMBVIZ_DATA names no folder with wordsim353.tsv and simlex999.txt")
    return Path(os.environ["EMBVIZ_DATA"])


def test_what_was_left_out_is_told():
    score = compare_ratings(VECTORS, read_ratings(FILE))
    assert score.missing == ("unicorn", "zebra", "gnu")
    assert [rating.line for rating in score.skipped] == [7, 10]
    assert len(score.covered) == len(score.cosines) == 7
    assert score.cosines[1] == pytest.approx(1)  # Tiger is looked up as the first tiger
    assert score.cosines[0] == pytest.approx(VECTORS.similarity("tiger", "cat"))


def ratings_of(numbers):
    return [Rating(f"a{i}", f"b{i}", x) for i, x in enumerate(numbers)]


def vectors_of(cosines):
    """Pairs of words in a plane with the cosines asked for."""
    a = [(1.0, 0.0)] * len(cosines)
    b = [(x, math.sqrt(1 - x * x)) for x in cosines]
    words = [f"{side}{i}" for side in "ab" for i in range(len(cosines))]
    return Vectors(tuple(words), np.array(a + b).reshape(-1, 2))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(-9, 9)), min_size=2, max_size=30))
@settings(deadline=None)
def test_correlations_against_scipy(drawn):
    people, model = [x for x, _ in drawn], [y / 10 for _, y in drawn]
    score = compare_ratings(vectors_of(model), ratings_of(people))
    if len(set(people)) == 1 or len(set(model)) == 1:
        assert score.spearman is score.pearson is None
        return
    assert score.pearson.value == pytest.approx(stats.pearsonr(people, model).statistic, abs=1e-6)
    assert score.spearman.value == pytest.approx(stats.spearmanr(people, model)[0], abs=1e-6)
    if len(drawn) < 4:
        assert score.spearman.low is score.pearson.high is None
    else:
        assert -1 <= score.spearman.low <= score.spearman.value <= score.spearman.high <= 1
        expected = stats.pearsonr(people, model).confidence_interval(0.95)
        assert (score.pearson.low, score.pearson.high) == pytest.approx(expected, abs=1e-5)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    random = np.random.default_rng(0)
    r = 0.5
    truth = 6 / math.pi * math.asin(r / 2)  # Spearman's of a normal distribution
    covered = 0
    for _ in range(400):
        x, y = random.multivariate_normal([0, 0], [[1, r], [r, 1]], size=40).T
        spearman = compare_ratings(vectors_of(np.tanh(y)), ratings_of(x)).spearman
        covered += spearman.low <= truth <= spearman.high
    assert 0.92 <= covered / 400 <= 0.975


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_pairs_have_no_correlation(count):
    score = compare_ratings(vectors_of([0.5] * count), ratings_of([1.0] * count))
    assert score.spearman is score.pearson is None and len(score.covered) == count


def test_ratings_of_other_words_only():
    score = compare_ratings(VECTORS, [Rating("gnu", "emu", 3.0)])
    assert score.spearman is None and score.covered == () and score.missing == ("gnu", "emu")


def test_perfect_agreement_has_an_interval():
    score = compare_ratings(vectors_of([0.1, 0.2, 0.3, 0.4]), ratings_of([1, 2, 3, 4]))
    assert (score.spearman.value, score.spearman.low, score.spearman.high) == (1, 1, 1)


PAIRS = [("tiger", "cat", 7.35), ("book", "paper", 7.46)]


@pytest.mark.parametrize(
    "text",
    [
        "tiger\tcat\t7.35\nbook\tpaper\t7.46\n",
        "\ufeffWord 1,Word 2,Human (mean)\r\ntiger,cat,7.35\r\nbook,paper,7.46\r\n",
        "tiger cat 7.35\nbook  paper   7.46",
        "tiger;cat;7,35\nbook;paper;7,46",
        "tiger\tcat\t7,35\n\n# a remark\nbook\tpaper\t7,46",
        '"tiger","cat",7.35\n"book","paper",7.46',
        "word1\tword2\tPOS\tSimLex999\tconc\ntiger\tcat\tN\t7.35\t4\nbook\tpaper\tN\t7.46\t4",
        "a title\nof three\nwords or more\ntiger cat 7.35 7 8\nbook paper 7.46 1 2",
        "tiger\tcat\t7.35\rbook\tpaper\t7.46\r",
    ],
)
def test_files_of_many_makes(text):
    assert [(r.a, r.b, r.score) for r in read_ratings(text)] == PAIRS


def test_words_may_be_anything():
    (rating,) = read_ratings("new york\t=1+1\t-0.5\t3")
    assert (rating.a, rating.b, rating.score) == ("new york", "=1+1", -0.5)
    (rating,) = read_ratings("1984\t2001\t6.5")
    assert (rating.a, rating.b, rating.score) == ("1984", "2001", 6.5)
    assert read_ratings("\u2028a\tb\x85c\t1")[0].b == "b\x85c"


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", "no_ratings", 1),
        ("\n\n# nothing\n", "no_ratings", 1),
        ("\n: family\nking man queen woman\n", "no_ratings", 2),
        ("one\ntwo\nthree\nfour\ntiger cat 7.35", "no_ratings", 1),
        ("tiger\tcat\tnan", "no_ratings", 1),
        ("tiger\tcat\t1e999", "no_ratings", 1),
        ("tiger\tcat\t-1e200", "no_ratings", 1),
        ("tiger\tcat\t７", "no_ratings", 1),
        ("tiger\tcat\t7.35\nbook\tpaper", "bad_rating", 2),
        ("tiger\tcat\t7.35\n\nbook\tpaper\tmuch", "bad_rating", 3),
        ("tiger\tcat\t7.35\nbook\t\t7.46", "bad_rating", 2),
        ("tiger,cat,7.35\n" + '"' * 200_001 + ",b,1", "bad_rating", 2),
        ("x" * 300_000, "no_ratings", 1),
    ],
)
def test_what_is_no_rating_is_pointed_at(text, reason, line):
    with pytest.raises(EvaluationError) as error:
        read_ratings(text)
    facts = error.value
    assert (facts.reason, facts.line) == (reason, line)
    assert "two words and a number" in facts.expected and len(facts.found) <= 61
    assert f"line {line}" in str(facts)


def test_fewer_words_than_one_cannot_be_looked_at():
    with pytest.raises(ValueError, match="restrict_vocab"):
        compare_ratings(VECTORS, [], restrict_vocab=0)
