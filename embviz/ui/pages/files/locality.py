"""Whether a visitor sits at the computer that the app runs on, and so may name its files."""

import streamlit as st

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")
"""What tells that another server stands before this one."""


def is_local() -> bool:
    """Tell whether this server listens to its own computer only, and nobody passes requests on."""
    listens = st.get_option("server.address") in LOOPBACK
    return listens and not any(name in st.context.headers for name in PASSED_ON)
