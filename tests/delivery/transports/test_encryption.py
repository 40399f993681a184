"""What protects the connection: a wrong setting is named, and the settings say whose certificates count too."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from composer.delivery.transports.smtp import Smtp
from composer.delivery.transports.smtp_session import Timeouts
from composer.errors import TransportError
from composer.reasons import ReasonCode
from composer.services.member_settings import Security, TransportKind, TransportSettings
from composer.services.outbox import JobState
from composer.threads.abort import Abort
from tests.delivery.smtp_servers import CERTIFICATES, PATIENCE, Inbox, Talk, running, server_context
from tests.delivery.support import Office

AUTHORITY = CERTIFICATES / "authority.pem"
HANDSHAKE = b"\x16"
"""The first octet of a TLS handshake (RFC 8446, 5.1)."""
IMPATIENT = Timeouts(connect=30, silence=0.2, command=30, final=30)


@pytest.fixture(autouse=True)
def unknown_to_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The authorities of this machine, whatever its environment names."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)


def transport(
    port: int, security: Security, ca_file: Path | None = None, timeouts: Timeouts = IMPATIENT, host: str = "127.0.0.1"
) -> Smtp:
    settings = TransportSettings(TransportKind.SMTP, host, port, security, ca_file=ca_file)
    return Smtp(settings, lambda _abort, _tell: None, timeouts=timeouts)


def trouble(at: Smtp) -> TransportError:
    """What connecting ends with, in words and as a reason."""
    with pytest.raises(TransportError) as caught, at.connect(Abort()):
        raise AssertionError("connected")
    return caught.value


def code_of(error: TransportError) -> ReasonCode:
    assert error.why is not None
    return error.why.code


WRONG = {
    "starttls of a port for tls": (Security.STARTTLS, True, ReasonCode.TLS_FROM_THE_START, ['"starttls"', '"tls"']),
    "plaintext of a port for tls": (Security.PLAINTEXT, True, ReasonCode.TLS_FROM_THE_START, ['"plaintext"', '"tls"']),
    "tls of a port for starttls": (Security.TLS, False, ReasonCode.NO_TLS_AT_THE_START, ['"tls"', '"starttls"']),
}


@pytest.mark.parametrize(("security", "is_tls", "code", "values"), WRONG.values(), ids=WRONG)
def test_the_wrong_encryption_is_named_with_the_setting_its_value_and_the_right_one(
    security: Security, is_tls: bool, code: ReasonCode, values: list[str]
) -> None:
    inbox = Inbox()
    with running(inbox, tls=is_tls, tls_context=server_context()) as port:
        found = trouble(transport(port, security))
    assert code_of(found) is code
    assert all(word in str(found) for word in ("encryption", "transport.security", str(port), *values))
    assert (inbox.greeted, inbox.mails) == ([], [])


@contextmanager
def slow_to_greet(heard: list[bytes]) -> Iterator[int]:
    """A server that greets its first caller when the second one has called and has said something; its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        first, second = listener.accept()[0], listener.accept()[0]
        with first, second:
            heard.append(second.recv(1))
            second.sendall(b"220 test ESMTP\r\n")
            talk = Talk(first)
            talk.converse({"EHLO": "250 test"}, until="QUIT")
            talk.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        thread.join(30)
        listener.close()


def test_a_server_that_is_only_slow_to_greet_is_waited_for() -> None:
    """Such as one that looks whether a client talks first."""
    heard: list[bytes] = []
    with slow_to_greet(heard) as port, transport(port, Security.PLAINTEXT).connect(Abort()) as session:
        assert session.is_open
    assert heard == [HANDSHAKE]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_an_authority_of_the_settings_counts(tmp_path: Path, security: Security) -> None:
    inbox = Inbox()
    with running(inbox, tls=security is Security.TLS, tls_context=server_context()) as port:
        job = Office(tmp_path, transport=transport(port, security, AUTHORITY, PATIENCE)).send()
    assert (job.state, len(inbox.mails)) == (JobState.SENT, 1)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("ca_file", [None, CERTIFICATES / "localhost.pem"])
def test_an_unknown_authority_is_told_with_its_remedy(security: Security, ca_file: Path | None) -> None:
    inbox = Inbox()
    with running(inbox, tls=security is Security.TLS, tls_context=server_context()) as port:
        found = trouble(transport(port, security, ca_file))
    assert code_of(found) is ReasonCode.UNKNOWN_AUTHORITY
    assert "transport.ca_file" in str(found)
    assert inbox.mails == []


def test_authorities_of_the_machine_count_beside_those_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    inbox = Inbox()
    for own in (None, CERTIFICATES / "localhost.pem"):
        with running(inbox, tls=True) as port, transport(port, Security.TLS, own).connect(Abort()) as session:
            assert session.is_open


def test_an_authority_vouches_for_no_other_host() -> None:
    with running(Inbox(), address="127.0.0.2", tls=True) as port:
        found = trouble(transport(port, Security.TLS, AUTHORITY, host="127.0.0.2"))
    assert code_of(found) is ReasonCode.BAD_CERTIFICATE


def removed(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_text("")


@pytest.mark.parametrize("change", [removed, emptied])
def test_a_file_of_authorities_that_went_since_is_named(tmp_path: Path, change: Callable[[Path], None]) -> None:
    own = tmp_path / "authority.pem"
    own.write_bytes(AUTHORITY.read_bytes())
    change(own)
    with running(Inbox(), tls=True) as port:
        found = trouble(transport(port, Security.TLS, own))
    assert code_of(found) is ReasonCode.NO_AUTHORITIES
    assert str(own) in str(found)


def test_an_ipv6_address_is_called() -> None:
    inbox = Inbox()
    with (
        running(inbox, address="::1") as port,
        transport(port, Security.PLAINTEXT, host="::1").connect(Abort()) as session,
    ):
        assert session.is_open
