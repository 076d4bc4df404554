"""Garbage is collected while the server rests."""

from pathlib import Path

import pytest
from streamlit import config

from embviz.ui.state.garbage import LATEST_S, PERIOD_S, GarbageRule
from embviz.util.places import app_folder


class Server:
    """A clock, the work that was done by then, and the runs under way."""

    def __init__(self):
        self.now = self.worked = 0.0
        self.runs = self.collections = 0
        self.rule = GarbageRule(
            lambda: self.runs, self.collect, lambda: self.now, lambda: self.worked
        )

    def collect(self):
        self.collections += 1
        self.worked += 0.1  # which is no reason for another

    def work(self, share, periods=1):
        for _ in range(periods):
            self.now += PERIOD_S
            self.worked += share * PERIOD_S
            self.rule.look()


@pytest.fixture
def server():
    return Server()


def test_nothing_is_collected_while_the_server_is_busy_but_once_when_it_rests(server):
    server.work(0.9, periods=5)
    assert server.collections == 0
    server.work(0.01)
    assert server.collections == 1
    server.work(0.001, periods=20)
    assert server.collections == 1, "there was nothing new"


def test_a_run_under_way_is_not_disturbed(server):
    server.runs = 1
    server.work(0.9)
    server.work(0.01, periods=5)
    assert server.collections == 0
    server.runs = 0
    server.work(0.01)
    assert server.collections == 1


def test_a_server_that_never_rests_collects_now_and_then(server):
    server.runs = 30
    periods = int(10 * LATEST_S / PERIOD_S)
    server.work(0.9, periods=periods)
    assert 9 <= server.collections <= 10


def test_a_server_that_nobody_visits_does_nothing(server):
    server.work(0.0002, periods=200)
    assert server.collections == 0


@pytest.fixture
def settings(tmp_path):
    """What Streamlit's settings are when the app is started from a folder."""
    app = app_folder() / "app.py"

    def started_in(folder: Path):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            patch.setattr(config, "_main_script_path", str(app))
            return config.get_config_options(force_reparse=True)

    yield started_in
    config.get_config_options(force_reparse=True)


def test_streamlit_does_not_collect_wherever_the_app_is_started(settings, tmp_path):
    """It reads what lies beside the app last of all files, and so do the installed command's."""
    for folder in (app_folder(), tmp_path):
        assert settings(folder)["runner.postScriptGC"].value is False
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text("[runner]\npostScriptGC = true\n")
    assert settings(tmp_path)["runner.postScriptGC"].value is False
