"""Several files of vectors are open at once."""

import pytest

from embviz.ui.state import server
from embviz.ui.texts import say
from tests.files.test_archives import zip_of
from tests.ui.app_page import button, complaints, said, session_of
from tests.ui.pages.test_files_page import some, still_of, upload, written

ONE, OTHER = some(d=3), some(d=6)


@pytest.fixture
def files(app):
    return app.switch_page("pages/files.py").run()


def keys(app, what):
    return [each.key.split(".")[-1] for each in app.button if each.key.startswith(f"files.{what}.")]


def d_of(app):
    return still_of(app).file.vectors.matrix.shape[1]


@pytest.fixture
def two(files):
    upload(files, written(ONE), "one.txt")
    assert not keys(files, "show")  # what is on the map is said below
    upload(files, written(OTHER), "other.txt")
    assert len(keys(files, "show")) == 2 and d_of(files) == 6
    return files


def test_each_can_be_put_on_the_map(two):
    one, other = keys(two, "show")
    assert "60 words, 3 dimensions (word2vec text)" in said(two)
    assert button(two, f"files.show.{other}").disabled
    for key, d in ((one, 3), (other, 6), (one, 3)):
        button(two, f"files.show.{key}").click().run()
        assert not two.exception and not complaints(two) and d_of(two) == d
    assert keys(two, "show") == [one, other]  # they stay in their places


def test_each_can_be_closed(two):
    one, other = keys(two, "show")
    button(two, f"files.close.{other}").click().run()
    assert not two.exception and d_of(two) == 3 and not keys(two, "show")
    upload(two, written(some(d=4)), "third.txt")
    third = keys(two, "show")[-1]
    button(two, f"files.close.{one}").click().run()
    assert not two.exception and d_of(two) == 4
    assert session_of(two).seen_files == (third,)


def test_the_last_one_gives_way_to_the_run_before(two):
    one, other = keys(two, "show")
    train = two.switch_page("pages/train.py").run()
    assert not train.exception
    button(train, "train").click().run()
    files = train.switch_page("pages/files.py").run()
    assert len(keys(files, "show")) == 2  # none of them is on the map
    button(files, f"files.close.{one}").click().run()
    button(files, f"files.show.{other}").click().run()
    assert d_of(files) == 6
    assert not files.exception and session_of(files).previous.run is not None


def test_compare_offers_them_by_what_they_are(files):
    upload(files, zip_of({"a.txt": written(ONE), "b.txt": written(OTHER)}), "two.zip")
    field = next(each for each in files.selectbox if each.key.endswith(".member"))
    field.set_value("a.txt").run()
    field = next(each for each in files.selectbox if each.key.endswith(".member"))
    field.set_value("b.txt").run()
    files.session_state["embviz_tab.compare"] = say("compare", "tabs.models")
    app = files.switch_page("pages/compare.py").run()
    assert not app.exception
    options = " ".join(app.selectbox(key="compare.first").options)
    assert "two.zip · a.txt" in options and "two.zip · b.txt" in options


def test_what_the_store_lets_go_is_not_listed(two):
    one, other = keys(two, "show")
    server.files().drop(one)
    two.run()
    assert session_of(two).seen_files == (one, other) and not keys(two, "show")
