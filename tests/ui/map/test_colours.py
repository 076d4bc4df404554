"""What groups are coloured: planted ones in samples, clusters of the last frame in own texts."""

from sklearn.metrics import adjusted_rand_score

from embviz.text import samples
from embviz.ui.map.messages import message as packed
from embviz.ui.map.seen import Seen
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.map_state import MapState, Sent
from embviz.wordmap.packing import split
from tests.ui.app_page import button, message, paste, session_of


def groups_told(app, shown=None):
    """What the map is told of clusters, by a worker or already known; None: nothing."""
    session = session_of(app)
    shown = shown or session.map
    for _ in range(3):
        header, _ = split(packed(session, shown, shown.source))
        if "groups" in header:
            return header["groups"]
    return None


def test_an_own_text_gets_the_clusters_of_its_last_frame(app):
    paste(app, samples.sample_text("tiny"))
    header = message(app).header
    assert header["clusters"] and "groups" not in header  # nothing is known of it yet
    button(app, "train").click().run()
    header = message(app).header
    groups = header.get("groups") or groups_told(app)
    assert len(groups["names"]) >= 3 and len(groups["of"]) == len(session_of(app).source.words)
    assert groups_told(app) is None  # the browser knows them
    planted = samples.answers("tiny").groups
    group_of = {word: group for group, words in planted.items() for word in words}
    words = session_of(app).source.words
    known = [i for i, word in enumerate(words) if word in group_of]
    found = [groups["of"][i] for i in known]
    assert adjusted_rand_score([group_of[words[i]] for i in known], found) > 0.6


def test_clusters_wait_for_the_end_of_training_not_for_the_picture(app, monkeypatch):
    paste(app, samples.sample_text("tiny"))
    button(app, "train").click().run()
    session, drawn = session_of(app), FilmOnScreen.pictures
    monkeypatch.setattr(FilmOnScreen, "pictures", lambda *given: drawn(*given)[:3])
    session.map.sent = Sent()
    assert not Seen(session, session.map, session.source).complete
    assert groups_told(app)["names"]


def test_a_map_beside_has_each_word_in_the_same_colour(app):
    paste(app, samples.sample_text("tiny"))
    button(app, "train").click().run()
    first = session_of(app).source
    app.number_input(key="skipgram.window").set_value(2).run()
    button(app, "train").click().run()
    now = session_of(app).source
    assert now is not first
    session = session_of(app)
    session.map.sent = Sent()
    led = groups_told(app, session.map)
    beside = groups_told(app, MapState(first))
    assert beside["names"] == led["names"]
    colour_of = dict(zip(now.words, led["of"], strict=True))
    assert beside["of"] == [colour_of[word] for word in first.words]


def test_a_sample_keeps_its_own_groups(app):
    header = message(app).header
    assert "clusters" not in header and header["groups"]["families"]
    button(app, "train").click().run()
    assert groups_told(app) is None
