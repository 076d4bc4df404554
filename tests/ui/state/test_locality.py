"""Who may name files of this computer, told by where a server listens and what a browser says."""

import pytest

from embviz.ui.state.locality import is_local

HERE = "127.0.0.1"


def headers(host="localhost:8501", origin="http://localhost:8501", **others):
    found = {name.replace("_", "-"): [value] for name, value in others.items()}
    return {"host": [host], "origin": [origin], "upgrade": ["websocket"], **found}


@pytest.mark.parametrize(
    "authority",
    ["localhost:8501", "localhost", "127.0.0.1:8501", "127.8.9.1:1", "[::1]:8501", "localhost.:80"],
)
def test_a_page_of_this_computer_is_local(authority):
    for address in (HERE, "::1", "localhost"):
        for scheme in ("http", "https"):
            assert is_local(address, headers(authority, f"{scheme}://{authority}"))
    assert is_local(HERE, headers(authority.upper(), f"http://{authority}"))


@pytest.mark.parametrize("address", ["", "0.0.0.0", "::", "192.168.1.5", "class.example.org"])
def test_a_server_for_others_has_no_local_visitors(address):
    assert not is_local(address, headers())


@pytest.mark.parametrize(
    "host",
    [
        "stranger.example.org:8501",
        "localhost.example.org:8501",
        "127.0.0.1.example.org:8501",
        "localhost@example.org:8501",
        "example.org@localhost:8501",
        "localhost:8501/x",
        "localhost:port",
        "[::1",
        "[::2]:8501",
        "0.0.0.0:8501",
        "192.168.1.5:8501",
        "localhost..:8501",
        "",
    ],
)
def test_another_name_is_not_local(host):
    assert not is_local(HERE, headers(host, f"http://{host}"))
    assert not is_local(HERE, headers(host=host))
    assert not is_local(HERE, headers(origin=f"http://{host}"))


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:3000", "http://127.0.0.1:8501", "null", "file://localhost:8501", "http://"],
)
def test_a_page_of_another_server_on_this_computer_is_not_local(origin):
    assert not is_local(HERE, headers(origin=origin))


def test_what_is_missing_or_said_twice_is_not_local():
    for name in ("host", "origin"):
        known = headers()
        for values in ([], known[name] * 2):
            assert not is_local(HERE, {**known, name: values})
        del known[name]
        assert not is_local(HERE, known)


@pytest.mark.parametrize(
    "name",
    "forwarded via x-forwarded-for x-forwarded-host x-forwarded-proto x-real-ip x-original-host "
    "cf-connecting-ip true-client-ip x-envoy-external-address fly-client-ip".split(),
)
def test_what_passed_another_server_is_not_local(name):
    assert not is_local(HERE, headers(**{name: "127.0.0.1"}))
