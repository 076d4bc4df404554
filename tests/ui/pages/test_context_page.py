"""The Context page: a word in its sentences, as networks see it."""

import re

import numpy as np
import pytest

from embviz.language.occurrences import contexts
from embviz.wordmap.packing import split
from tests.ui.app_page import NASTY, button, said, session_of

SENTENCES = ". ".join(
    ["a deep river bank", "the bank river wet", "coin bank rich loan", "a loan bank clerk"] * 12
)


def trained(app, model, text=None, **settings):
    """The Context page of a small network."""
    if text is None:
        app.selectbox(key="text").set_value("tiny").run()
    else:
        app.selectbox(key="text").set_value("paste").run()
        app.text_area(key="pasted").set_value(text).run()
    app.selectbox(key="model").set_value(model).run()
    for name, value in {"epochs": 3, "dimension": 8, **settings}.items():
        app.number_input(key=f"{model}.{name}").set_value(value).run()
    button(app, "train").click().run()
    return app.switch_page("pages/context.py").run()


@pytest.fixture
def bert(app):
    return trained(app, "bert")


def opened(app, tab):
    app.session_state["context.tab"] = tab
    return app.run()


def dots(app):
    """The header and the numbers of the dots that the page sent."""
    [found] = [e for e in app.get("bidi_component") if "dots" in e.proto.id]
    header, rest = split(found.proto.bytes)
    shape = header["frames"], header["layers"], header["n"], 2
    return header, np.frombuffer(rest, "<u2").reshape(shape)


def film_of(app):
    source = session_of(app).source
    return source.film.extended(frame.snapshot for frame in source.frames), source.run.corpus


def test_a_film_without_a_network_offers_one(app) -> None:
    page = app.switch_page("pages/context.py").run()
    assert "GPT and BERT give it a vector in each sentence" in said(page)
    assert not page.exception and not page.tabs


def test_occurrences_are_those_of_the_library(bert) -> None:
    header, numbers = dots(bert)
    film, corpus = film_of(bert)
    word = bert.text_input(key="context.word").value
    seen = contexts(film, corpus, word)
    assert header["told"] == list(seen.sentences) and header["layers"] == 3
    assert header["epochs"][0] == 0 and header["epochs"][-1] == 3
    assert len(np.unique(numbers[-1, -1], axis=0)) > 1
    assert len(header["labels"]) >= 1 and max(header["label"]) <= len(header["labels"])


def test_another_word_is_looked_at(bert) -> None:
    bert.text_input(key="context.word").set_value("queen").run()
    header, _ = dots(bert)
    assert all("queen" in each.lower() for each in header["told"])
    assert session_of(bert).selected == ("queen",)


@pytest.mark.parametrize("word", ["", "zebra", NASTY])
def test_a_word_that_is_not_there_is_said(bert, word) -> None:
    bert.text_input(key="context.word").set_value(word).run()
    assert not bert.exception
    assert any("stands in none of these sentences" in each.value for each in bert.warning)


def test_a_typed_sentence_lands_among_the_dots(app) -> None:
    page = opened(trained(app, "bert", SENTENCES), "A sentence")
    page.text_input(key="context.word").set_value("bank").run()
    page.text_input(key="context.first").set_value("a bank wet river").run()
    page.text_input(key="context.second").set_value("a BANK zebra coin").run()
    found = re.search(
        r"Row and place \*\*([\d.-]+)\*\* · After layer 1 .* · After layer 2 \*\*([\d.-]+)\*\*",
        said(page),
    )
    assert found[1] == "1.00"  # the same row at the same place
    assert "“zebra”" in said(page)
    film, corpus = film_of(page)
    own = ["a bank wet river", "a BANK zebra coin"]
    one, two = contexts(film, corpus, "bank", sentences=own).vectors
    cosine = one @ two / np.linalg.norm(one) / np.linalg.norm(two)
    assert float(found[2]) == pytest.approx(cosine, abs=0.01)
    header, _ = dots(opened(page, "Occurrences"))
    assert header["typed"] == 2 and header["told"][-2:] == own


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no word in this sentence"),
        ("zebra!", "knows none of these words"),
        ("the river", "does not stand in this sentence"),
        ("bank " * 40, "read in pieces of 32"),
        (f"{NASTY} bank", "Not in the vocabulary"),
    ],
)
def test_what_a_sentence_lacks_is_said(app, text, sentence) -> None:
    page = opened(trained(app, "bert", SENTENCES), "A sentence")
    page.text_input(key="context.word").set_value("bank").run()
    page.text_input(key="context.first").set_value(text).run()
    assert not page.exception
    assert sentence in said(page)


@pytest.mark.parametrize("model", ["bert", "gpt"])
def test_attention_is_drawn_for_each_head(app, model) -> None:
    page = opened(trained(app, model), "Attention")
    figures = [each for each in page.get("plotly_chart")]
    assert len(figures) == 2 and not page.exception
    assert "not why the network answers" in said(page)


def test_a_network_of_no_layers_has_no_attention(app) -> None:
    page = opened(trained(app, "gpt", layers=0), "Attention")
    assert any("no layers" in each.value for each in page.info)
    assert dots(opened(page, "Occurrences"))[0]["layers"] == 1


def test_gpt_writes_the_same_until_asked_again(app) -> None:
    page = opened(trained(app, "gpt"), "Predictions")
    first = page.dataframe[0].value
    assert list(first["Word"])[-1] == "⟨end⟩" or len(first) > 20
    page.run()
    assert page.dataframe[0].value.equals(first)
    texts = set()
    for _ in range(3):
        button(page, "context.write").click().run()
        texts.add(" ".join(page.dataframe[0].value["Word"]))
    assert len(texts) > 1


def test_bert_fills_the_word_that_is_masked(bert) -> None:
    page = opened(bert, "Predictions")
    page.text_input(key="context.first").set_value("the king eats the bread").run()
    assert not page.exception
    assert len(page.get("plotly_chart")) == 1
    assert "▢" in said(page)


def test_a_word_that_stands_once_is_said(app) -> None:
    page = trained(app, "bert", f"{SENTENCES}. one lonely word here")
    page.text_input(key="context.word").set_value("lonely").run()
    assert any("only once" in each.value for each in page.info)


def test_two_words_are_merged_and_come_apart(app) -> None:
    page = opened(trained(app, "bert", SENTENCES), "Merge")
    page.text_input(key="context.one").set_value("river").run()
    page.text_input(key="context.other").set_value("zebra").run()
    button(page, "context.merge").click().run()
    assert "“zebra” does not stand in the text" in said(page)
    page.text_input(key="context.other").set_value("Loan").run()
    button(page, "context.merge").click().run()
    assert not page.exception
    source = session_of(page).source
    assert "river-loan" in source.film.words and "river" not in source.film.words
    page = opened(page, "Occurrences")
    assert page.text_input(key="context.word").value == "river-loan"
    assert dots(page)[0]["labels"] == [], "senses are shown when asked for"
    page.session_state["context.colour.4"] = "sense"
    header, _ = dots(page.run())
    assert len(header["explained"]) == len(header["epochs"])
    assert sorted(header["labels"]) == ["loan", "river"]
    for sentence, label in zip(header["told"], header["label"], strict=True):
        wet = "wet" in sentence or "deep" in sentence
        assert header["labels"][label] == ("river" if wet else "loan")


def test_a_dimension_that_heads_do_not_divide_is_said(app) -> None:
    app.selectbox(key="model").set_value("bert").run()
    app.number_input(key="bert.dimension").set_value(25).run()
    assert "2 heads cannot share 25 dimensions" in said(app)
    assert not app.exception


def test_sentences_that_are_cut_are_counted(app) -> None:
    app.selectbox(key="text").set_value("paste").run()
    app.text_area(key="pasted").set_value(f"{SENTENCES}. {'a deep river ' * 12}").run()
    app.selectbox(key="model").set_value("gpt").run()
    assert "1 of 49 sentences are longer than 32 words" in said(app.sidebar)
    app.number_input(key="gpt.context").set_value(64).run()
    assert "they are cut" not in said(app.sidebar)


def test_the_loss_curve_has_two_lines(app) -> None:
    app.selectbox(key="model").set_value("bert").run()
    header, _ = split(app.get("bidi_component")[0].proto.bytes)
    assert set(header["lines"]) == {"frequencies", "word pairs"}
    assert header["lines"]["frequencies"] > header["lines"]["word pairs"] > 0
