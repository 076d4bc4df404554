"""The Association tab: ready lists, lists of one's own, the answer in words, and bad lists."""

import io
import json

import numpy as np
import pytest

import embviz as ev
from embviz.files.write import save_vectors
from embviz.measures.association import NAMES, Weat
from embviz.measures.published_lists import weat_list_names
from embviz.ui.pages.words import association
from embviz.ui.pages.words.four_lists import MOST
from embviz.ui.texts import say
from tests.measures.test_association import GLOVE
from tests.ui.app_page import NASTY, button, paste, said, session_of
from tests.ui.pages.test_words_page import opened

TEST = "asking.association.test"


def trained(app, text="kingdom", epochs=20):
    app.selectbox(key="text").set_value(text).run()
    app.number_input(key="skipgram.epochs").set_value(epochs).run()
    button(app, "train").click().run()
    app.switch_page("pages/words.py").run()
    return opened(app, "Association")


@pytest.fixture
def tab(app):
    return trained(app)


def area(app, name):
    return app.text_area(key=f"asking.association.{name}")


def typed(app, **lists):
    for name, words in lists.items():
        area(app, name).set_value(words)
    app.run()
    assert not app.exception
    return app


def figure(app):
    [chart] = app.get("plotly_chart")
    return json.loads(chart.proto.spec)


def vectors_of(app):
    return session_of(app).source.vectors_by("E")


def test_an_example_of_the_text_is_answered_at_once(tab):
    test = ev.weat_sample_tests("kingdom")["gender"]
    assert [tuple(area(tab, name).value.split()) for name in NAMES] == list(test.lists)
    found = ev.weat(vectors_of(tab), *test.lists)
    assert "“male people”** lean to **“he, his”**" in said(tab)
    assert f"d\u00a0=\u00a0**{found.effect:.2f}**" in said(tab)
    assert f"all {found.dealings:,} permutations" in said(tab)
    assert "Fewer than 6 words" in said(tab) and not tab.warning
    drawn = figure(tab)
    words = drawn["layout"]["yaxis"]["ticktext"]
    by_association = sorted(found.targets, key=lambda part: -part.association)
    assert words == [part.word for part in by_association]
    assert [trace["name"] for trace in drawn["data"]] == ["male people", "female people"]


def test_the_table_has_every_word_with_its_count(tab):
    tab.session_state["asking.fold.word_by_word"] = True
    tab.run()
    table = tab.dataframe[0].value
    lists = ev.weat_sample_tests("kingdom")["gender"].lists
    assert set(table["Word"]) == {word for words in lists for word in words}
    film = session_of(tab).source.film
    counts = dict(zip(film.words, film.counts.tolist(), strict=True))
    assert list(table["Occurrences"]) == [counts[word] for word in table["Word"]]
    found = ev.weat(vectors_of(tab), *lists)
    parts = [part.contribution for part in (*found.targets, *found.attributes)]
    assert list(table["Part of d"]) == pytest.approx(parts, abs=1e-4)


def test_tests_of_the_text_come_first_then_those_of_the_paper(tab):
    chosen = tab.selectbox(key=TEST)
    begin = [option.split(":")[0] for option in chosen.options]
    assert begin[:3] == ["This text", "This text", "Caliskan et al. 1"]
    assert begin[-1] == "Your own lists" and len(set(chosen.options)) == 2 + 10 + 1
    chosen.set_value("text.kingdom.sport_art").run()
    assert "No more than chance" in said(tab) and "lean to" not in said(tab)
    assert "sang" in area(tab, "Y").value
    tab.selectbox(key=TEST).set_value("paper.flowers_insects").run()
    assert "No word of list X has a vector here" in said(tab)
    assert "aster, clover" in said(tab) and "more" in said(tab)
    assert not tab.get("plotly_chart")


def test_every_published_list_has_a_name():
    for test in ev.weat_tests():
        names = [say("words", f"association.lists.{each}") for each in weat_list_names(test)]
        assert len(set(names)) == 4


def test_what_is_typed_is_a_list_of_ones_own(tab):
    typed(tab, X="King PRINCE man boy", Y="queen princess woman girl nowhere")
    assert tab.selectbox(key=TEST).value == "own"
    assert "No vectors here: nowhere" in said(tab)
    assert "“King, PRINCE …”" in said(tab).replace("\\", "")
    expected = ev.weat(
        vectors_of(tab),
        ["king", "prince", "man", "boy"],
        ["queen", "princess", "woman", "girl"],
        *ev.weat_sample_tests("kingdom")["gender"].lists[2:],
    )
    assert f"**{expected.effect:.2f}**" in said(tab)


def test_the_other_way_round_can_be_exchanged(tab):
    he, she = area(tab, "A").value, area(tab, "B").value
    typed(tab, A=she, B=he)
    assert "other way round" in said(tab)
    button(tab, "asking.association.exchange").click().run()
    assert "other way round" not in said(tab)
    assert "“female people”** lean to **“she, her”**" in said(tab), "lists keep their names"


def test_lists_that_are_short_or_unequal_or_share_words_or_are_rare_are_told(tab):
    typed(tab, X="king man", Y="queen woman", A="she", B="he")
    assert "Too few words to tell" in said(tab) and "at least 0.167" in said(tab)
    typed(tab, X="queen woman", Y="king man")
    assert "Too few words to tell" in said(tab)
    typed(tab, X="king throne man", Y="queen woman", A="he king", B="she her")
    assert "X has 3 words and Y 2" in said(tab)
    assert "nearest to itself: king" in said(tab)
    assert "throne" in next(each.value for each in tab.caption if "Rare" in each.value)


def test_a_large_effect_that_so_few_words_cannot_tell_is_not_called_small(tab):
    typed(tab, X="KING Prince", Y="Queen PRINCESS", A="he his", B="she her")
    assert "Too few words to tell" in said(tab) and "hardly differ" not in said(tab)
    assert "No more than chance" not in said(tab)


@pytest.mark.parametrize(
    ("effect", "p", "dealings", "verdict"),
    [
        (1.73, 1 / 6, 6, "too_few"),
        (0.1, 0.5, 6, "too_few"),
        (0.1, 0.4, 70, "alike"),
        (-0.1, 0.6, 70, "alike"),
        (0.9, 0.1, 70, "chance"),
        (1.5, 1 / 70, 70, "found"),
        (-1.5, 1.0, 70, "reversed"),
    ],
)
def test_the_verdict_follows_from_effect_and_p(effect, p, dealings, verdict):
    found = Weat(effect, p, True, dealings, 0.0, (), (), {}, (), (), {})
    assert association._verdict(found) == verdict


BAD = {
    "": "Empty: X",
    " ,; ": "Empty: X",
    "king,": "needs at least two",
    "king queen": "“queen” is in both lists",
    "нет such": "No word of list X",
    NASTY: "No word of list X",
    "x" * 9000: "No word of list X",
    " ".join(f"w{i}" for i in range(MOST + 9)): f"At most {MOST} words",
}


def test_bad_lists_get_a_sentence(tab):
    for words, told in BAD.items():
        typed(tab, X=words)
        assert told in said(tab)
        assert not tab.get("plotly_chart") and not tab.error
        assert "![" not in said(tab), "Markdown of a visitor's is escaped"
        assert "here: ." not in said(tab)


def test_the_same_words_everywhere_have_no_effect(tab, monkeypatch):
    def flat(*args, **kwargs):
        x = np.array([[1.0, 1], [2, 2], [3, 3], [4, 4], [1, 0], [0, 1]])
        words = ("king", "man", "queen", "woman", "he", "she")
        return ev.weat(ev.Vectors(words, x), words[:2], words[2:4], ["he"], ["she"])

    monkeypatch.setattr(association, "weat", flat)
    typed(tab, X="king man", Y="queen woman", A="he", B="she")
    assert "there is no effect" in said(tab) and "nan" not in said(tab)


def test_an_earlier_frame_knows_only_the_words_on_the_map(tab):
    session_of(tab).rested = 1
    tab.run()
    assert "Not on the map, so earlier epochs do not know them: his, her" in said(tab)
    assert len(tab.get("plotly_chart")) == 1
    tab.session_state["asking.fold.word_by_word"] = True
    tab.run()
    film = session_of(tab).source.film
    counts = dict(zip(film.words, film.counts.tolist(), strict=True))
    table = tab.dataframe[0].value
    assert list(table["Occurrences"]) == [counts[word] for word in table["Word"]]


def test_words_of_the_lists_are_shown_on_the_map(tab):
    tab.button(key="asking.on_map").click().run()
    assert {"king", "queen", "madam"} <= set(session_of(tab).selected)


def test_another_text_brings_its_own_example_and_typed_lists_stay(app):
    trained(app, "tiny", 3)
    assert area(app, "X").value == "bread cheese soup rice"
    app.switch_page("pages/train.py").run()
    trained(app, "bank", 1)
    assert "meadow" in area(app, "X").value
    typed(app, X="shop hotel office")
    app.switch_page("pages/train.py").run()
    trained(app, "tiny", 4)
    assert area(app, "X").value == "shop hotel office"


def test_a_text_of_ones_own_has_an_example_of_its_words(app):
    paste(app, "The cat sat on the mat. A dog sat on the log. The bird sang in a tree. " * 9)
    button(app, "train").click().run()
    app.switch_page("pages/words.py").run()
    opened(app, "Association")
    assert app.selectbox(key=TEST).value == "own"
    lists = [area(app, name).value.split() for name in NAMES]
    assert len({len(words) for words in lists}) == 1
    assert set().union(*lists) <= set(session_of(app).source.words)
    assert len(app.get("plotly_chart")) == 1


def test_too_small_a_text_leaves_the_lists_empty(app):
    paste(app, "One two three. " * 30)
    button(app, "train").click().run()
    app.switch_page("pages/words.py").run()
    opened(app, "Association")
    assert "Type words for each of the four lists. Empty: X, Y, A, B." in said(app)


def test_vectors_from_a_file_and_what_the_paper_found(app):
    told = json.loads(GLOVE.read_text(encoding="utf-8"))
    triangle = np.zeros((len(told["words"]),) * 2)
    triangle[np.tril_indices(len(triangle), -1)] = told["cosines"]
    rows = np.linalg.cholesky(triangle + triangle.T + np.eye(len(triangle)))
    target = io.BytesIO()
    vectors = ev.Vectors(tuple(told["words"]), rows.astype(np.float32))
    save_vectors(vectors, target, "word2vec_text", {})
    app.switch_page("pages/files.py").run()
    file = ("glove.txt", target.getvalue(), "text/plain")
    app.file_uploader(key="files.upload").set_value(file).run()
    app.switch_page("pages/words.py").run()
    opened(app, "Association")
    assert app.selectbox(key=TEST).value == "paper.illness", "the only one whose words are there"
    assert said(app).count("**1.38**") == 2, "here, and in the paper"
    assert "Common Crawl" in said(app) and not app.warning
    assert "related ones move together" in said(app) and "another seed" not in said(app)
    app.session_state["asking.fold.word_by_word"] = True
    app.run()
    assert "Occurrences" not in app.dataframe[0].value
