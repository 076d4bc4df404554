"""Files of other kinds are known by their content, and called by their names."""

import io
import zipfile

import pytest

from embviz.ui.texts import table
from embviz.util.known_files import KNOWN, is_html, known, known_parts, known_whole

REST = bytes(600)


def office(*names, mimetype=None):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if mimetype is not None:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


MADE = {
    "docx": office("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    "xlsx": office("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": office("ppt/presentation.xml", "[Content_Types].xml"),
    "odt": office("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
    "ods": office("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "epub": office("META-INF/container.xml", mimetype="application/epub+zip"),
    "zip": office("a.txt"),
    "pdf": b"%PDF-1.4\n" + REST,
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + REST,
    "rtf": b"{\\rtf1\\ansi plain}",
    "mobi": b"A book".ljust(60, b"\0") + b"BOOKMOBI" + REST,
    "webp": b"RIFF\1\2\3\4WEBPVP8 " + REST,
    "sound": b"RIFF\1\2\3\4WAVEfmt " + REST,
    "video": b"\0\0\0\x20ftypisom" + REST,
    "lfs": b"version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 9\n",
    "gguf": b"GGUF\3\0\0\0" + REST,
    "program": b"MZ\x90\0\3\0" + REST,
}


@pytest.mark.parametrize("kind", MADE)
def test_each_is_known(kind):
    assert known_whole(MADE[kind]) == kind


def test_texts_are_not_taken_for_others():
    for begin in ("ID3 is a tree. ", "GGUF and MZ. ", "MZ ", "{{rtf}} ", "RIFF ", "BZh ", "PDF-"):
        assert known_whole((begin * 90).encode()) == "" == known((begin * 9).encode())
    assert known_parts(["word/list.txt"]) == ""


def test_web_pages():
    for page in (
        b"\xef\xbb\xbf <HTML lang=de>",
        b"<!-- saved -->\n<!DOCTYPE html>",
        b"<?xml v?><html>",
    ):
        assert is_html(page)
    for page in (b"<htmlx>", b"a <html>", b"<p>A text", b""):
        assert not is_html(page)


def test_each_is_told_on_screen_as_in_python():
    assert table("known_files") == {key: str(each) for key, each in KNOWN.items()}
