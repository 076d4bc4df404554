"""The `embviz` command."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

import embviz
from embviz.cli.main import _hosts, main
from embviz.files.rows.how import How
from embviz.util.places import app_folder

CODE = "import sys; sys.argv = ['embviz', *{!r}]; from embviz.cli.main import main; main()"


def process(*options: str) -> "subprocess.CompletedProcess[str]":
    """The command as it is started from a shell."""
    return subprocess.run(
        [sys.executable, "-c", CODE.format(options)], capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def command(capsys, monkeypatch):
    """The command in this process, told of in the same way: to start Python takes a second.

    It cannot start the app, which would never end, and what it sets for the app is gone after it.
    """
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setitem(sys.modules, "streamlit.web.cli", None)

    def run(*options: str) -> "subprocess.CompletedProcess[str]":
        monkeypatch.setattr(sys, "argv", ["embviz", *options])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return subprocess.CompletedProcess(options, ended.value.code or 0, said.out, said.err)

    return run


def test_says_what_it_is(command):
    done = command("--help")
    assert done.returncode == 0
    assert "embviz" in done.stdout


def test_says_how_a_file_is_opened(command):
    for asked in ("--help", "-h"):
        done = command("open", asked)
        assert done.returncode == 0 and done.stdout.startswith("usage: embviz open FILE")
    assert "needs a file" in command("open", "--limit", "3").stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes by name")
@pytest.mark.parametrize("name", ["open", "doctor"])
def test_waits_for_nobody(command, tmp_path, name):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path, told in (("pipe", "This is a pipe"), ("loop", "symbolic links")):
        done = command(name, str(tmp_path / path))
        assert done.returncode in (1, 2) and told in done.stderr and not done.stdout
    done = command(name, "~nobody-knows/x")
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "hosts"),
    [
        ([], []),
        (["--server.port", "80"], []),
        (["--server.address", "127.0.0.1"], []),
        (["--server.address=localhost"], []),
        (["--server.address", "0.0.0.0"], ["--server.allowedHosts", "*"]),
        (["--server.address=10.0.0.5"], ["--server.allowedHosts", "*"]),
        (["--server.address", "0.0.0.0", "--server.allowedHosts", "a.org"], []),
        (["--server.allowedHosts=a.org", "--server.address=0.0.0.0"], []),
    ],
)
def test_a_server_for_others_is_found_by_its_names(monkeypatch, options, hosts):
    monkeypatch.delenv("STREAMLIT_SERVER_ADDRESS", raising=False)
    monkeypatch.delenv("STREAMLIT_SERVER_ALLOWED_HOSTS", raising=False)
    assert _hosts(options) == hosts


def test_a_cluster_is_named_on_the_command_line(command, monkeypatch):
    assert "--scheduler ADDRESS" in command("--help").stdout
    with pytest.raises(ModuleNotFoundError):  # the app, which the command cannot start here
        command("--scheduler", "tcp://10.0.0.5:8786")
    assert os.environ["EMBVIZ_SCHEDULER"] == "tcp://10.0.0.5:8786"
    monkeypatch.setattr("embviz.cli.main.find_spec", lambda name: None)
    done = command("--scheduler", "tcp://10.0.0.5:8786")
    assert done.returncode == 2 and "pip install 'embviz[cluster]'" in done.stderr


def test_version():
    done = process("--version")
    assert done.returncode == 0
    assert done.stdout.strip() == f"embviz {embviz.__version__}"


@pytest.mark.parametrize("name", ["app.py", "pages/train.py", "sample_data/kingdom.txt"])
def test_finds_the_files_of_the_app(name):
    assert (app_folder() / name).is_file()


def test_version_is_that_of_the_project():
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{embviz.__version__}"' in project


README = str(Path(__file__).parents[2] / "README.md")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["open"], "needs a file"),
        (["open", "nowhere.txt"], "cannot open"),
        (["open", "."], "cannot open"),
        (["open", README, "--limit", "3", README], "before the options"),
        (["open", README, "{vectors}"], "read as one text"),
        (["opn", README], "no command opn"),
        (["open", README, "--limit", "few"], "whole number"),
    ],
)
def test_what_cannot_be_opened_is_refused_before_anything_starts(
    command, arguments, told, tmp_path
):
    vectors = tmp_path / "vectors.txt"
    vectors.write_text("2 3\nking 1 2 3\nqueen 1 2 4\n", encoding="utf-8")
    done = command(*(each.format(vectors=vectors) for each in arguments))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert told in done.stderr


def test_what_is_neither_text_nor_film_nor_vectors_is_refused(command, tmp_path):
    for data, told in (
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x80\x04K\x01.", "pickle"),
        (b"", "empty"),
    ):
        for name in ("file", "file.csv"):
            path = tmp_path / name
            path.write_bytes(data)
            done = command("open", str(path))
            assert done.returncode == 1 and told in done.stderr and not done.stdout


def test_tells_what_is_in_a_file_of_vectors(command, tmp_path):
    path = tmp_path / "vectors.bin"
    path.write_bytes(b"4 2\nking 0.5 1\nKing 0.5 1\nking 1 1\n\x1b[2J 3 4\n")
    done = process("doctor", str(path))
    assert done.returncode == 0 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "3 words, 2 dimensions (word2vec text)"
    assert "- Duplicate words: their first rows were kept. (first in line 4; e.g. king)" in lines
    assert any("capitals" in line and "e.g. King" in line for line in lines)
    assert command("doctor", str(path), "--limit", "1").stdout.startswith("1 words")


@pytest.mark.parametrize("data", [b"", b"\x80\x04K\x01.", b"king 1 2\nqueen 1 2\nman 1 \x1b[2J\n"])
def test_refuses_what_it_cannot_read(command, tmp_path, data):
    path = tmp_path / "vectors.bin"
    path.write_bytes(data)
    done = command("doctor", str(path))
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith(str(path)) and "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert command("doctor", str(path.with_name("none"))).returncode == 1
    assert command("doctor", str(path), "--limit", "0").returncode == 2


def test_open_refuses_a_folder_without_vectors(command, tmp_path):
    done = command("open", str(tmp_path))
    assert done.returncode == 2
    assert f"cannot open {tmp_path}: it is a folder without vectors" in done.stderr


def test_makes_a_film_of_a_folder_of_checkpoints(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny").mkdir()
    for step in (2, 10):
        matrix = {"wte.weight": np.full((5, 3), step, np.float32)}
        save_file(matrix, tmp_path / "tiny" / f"step{step}.safetensors")
    done = command("film", "tiny", "-o", "mine.npz", "--shown", "4")
    assert done.returncode == 0 and not done.stderr
    assert done.stdout.splitlines() == [
        "2 checkpoints, step2 to step10; layer wte.weight, 5 x 3",
        "no tokenizer.json, vocab.json or vocab.txt: words are the numbers of their rows",
        "mine.npz: 2 frames of 4 words",
        "open it: embviz open mine.npz",
    ]
    assert embviz.load("mine.npz").recipe.along.values == ("2", "10")
    assert command("film", "tiny").returncode == 0 and (tmp_path / "tiny.npz").is_file()


def test_says_why_there_is_no_film(command, tmp_path):
    done = command("film", str(tmp_path))
    assert done.returncode == 1 and "safetensors files in" in done.stderr and not done.stdout
    assert "no such file" in command("film", str(tmp_path / "none")).stderr
    assert "ends in .npz" in command("film", str(tmp_path), "-o", "film.gif").stderr
    assert "whole number" in command("film", str(tmp_path), "--frames", "1").stderr
    assert command("film", "--help").stdout.startswith("usage: embviz film")


def test_how_a_file_is_read_can_be_said(command, tmp_path):
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("small.txt", "king 0.5 1.5\nqueen 0.25 2.5\n")
        archive.writestr("large.txt", "king 0.5 1.5 2.5\nqueen 0.25 2.5 3.5\n")
    done = command("doctor", str(path))
    assert done.returncode == 1 and "small.txt, large.txt" in done.stderr
    assert '--member "small.txt"' in done.stderr
    done = command("doctor", str(path), "--member", "large.txt")
    assert done.returncode == 0 and "2 words, 3 dimensions" in done.stdout
    assert command("doctor", str(path), "--format", "word").returncode == 2
    help_ = command("doctor", "--help").stdout
    for each in fields(How):
        assert f"--{'format' if each.name == 'kind' else each.name}" in help_
    with pytest.raises(ModuleNotFoundError):  # the app, which the command cannot start here
        command("open", str(path), "--separator", "tab", "--no-heading", "--member", "a")
    said = json.loads(os.environ["EMBVIZ_HOW"])
    assert How(**said) == How(separator="\t", heading=False, member="a")


@pytest.mark.parametrize("kind", ["text", "vectors", "film"])
def test_what_a_file_is_can_be_said(command, tmp_path, kind):
    (tmp_path / "a").write_bytes(b"%PDF-1.4")
    assert command("open", str(tmp_path / "a")).returncode == 1
    with pytest.raises(ModuleNotFoundError):
        command("open", str(tmp_path / "a"), "--as", kind)
    assert os.environ["EMBVIZ_AS"] == kind
    assert command("open", str(tmp_path / "b"), "--as", kind).returncode == 2
