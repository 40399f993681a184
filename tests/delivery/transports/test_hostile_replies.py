"""Servers whose replies have no end, are too long, or come where none is due: bounds of lines, octets and time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from composer.delivery.transports.dialling import Found, resolved
from composer.delivery.transports.smtp import Smtp
from composer.delivery.transports.smtp_session import Timeouts
from composer.delivery.transports.smtp_wire import LONGEST_LINE, MOST_LINES, MOST_OCTETS
from composer.sentences.jobs import reasons_words
from composer.services.member_settings import Security, TransportKind, TransportSettings
from composer.services.outbox import JobState, RecipientState
from tests.delivery.smtp_servers import PATIENCE, Inbox, Talk, running, scripted, smtp, trusting_context
from tests.delivery.support import Office

Flood = Callable[[], Iterator[bytes]]
NO_SERVER = "does not answer as a mail server does"


def lines_without_end() -> Iterator[bytes]:
    """The reply goes on for ever."""
    while True:
        yield b"250-go on\r\n" * 1_000


def a_line_without_end() -> Iterator[bytes]:
    """The line goes on for ever."""
    yield b"250 "
    while True:
        yield b"x" * 65_536


def long_lines() -> Iterator[bytes]:
    """Not too many lines, not too long each, and too much together."""
    while True:
        yield b"250-" + b"x" * (LONGEST_LINE - 10) + b"\r\n"


FLOODS: list[Flood] = [lines_without_end, a_line_without_end, long_lines]
STEPS = {"greeting": b"220", "EHLO": b"250", "STAR": b"220", "MAIL": b"250", "RCPT": b"250", "DATA": b"354"}


def pours(step: str, flood: Flood) -> Callable[[Talk], None]:
    """A server that begins to talk at a step, and talks until nobody listens."""

    def script(talk: Talk) -> None:
        if step != "greeting":
            talk.converse({"EHLO": "250-test\n250 STARTTLS"}, "DATA" if step == "answer" else step)
        if step == "answer":
            talk.say("354 go on")
            talk.hear_content()
        for piece in flood():
            talk._connection.sendall(piece.replace(b"250", STEPS.get(step, b"250")))

    return script


@pytest.mark.parametrize("flood", FLOODS)
@pytest.mark.parametrize("step", [*STEPS, "answer"])
def test_a_reply_without_end_is_given_up_and_never_taken_for_one(tmp_path: Path, step: str, flood: Flood) -> None:
    security = Security.STARTTLS if step == "STAR" else Security.PLAINTEXT
    with scripted(pours(step, flood)) as port:
        office = Office(tmp_path, transport=smtp(port, security, context=trusting_context()))
        job = office.send()
    if step == "answer":
        assert job.state is JobState.UNKNOWN
        return
    assert job.state is JobState.QUEUED
    assert job.recipients[0].state in {RecipientState.PENDING, RecipientState.TEMPORARY}
    if step in ("greeting", "EHLO", "STAR"):
        assert NO_SERVER in reasons_words(job)


@pytest.mark.parametrize("nonsense", [b"hello\r\n", b"99 x\r\n", b"700 x\r\n", b"2500 x\r\n", b"\r\n", b"\xff\xfe\r\n"])
def test_what_is_no_reply_is_told_as_such(tmp_path: Path, nonsense: bytes) -> None:
    def script(talk: Talk) -> None:
        talk._connection.sendall(nonsense)
        talk.hear()

    with scripted(script) as port:
        job = Office(tmp_path, transport=smtp(port)).send()
    assert (job.state, NO_SERVER in reasons_words(job)) == (JobState.QUEUED, True)


def test_a_reply_that_comes_drop_by_drop_has_no_more_time_than_any_other(tmp_path: Path) -> None:
    def script(talk: Talk) -> None:
        while True:
            talk._connection.sendall(b"220-x\r\n")
            talk._connection.settimeout(0.02)
            try:
                if talk._connection.recv(1) == b"":
                    return
            except TimeoutError:
                continue

    with scripted(script) as port:
        job = Office(tmp_path, transport=smtp(port, timeouts=Timeouts(connect=0.3, command=30, final=30))).send()
    assert (job.state, "does not answer at port" in reasons_words(job)) == (JobState.QUEUED, True)


def test_a_long_reply_within_the_bounds_is_taken(tmp_path: Path) -> None:
    keywords = "\n".join(f"250-X-{number}" for number in range(MOST_LINES - 2))

    def script(talk: Talk) -> None:
        talk.converse({"EHLO": f"250-test\n{keywords}\n250 8BITMIME"}, "DATA")
        talk.say("354 go on")
        talk.hear_content()
        talk.say("250 taken")
        talk.hear()

    assert len(keywords) < MOST_OCTETS
    with scripted(script) as port:
        assert Office(tmp_path, transport=smtp(port)).send().state is JobState.SENT


def test_what_was_said_in_the_clear_before_the_handshake_is_not_believed_after_it(tmp_path: Path) -> None:
    def script(talk: Talk) -> None:
        talk.converse({"EHLO": "250-test\n250 STARTTLS"}, "STAR")
        talk.say("220 go on", "250-test", "250 AUTH PLAIN")
        talk.hear()

    with scripted(script) as port:
        job = Office(tmp_path, transport=smtp(port, Security.STARTTLS, context=trusting_context())).send()
    assert (job.state, NO_SERVER in reasons_words(job)) == (JobState.QUEUED, True)


# In the clear


def named_localhost(port: int, *addresses: str) -> Smtp:
    """A server that the settings call localhost, on a machine that knows these addresses under that name."""

    def resolve(_host: str, port: int) -> list[Found]:
        return [found for address in addresses for found in resolved(address, port)]

    settings = TransportSettings(TransportKind.SMTP, host="localhost", port=port, security=Security.PLAINTEXT)
    return Smtp(settings, lambda _abort, _tell: None, None, PATIENCE, resolve)


@pytest.mark.parametrize("addresses", [["192.0.2.1"], ["::ffff:192.0.2.1"], ["2001:db8::1", "10.0.0.1"], []])
def test_a_localhost_that_is_another_machine_is_not_spoken_to_in_the_clear(
    tmp_path: Path, addresses: list[str]
) -> None:
    job = Office(tmp_path, transport=named_localhost(25, *addresses)).send()
    assert job.state is JobState.FAILED
    assert reasons_words(job) == "localhost is not this machine: a connection without encryption is not used."


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["192.0.2.1", "127.0.0.1"], ["::ffff:127.0.0.1"]])
def test_a_localhost_that_leads_here_is_used_and_no_other_address_is_called(
    tmp_path: Path, addresses: list[str]
) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        assert Office(tmp_path, transport=named_localhost(port, *addresses)).send().state is JobState.SENT
    assert len(inbox.mails) == 1


def test_the_real_localhost_is_this_machine(tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        settings = TransportSettings(TransportKind.SMTP, host="localhost", port=port, security=Security.PLAINTEXT)
        assert (
            Office(tmp_path, transport=Smtp(settings, lambda _abort, _tell: None, None, PATIENCE)).send().state
            is JobState.SENT
        )
