"""A connection to a host by name, which can be broken off at every step, also while the name is looked up."""

from __future__ import annotations

import errno
import ipaddress
import os
import select
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any

from composer.delivery.transports.smtp_wire import wait_until_ready
from composer.threads.abort import Abort

Address = tuple[Any, ...]
"""An address as ``socket`` has it: the IP address first, then the port."""
Found = tuple[int, int, int, str, Address]
Resolve = Callable[[str, int], Sequence[Found]]
"""The addresses of a host, as ``socket.getaddrinfo`` returns them; raises ``socket.gaierror``."""


class NotLoopbackError(OSError):
    """The host has no address on this machine's loopback."""


def resolved(host: str, port: int) -> Sequence[Found]:
    """The addresses of a host as this machine resolves its name, the preferred first; raises ``socket.gaierror``."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def dial(host: str, port: int, abort: Abort, seconds: float, resolve: Resolve, *, only_here: bool) -> socket.socket:
    """A connected socket; with ``only_here`` only to a loopback address, whatever the name resolves to.

    Each address is given ``seconds``. Raises ``AbortedError``, ``UnicodeError`` and ``OSError``: ``socket.gaierror``,
    ``NotLoopbackError``, or that of the last address.
    """
    addresses = _addresses(host, port, abort, seconds, resolve)
    if only_here:
        addresses = [found for found in addresses if is_loopback(str(found[4][0]))]
    failed: OSError = NotLoopbackError()
    for family, kind, protocol, _name, address in addresses:
        try:
            return _connected((family, kind, protocol), address, abort, time.monotonic() + seconds)
        except OSError as error:
            failed = error
    raise failed


def is_loopback(text: str) -> bool:
    """Whether an IP address is this machine's own (127.0.0.0/8, ::1, also as an IPv4-mapped address)."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _addresses(host: str, port: int, abort: Abort, seconds: float, resolve: Resolve) -> Sequence[Found]:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    else:
        return resolve(host, port)
    try:
        return abort.call(lambda: resolve(host, port), seconds)
    except TimeoutError as error:
        raise socket.gaierror(socket.EAI_AGAIN, "") from error


def _connected(kind: tuple[int, int, int], address: Address, abort: Abort, deadline: float) -> socket.socket:
    connection = socket.socket(*kind)
    try:
        connection.setblocking(False)
        _connect(connection, address, abort, deadline)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(connection: socket.socket, address: Address, abort: Abort, deadline: float) -> None:
    number = connection.connect_ex(address)
    if number in (errno.EINPROGRESS, errno.EINTR):
        wait_until_ready(connection, select.POLLOUT, abort, deadline)
        number = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if number:
        raise OSError(number, os.strerror(number))
