"""The sidebar says on which cluster runs are trained, or in a sentence why on none."""

import pytest

from embviz.errors import ClusterError
from embviz.jobs.engine import Engine, Inline
from embviz.ui.state import server
from embviz.util.places import SCHEDULER
from tests.ui import app_page
from tests.ui.app_page import button, session_of

AT = "tcp://10.0.0.5:8786"


def captions(app):
    return app_page.captions(app).replace("\\", "")  # which escape the address


class Cluster(Inline):
    """A cluster of three workers, which can be lost."""

    address, workers, lost = AT, 3, None

    def __init__(self):
        self.calls = 0

    def submit(self, fn, /, *args):
        if self.lost is not None:
            raise self.lost
        self.calls += 1
        return super().submit(fn, *args)

    def lose(self):
        self.lost = ClusterError("cluster_lost", "gone", address=AT)


@pytest.fixture
def cluster(app, monkeypatch):
    cluster = Cluster()
    engine = Engine(Inline, Inline, cluster)
    monkeypatch.setattr(server, "cluster", lambda: cluster)
    monkeypatch.setattr(server, "engine", lambda: engine)
    yield cluster
    engine.close()


def test_runs_are_trained_on_the_cluster_and_here_when_it_is_lost(app, cluster):
    app.selectbox(key="text").set_value("tiny").run()
    assert f"Training runs on the cluster at {AT}. Workers: 3." in captions(app)
    button(app, "step").click().run()
    assert cluster.calls
    cluster.lose()
    taken = cluster.calls
    button(app, "step").click().run()
    button(app, "step").click().run()
    assert len(session_of(app).source.frames) >= 2 and cluster.calls == taken
    assert f"The cluster at {AT} no longer answers. Work goes on without it." in captions(app)
    assert "Training runs on the cluster" not in captions(app)


def test_what_is_not_trained_here_stays_here(app, cluster):
    app.selectbox(key="text").set_value("tiny").run()
    button(app, "train").click().run()
    taken = cluster.calls
    assert taken
    app.switch_page("pages/words.py").run()
    assert cluster.calls == taken and "cluster" not in app_page.said(app)
    cluster.lose()
    app.run()
    assert "no longer answers" in app_page.said(app)


def test_without_a_cluster_nothing_is_said(app):
    assert server.cluster() is None
    assert "cluster" not in captions(app)


def test_the_server_tells_in_its_terminal_why_there_is_none(monkeypatch, capsys):
    monkeypatch.setenv(SCHEDULER, AT)
    error = ClusterError("other_versions", "", address=AT, package="numpy", here="2.4", there="2.0")
    found = Cluster()
    found.lost = error
    monkeypatch.setattr(server, "reach", lambda address, tell: found)
    server.cluster.clear()
    try:
        assert server.cluster() is found
    finally:
        server.cluster.clear()
    told = capsys.readouterr().err
    assert told.strip() == (
        f"The cluster at {AT} has numpy 2.0, but 2.4 is needed. Work runs without it."
    )
