"""Every word on screen has a place in `texts/`, and every place is used."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

import embviz
from embviz.models import MODELS
from embviz.text.charsets import _CANDIDATES, _LAST_RESORT
from embviz.text.samples import SAMPLES
from embviz.ui.texts import model_lesson, ordinal, say, table

PACKAGE = Path(embviz.__file__).parent
SOURCES = [*PACKAGE.rglob("*.py")]


@pytest.mark.parametrize("name", MODELS)
def test_every_model_and_setting_has_its_words(name):
    for key in ("name", "help"):
        assert say("settings", f"{name}.{key}")
    for each in fields(MODELS[name]):
        assert say("settings", f"{name}.{each.name}.label")
        assert say("settings", f"{name}.{each.name}.help")


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_has_its_words(sample):
    assert say("train", f"text.options.{sample}")


RAISED = (
    r"(?:TextError|SettingError|EvaluationError|ClusterError|WorkCrashed|MissingWord"
    r"|RecordingError|\bfault)"
)
REASON = re.compile(RAISED + r'\(\s*(?:reason=)?"(\w+)"(?: if \w+ else "(\w+)")?')


def reasons():
    """All reasons that errors below give, as the sources spell them."""
    found = set()
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        found |= {reason for match in REASON.findall(text) for reason in match if reason}
    python_only = {"projection", "no_text", "no_sample", "closed"}
    return sorted(found - python_only - {"other_kind"})  # which has a file of its own


@pytest.mark.parametrize("reason", reasons())
def test_every_error_that_a_page_can_meet_is_worded(reason):
    assert reason in table("errors")


def test_every_encoding_that_is_suggested_has_a_name():
    assert {*_CANDIDATES, _LAST_RESORT} <= set(table("encodings"))


def test_literal_keys_exist():
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        for file, key in re.findall(r'say\(\s*"(\w+)",\s*"([\w.]+)"', text):
            entry = table(file)
            for part in key.split("."):
                assert part in entry, f"{file}: {key} ({source.name})"
                entry = entry[part]


LESSONS = PACKAGE / "ui" / "texts" / "en" / "lessons"


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_a_lesson_of_short_sentences(name):
    lesson = model_lesson(name)
    assert lesson.startswith("# ") and lesson.count("$$") >= 2 and "https://" in lesson
    assert 1000 < len(lesson) < 3000  # a screenful
    # A formula between signs on one line would be set small, and not in the middle.
    assert all(line.strip() == "$$" for line in lesson.splitlines() if "$$" in line)
    for part in ("The idea", "One step", "What to watch for", "Try", "What it cannot do"):
        assert f"**{part}.**" in lesson, "lessons are alike"
    prose = re.sub(r"\$\$.*?\$\$", ".", lesson, flags=re.DOTALL)
    prose = re.sub(r"\$[^$]*\$", "x", prose)
    for sentence in re.split(r"[.!?:]\W|\n\n|\n- ", prose):
        assert len(sentence.split()) <= 15, sentence


def test_every_lesson_is_that_of_a_model():
    assert {path.stem for path in (LESSONS.parent / "models").iterdir()} == set(MODELS)
    assert all(path.stem.startswith("inside-") for path in LESSONS.iterdir())


@pytest.mark.parametrize("path", sorted(LESSONS.glob("inside-*.md")), ids=lambda path: path.stem)
def test_lessons_beside_numbers_have_short_sentences(path):
    text = re.sub(r"\{\w+\}", "x", path.read_text(encoding="utf-8")).replace("**", "")
    for sentence in re.split(r"[.!?:;]\s|\n\n", text):
        assert len(sentence.split()) <= 15, sentence


LETTER = re.compile(
    r"(?P<bold>\\mathbf\s?\{?)?\b(?P<row>[uvz])\}?_(?P<index>\w|\{(?:[^{}]|\{[^}]*\})*\})"
)
INDICES = {"w", "{w'}", "{w_i}", "{w_o}", "{w_{neg,k}}", "g"}


@pytest.mark.parametrize("name", MODELS)
def test_lessons_write_rows_as_the_page_of_a_step_does(name):
    """v of E and u of U, both bold: w_i is the centre, w_o a context, w any word."""
    text = model_lesson(name).replace(r"\text{neg}", "neg")
    found = list(LETTER.finditer(text))
    assert found
    for each in found:
        assert each["bold"], each[0]
        assert each["index"] in INDICES, each[0]
    assert not re.search(r"\bw_[cj]\b|_\{co\}|_\{ij\}", text)


@pytest.mark.parametrize(
    ("n", "place"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (21, "21st"), (1013, "1,013th")],
)
def test_places_in_an_order_are_written_in_words_of_the_language(n, place):
    assert ordinal(n) == place


# What has a usual name in the field or the language is called by it.
ODD = (
    r"luck|\bcommonest\b|take it home|taken along|\bmend\b|\bblanks\b|by heart|the run before"
    r"|guesses|who sits|leave the range"
)


@pytest.mark.parametrize("file", sorted(LESSONS.parent.glob("*.toml")), ids=lambda file: file.stem)
def test_no_odd_words_stand_where_there_are_usual_ones(file):
    for line in file.read_text(encoding="utf-8").splitlines():
        key, _, sentence = line.partition(" = ")
        assert not re.search(ODD, sentence, re.IGNORECASE), key
