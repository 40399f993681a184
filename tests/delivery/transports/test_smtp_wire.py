"""Replies as they come off the wire: the same however they are cut, and never more than was sent."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.delivery.transports.smtp_wire import MalformedReplyError, Reply, SmtpWire, WireError
from composer.threads.abort import Abort

TEXTS = st.text(st.characters(exclude_characters="\r\n", min_codepoint=32, max_codepoint=255), max_size=40)


def replies(octets: bytes, cuts: list[int], count: int) -> list[Reply]:
    """What a client reads of octets that come in pieces and end there."""
    ours, theirs = socket.socketpair()
    wire = SmtpWire(ours, Abort(), 30)
    found: list[Reply] = []
    try:
        for begin, end in zip([0, *cuts], [*cuts, len(octets)], strict=True):
            theirs.sendall(octets[begin:end])
        theirs.close()
        found.extend(wire.reply() for _time in range(count))
    finally:
        theirs.close()
        wire.close()
    return found


@given(st.integers(200, 599), st.lists(TEXTS, min_size=1, max_size=5), st.data())
def test_a_reply_is_the_same_however_it_is_cut(code: int, texts: list[str], data: st.DataObject) -> None:
    *before, last = texts
    whole = "".join(f"{code}-{text}\r\n" for text in before) + f"{code} {last}\r\n250 next\r\n"
    octets = whole.encode("latin-1")
    cuts = sorted(data.draw(st.lists(st.integers(0, len(octets)), max_size=4)))
    first, second = replies(octets, cuts, 2)
    assert first.code == code
    assert first.text.split(b"\n") == [text.encode("latin-1").strip(b" \t") for text in texts]
    assert second == Reply(250, b"next")


@given(st.binary(max_size=200))
def test_whatever_comes_is_a_reply_or_told_as_none(octets: bytes) -> None:
    try:
        (found,) = replies(octets, [], 1)
    except WireError:
        return
    assert 200 <= found.code <= 599
    assert len(found.text) <= len(octets)


@pytest.mark.parametrize("text", ["MAIL FROM:<a@b.example>\r\nRCPT", "MAIL\nRCPT", "MAIL\rRCPT", "MAIL\0"])
def test_a_command_that_would_be_two_is_never_said(text: str) -> None:
    ours, theirs = socket.socketpair()
    wire = SmtpWire(ours, Abort(), 30)
    with pytest.raises(ValueError, match="one line"):
        wire.command(text)
    wire.close()
    assert theirs.recv(1) == b""
    theirs.close()


def test_a_server_that_is_gone_is_told_apart_from_one_that_talks_nonsense() -> None:
    with pytest.raises(WireError) as gone:
        replies(b"250-more\r\n", [], 1)
    assert not isinstance(gone.value, MalformedReplyError)
    with pytest.raises(MalformedReplyError):
        replies(b"hello\r\n", [], 1)
