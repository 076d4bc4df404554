"""Texts that are read again come to the same words, whatever rules they were cut by."""

import json
from pathlib import Path

import numpy as np
import pytest

import embviz as ev
from embviz.errors import FileError
from embviz.jobs.queries import TextSource
from embviz.jobs.sweeps import _read_again
from embviz.language.reading import Typed
from embviz.text.corpus import Corpus
from embviz.text.dated_tables import corpora
from embviz.text.edits import Add, RemoveWith, Replace, Retype, edited
from embviz.text.labelled import BETWEEN, Labelled
from embviz.text.merged import merged
from embviz.text.rules import USUAL, Rules
from embviz.text.shuffled import shuffled
from embviz.training.checkpoint import Checkpoint
from embviz.training.run import Run
from embviz.ui.pages.compare.sweep.program import _corpus
from tests.files.making import read as read_file
from tests.files.making import refused, with_about, with_part, written

TEXT = "\n".join(
    f"<p>The new york exam-\nple {word} is 3.{i}. New York &amp; the {word}.</p>\n"
    for i in range(3)
    for word in ("king", "queen", "sea", "boat")
)
ALL = (
    USUAL,
    Rules(words="blanks"),
    Rules(words="pieces", letters=2, step=2),
    Rules(words="pieces", letters=3),
    Rules(strip=("markup",), join_hyphens=True, stop_words=("is", "the"), phrases=2.0),
    Rules(strip=("markup", "subtitles"), joined=("new york",)),
)
each = pytest.mark.parametrize("rules", ALL, ids=repr)


def corpus_of(rules: Rules) -> Corpus:
    return Corpus.from_text(TEXT, min_count=1, rules=rules)


def same(one: Corpus, other: Corpus) -> bool:
    return (
        one.hash == other.hash
        and one.words == other.words
        and np.array_equal(one.ids, other.ids)
        and np.array_equal(one.spans, other.spans)
    )


@each
def test_a_film_goes_on(rules):
    there = Checkpoint.begin(Run(ev.SkipGram(dimension=3, epochs=2), corpus_of(rules), frames=3))
    again = read_file(written(there.film, there)).going_on()
    assert again.run.corpus.rules == rules and same(again.run.corpus, there.run.corpus)


def test_films_cut_by_earlier_boundaries_can_be_looked_at():
    there = Checkpoint.begin(Run(ev.SkipGram(dimension=3, epochs=2), corpus_of(USUAL), frames=3))

    def earlier(about):
        del about["checkpoint"]["reading"]["boundaries"]

    saved = read_file(with_about(written(there.film, there), earlier))
    assert saved.checkpoint is None
    with pytest.raises(FileError) as caught:
        saved.going_on()
    assert caught.value.reason == "other_reading"


def test_long_lists_of_rules_are_saved():
    rules = Rules(stop_words=tuple(f"слово{i}" for i in range(2000)))
    there = Checkpoint.begin(Run(ev.SkipGram(dimension=3, epochs=2), corpus_of(rules), frames=3))
    assert read_file(written(there.film, there)).going_on().run.corpus.rules == rules


@pytest.mark.parametrize("wrong", [{"words": "letters"}, {"letters": 3.5}, ["blanks"], "x"])
def test_wrong_rules_in_a_film_are_damage(wrong):
    there = Checkpoint.begin(Run(ev.SkipGram(dimension=3, epochs=2), corpus_of(ALL[1]), frames=3))

    part = np.frombuffer(json.dumps(wrong).encode(), np.uint8)
    assert refused(with_part(written(there.film, there), "rules", part)).reason == "damaged"


@each
def test_jobs_read_it_so(rules):
    source = TextSource("a name", TEXT, 1, None, True, rules=rules)
    assert same(source.corpus(), corpus_of(rules))
    assert same(_read_again(Corpus.from_text(TEXT, min_count=2, rules=rules), 1), corpus_of(rules))


@each
def test_a_program_reads_it_so(rules, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text(TEXT, encoding="utf-8")
    line = _corpus("mine.txt", None, corpus_of(rules))
    assert same(eval(line, {"ev": ev, "Path": Path}), corpus_of(rules))


@each
def test_a_shuffled_text_is_read_as_itself(rules):
    corpus = corpus_of(rules)
    noise = shuffled(corpus, 3)
    assert noise.words == corpus.words
    assert np.array_equal(np.diff(noise.starts), np.diff(corpus.starts))
    assert same(Corpus.from_text(noise.text, **noise.how), noise)


@each
def test_edits_of_nothing_change_nothing(rules):
    corpus = corpus_of(rules)
    assert edited(corpus, []).corpus is corpus


def test_edits_of_a_page_are_edits_of_what_is_read():
    rules = Rules(strip=("markup",), join_hyphens=True)
    corpus = corpus_of(rules)
    found = edited(corpus, [Replace("king", by="Emperor"), Add("A king is gone.")])
    assert found.change.occurrences == 6 and found.change.changed == 6
    assert found.corpus.rules == Rules(join_hyphens=True) and "<p>" not in found.corpus.text
    assert {"emperor", "king", "example"} <= set(found.corpus.words)
    gone = edited(corpus, [RemoveWith("example")])
    assert gone.change.removed == 12
    assert edited(corpus, [Retype("<p>Plain text here.")]).corpus.words == (
        "p",
        "plain",
        "text",
        "here",
    )


def test_edits_between_blanks_match_what_stands_there():
    corpus = Corpus.from_text(
        "user:1 item_2 item_3\nuser:2 item_2\n", min_count=1, rules=Rules(words="blanks")
    )
    found = edited(corpus, [Replace("user:1", by="user:9")])
    assert found.corpus.words == ("item_2", "user:9", "item_3", "user:2")


@pytest.mark.parametrize("rules", [USUAL, Rules(strip=("markup",), stop_words=("a",))])
def test_labelled_sentences_are_read_so(rules):
    texts = ["<b>a</b> good film", "a bad film", "a fine film", "good is fine", "bad film"]
    labels = ["yes", "no", "yes", "yes", "no"]
    labelled = Labelled.of(texts, labels, rules=rules)
    assert ("b" in labelled.words) == (rules == USUAL)
    again = Labelled.again(labelled.text, labelled.labels, labelled.classes, None, **labelled.how)
    assert again.hash == labelled.hash and again.words == labelled.words
    source = TextSource("x", BETWEEN.join(texts), 1, None, True, None, tuple(labels), rules)
    assert source.corpus().hash == labelled.hash
    found = edited(labelled, [Replace("good", by="great")])
    assert isinstance(found.corpus, Labelled) and found.change.occurrences == 2


def test_periods_have_the_same_phrases():
    texts = {
        "1990": " ".join(f"x{i} new york. new a{i}. york b{i}." for i in range(12)),
        "2000": "x new york. y boat. new york z. boat y.",
    }
    rules = Rules(phrases=2.0, passes=2)
    found = corpora(texts, min_count=1, rules=rules)
    assert all("new_york" in corpus.words for corpus in found.values())
    assert "new_york" not in Corpus.from_text(texts["2000"], min_count=1, rules=rules).words


def test_typed_sentences_are_cut_so():
    class Reads:
        def __init__(self) -> None:
            self.ids = {"new_york": 0, "is": 1, "king/nn": 2, "acg": 3, "cgt": 4}

    def typed(text: str, rules: Rules) -> tuple[str, ...]:
        return Typed.of(text, Reads(), rules=rules).words

    assert typed("New York is", Rules(phrases=9.0)) == ("new_york", "is")
    assert typed("New York is", USUAL) == ("is",)
    assert typed("King/NN is.", Rules(words="blanks")) == ("king/nn",)
    assert typed("ACGT", Rules(words="pieces")) == ("acg", "cgt")
    assert typed("<b>is</b>", Rules(strip=("markup",))) == ("is",)


def test_words_between_blanks_can_be_merged():
    found = merged("a/DT king/NN. b king/NN", "king/NN", "b", Rules(words="blanks"))
    assert found.text == "a/DT king/NN. king/nn-b king/nn-b"
