"""Who may name files of this computer: who sits at it, and is at this very page.

A server that listens to its own computer only is still reached by others: through another server
that passes requests on, and by pages of strangers, whose names may be made to mean this computer.
What tells them apart is what a browser says of itself: the name that it asked for (`Host`) and the
page that asks (`Origin`). Both must be this computer's own names, and the same.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

from embviz.util.loopback import is_loopback

PASSED_ON = frozenset({"forwarded", "via", "client-ip", "true-client-ip", "x-host", "x-scheme"})
"""Names of headers that tell that another server stands before this one; and how others begin."""

PASSED_ON_STARTS = (
    "x-forwarded",
    "x-real-",
    "x-original",
    "x-client",
    "x-cluster",
    "x-envoy",
    "x-proxy",
    "x-rewrite",
    "x-amzn-",
    "x-azure-",
    "cf-",
    "fly-",
    "fastly-",
    "proxy-",
)


def is_here() -> bool:
    """Whether the visitor of this page sits at the computer that the app runs on."""
    headers = st.context.headers
    return is_local(
        st.get_option("server.address") or "",
        {name.lower(): headers.get_all(name) for name in headers},
    )


def is_local(address: str, headers: Mapping[str, list[str]]) -> bool:
    """Whether a request comes from this computer, and from a page of this server.

    Args:
        address: Where the server listens.
        headers: Of the request, by their names in small letters, each as often as it came.
    """
    if not is_loopback(address) or any(_tells_of_another(name) for name in headers):
        return False
    hosts, origins = headers.get("host", []), headers.get("origin", [])
    if len(hosts) != 1 or len(origins) != 1:
        return False
    host, origin = _authority(f"//{hosts[0]}"), _authority(origins[0])  # both without usual ports
    return host is not None and host == origin and is_loopback(host[0])


def _tells_of_another(header: str) -> bool:
    return header in PASSED_ON or header.startswith(PASSED_ON_STARTS)


def _authority(url: str) -> tuple[str, int | None] | None:
    """The name and port of an address that has nothing else; None if it is not one."""
    try:
        parts = urlsplit(url)
        name, port = parts.hostname, parts.port
    except ValueError:
        return None
    if name is None or parts.username is not None or parts.scheme not in ("", "http", "https"):
        return None
    return None if parts.path or parts.query or parts.fragment else (name, port)
