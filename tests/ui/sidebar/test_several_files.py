"""Several files, or a zip of them, as one text in the sidebar."""

import pytest

from tests.files.test_text_files import zipped
from tests.ui.app_page import NASTY, button, captions, complaints, session_of

KING = "the king of part {} ruled the land. " * 20
GERMAN = "Der König wohnt im Schloß über der Stadt; schöne Grüße für später. " * 5
RUSSIAN = "Король живёт в замке, и королева живёт в замке. Хлеб лежит на столе. " * 5


def given(app, *files):
    app.selectbox(key="text").set_value("upload").run()
    named = [(name, data, "text/plain") for name, data in files]
    return app.file_uploader(key="file").set_value(named).run()


def parts(*numbers):
    return [(f"part {i}.txt", KING.format(*[i] * 20).encode()) for i in numbers]


def corpus_of(app):
    return session_of(app).source.run.corpus


def listed(app):
    return next(box for box in app.sidebar.expander if "order of their names" in box.label)


def test_several_texts_are_one_by_their_names(app):
    given(app, *parts(10, 9, 2))
    assert not app.exception and not app.error
    assert session_of(app).source.name == "part"
    assert corpus_of(app).sentence(0) == "the king of part 2 ruled the land."
    assert listed(app).label == "Files read, in the order of their names: 3"
    lines = listed(app).get("text")[0].value.splitlines()
    assert lines == [
        f"part {i}.txt: {len(KING.format(*[i] * 20)):,} characters" for i in (2, 9, 10)
    ]
    button(app, "train").click().run()
    assert session_of(app).source.complete
    app.switch_page("pages/words.py").run().switch_page("pages/train.py").run()
    assert app.selectbox(key="text").value == "kept" and not app.error


def test_a_zip_is_the_same_text(app):
    given(app, *parts(2, 1))
    several = corpus_of(app)
    given(app, ("part.zip", zipped([*parts(2, 1), ("__MACOSX/._x", "y")])))
    assert not app.error and corpus_of(app) is several


def test_each_file_has_an_encoding_of_its_own(app):
    before = session_of(app).source
    given(
        app, *parts(1), ("vor.txt", GERMAN.encode("cp1252")), ("ru.txt", RUSSIAN.encode("koi8-r"))
    )
    assert "not UTF-8: 2" in complaints(app)[0] and session_of(app).source is before
    for name, encoding in (("vor", "cp1252"), ("ru", "koi8-r")):
        box = next(each for each in app.selectbox if f"Encoding of {name}" in each.label)
        box.set_value(encoding).run()
    assert not app.error and not app.exception
    assert {"könig", "королева", "king"} <= {*corpus_of(app).words}
    assert "ru.txt" in listed(app).get("text")[0].value.splitlines()[1]
    assert "koi8-r" in listed(app).get("text")[0].value


def test_what_is_no_text_is_left_out_and_told(app):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    given(app, *parts(1), (f"{NASTY[:20]}.png", picture))
    assert not app.exception and not app.error
    assert "Left out: \\*\\*bold" in captions(app)
    assert corpus_of(app).reading.sentences == 20


WORD = [("[Content_Types].xml", "x"), ("word/document.xml", "x")]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bomb.zip", zipped([("a.txt", bytes(2**25))]), "as attacks do"),
        ("none.zip", zipped([("a.png", b"\x89PNG\r\n\x1a\n\x00")]), "plain text"),
        ("report.docx", zipped(WORD), "Word document"),
        ("report.zip", zipped(WORD), "Word document"),
        ("cut.zip", zipped(parts(1))[:-9], ""),
    ],
)
def test_what_cannot_be_read_is_refused_and_the_picture_stays(app, name, data, said):
    before = session_of(app).source
    given(app, (name, data))
    assert not app.exception and len(complaints(app)) == 1 and said in complaints(app)[0]
    assert session_of(app).source is before and button(app, "train").disabled
