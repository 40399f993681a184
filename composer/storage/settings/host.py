"""A mail server's host as people write it: a name, or an IP address, also in the brackets of URLs (RFC 3986, 3.2.2)."""

from __future__ import annotations

import ipaddress


def host_name(written: str) -> str:
    """The name or address to connect to, without white space around it; ``[::1]`` means ``::1``.

    Brackets around anything but an IPv6 address stay: they mean nothing.
    """
    host = written.strip()
    inner = host[1:-1] if host.startswith("[") and host.endswith("]") else ""
    return inner if _is_ipv6(inner) else host


def is_host(host: str) -> bool:
    """Whether what ``host_name`` gave can be a name or an address: no URL, no port behind it, nothing in brackets."""
    if _is_ipv6(host):
        return True
    return bool(host) and not any(character.isspace() or character in "/@:[]" for character in host)


def is_loopback(host: str) -> bool:
    """Whether a host can only mean this machine, told without asking DNS."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_ipv6(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).version == 6
    except ValueError:
        return False
