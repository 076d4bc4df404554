"""The `embviz` command."""

import subprocess
import sys
from pathlib import Path

import pytest

import embviz
from embviz._places import app_folder

CODE = "import sys; sys.argv = ['embviz', *{!r}]; from embviz.cli import main; main()"


def command(*options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", CODE.format(options)], capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_says_what_it_is(option):
    done = command(option)
    assert done.returncode == 0
    assert "embviz" in done.stdout


def test_version():
    assert command("--version").stdout.strip() == f"embviz {embviz.__version__}"


@pytest.mark.parametrize("name", ["app.py", "pages/train.py", "sample_data/kingdom.txt"])
def test_finds_the_files_of_the_app(name):
    assert (app_folder() / name).is_file()


def test_version_is_that_of_the_project():
    project = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{embviz.__version__}"' in project


@pytest.mark.parametrize("arguments", [["open"], ["open", "nowhere.txt"], ["open", "."]])
def test_what_cannot_be_opened_is_refused_before_anything_starts(arguments):
    done = command(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert ("needs a file" if len(arguments) == 1 else "cannot open") in done.stderr
