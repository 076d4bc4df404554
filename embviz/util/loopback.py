"""Names and addresses that mean the computer that asks."""

import ipaddress


def is_loopback(name: str) -> bool:
    """Whether a name, or an address without its brackets, means the computer that asks.

    >>> [is_loopback(name) for name in ("localhost", "LOCALHOST.", "127.0.0.1", "::1")]
    [True, True, True, True]
    >>> [is_loopback(name) for name in ("", "0.0.0.0", "localhost.example.org", "10.0.0.1")]
    [False, False, False, False]
    """
    if name.lower().removesuffix(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
