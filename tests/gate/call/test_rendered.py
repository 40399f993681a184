"""Standard input becomes a file in which every line ends in CRLF."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from composer.gate.call.rendered import NotAMessageError, open_rendered, spool
from composer.gate.unreadable import UnreadableError
from composer.message.rendered import RenderedMessage

HEAD = b"From: kim@hanbit.example\r\nSubject: x\r\n"
FORMS = {
    "CRLF": HEAD + b"\r\nbody\r\n",
    "LF": HEAD.replace(b"\r", b"") + b"\nbody\n",
    "CR": HEAD.replace(b"\n", b"") + b"\rbody\r",
    "CR CR LF": (HEAD + b"\r\nbody\r\n").replace(b"\r", b"\r\r"),
    "an mbox line": b"From kim Mon Jan  1 00:00:00 2026\n" + HEAD + b"\r\nbody\r\n",
    "a quoted mbox line": b">From kim Mon Jan  1 00:00:00 2026\r\n" + HEAD + b"\r\nbody\r\n",
    "no line end at the end": HEAD + b"\r\nbody",
}
NO_MESSAGES = {
    "nothing": b"",
    "an empty line": b"\r\n",
    "text": b"Dear Lee,\n\nhello\n",
    "a body alone": b"\nFrom: kim@hanbit.example\n\n",
    "a space before a colon": b"From : kim@hanbit.example\nSubject: x\n\nbody\n",
    "a space before the first name": b" From: kim@hanbit.example\n\n",
    "an mbox line alone": b"From kim Mon Jan  1 00:00:00 2026\n",
}
UNREADABLE = {
    "a line in the header that is no field": (
        b"From: kim@hanbit.example\nhello\nBcc: spy@other.example\n\nbody\n", "Line 2 of the header is no field."
    ),
    "a header that is too long": (b"Subject: " + b"x " * 550_000 + b"\n\n", "longer than 1 MB"),
    "one that is too long by many lines": (b"Subject: x\n" + b"X: y\n" * 200_000 + b"\n", "longer than 1 MB"),
    "a line of the header that cannot be folded": (b"X-Pad: " + b"x" * 263_000 + b"\n\n", "The field X-Pad"),
    "NUL in the header": (b"From: kim@hanbit.example\nSubject: a\0b\n\nbody\n", "Line 2 of the message"),
    "NUL in the text": (b"From: kim@hanbit.example\n\nbody\n" + b"x\n" * 200_000 + b"\0", "Line 200004 of"),
}  # fmt: skip


PIECES = (b"\r", b"\n", b"\r\n", b"a", b".", b"\xff", b"--")


def let_go(rendered: RenderedMessage) -> RenderedMessage:
    """The message by its path alone."""
    rendered.close()
    return replace(rendered, held=None)


def through_a_pipe(data: bytes, folder: Path, piece: int = 65_536) -> RenderedMessage:
    read, write = os.pipe()

    def feed() -> None:
        with open(write, "wb", buffering=0) as out:  # noqa: PTH123 - a descriptor
            for at in range(0, len(data), piece):
                out.write(data[at : at + piece])

    thread = threading.Thread(target=feed)
    thread.start()
    try:
        return let_go(open_rendered(spool(read, folder), folder))
    finally:
        os.close(read)
        thread.join()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("piece", [1, 3, 65_536])
def test_every_form_of_a_message_becomes_the_same(form: str, piece: int, tmp_path: Path) -> None:
    rendered = through_a_pipe(FORMS[form], tmp_path, piece)
    assert rendered.head == HEAD
    assert rendered.path.read_bytes() == HEAD + b"\r\nbody\r\n"
    assert rendered.path.read_bytes()[rendered.content_at :] == b"\r\nbody\r\n"
    assert rendered.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("data", NO_MESSAGES.values(), ids=NO_MESSAGES)
def test_what_is_no_message_leaves_no_file(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotAMessageError):
        through_a_pipe(data, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_sent_as_it_is_written_stays_on_disk_and_says_why(case: str, tmp_path: Path) -> None:
    data, said = UNREADABLE[case]
    with pytest.raises(UnreadableError, match=said):
        through_a_pipe(data, tmp_path)
    (path,) = tmp_path.iterdir()
    assert path.read_bytes().rstrip(b"\r\n") == data.replace(b"\n", b"\r\n").rstrip(b"\r\n")


@pytest.mark.parametrize("data", [HEAD, HEAD[:-2], HEAD + b"\r\n", HEAD.replace(b"\r", b"")])
def test_a_header_alone_is_a_message_without_content(data: bytes, tmp_path: Path) -> None:
    rendered = through_a_pipe(data, tmp_path)
    assert rendered.path.read_bytes() == HEAD + b"\r\n"


@pytest.mark.parametrize(("body", "is_8bit"), [(b"plain", False), ("안녕".encode(), True), (b"\xff", True)])
def test_octets_above_127_in_the_content_are_noticed(body: bytes, is_8bit: bool, tmp_path: Path) -> None:
    rendered = through_a_pipe("Subject: 안녕\n\n".encode() + b"x\n" * 150_000 + body, tmp_path)
    assert rendered.is_8bit is is_8bit


def test_a_line_with_a_single_dot_ends_nothing(tmp_path: Path) -> None:
    rendered = through_a_pipe(HEAD + b"\r\nbefore\r\n.\r\nafter\r\n", tmp_path)
    assert rendered.path.read_bytes().endswith(b"before\r\n.\r\nafter\r\n")


@given(body=st.lists(st.sampled_from(PIECES)).map(b"".join), piece=st.integers(1, 50))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_line_ends_are_made_crlf_and_nothing_else_changes(body: bytes, piece: int, tmp_path: Path) -> None:
    written = through_a_pipe(HEAD + b"\r\n" + body, tmp_path, piece).path.read_bytes()
    content = written[len(HEAD) + 2 :]
    assert re.sub(rb"\r\n", b"", content).translate(None, b"\r\n") == re.sub(rb"\r\n", b"", content)
    lines = re.split(rb"\r+\n|\r|\n", body)
    assert content == b"".join(line + b"\r\n" for line in (lines if lines[-1] else lines[:-1]))
    assert let_go(open_rendered(next(tmp_path.glob("*.eml")), tmp_path)).head == HEAD
    for path in tmp_path.glob("*.eml"):
        path.unlink()
