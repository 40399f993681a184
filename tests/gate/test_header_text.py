"""Subjects and display names through the gate: as they were written, also in fields that are written anew."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from policy.address import Mailbox, parse_field
from policy.addresses.encoded_words import decode_words
from tests.delivery.smtp_servers import Inbox, Mail, running
from tests.gate.support import Member

WORDS = [
    "می\u200cخواهم", "क\u094d\u200dष", "👨\u200d👩\u200d👧\u200d👦", "❤\ufe0f\u200d🔥", "会議\u3000資料", "cafe\u0301",
]  # fmt: skip
SMTP = 'kind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "plaintext"'


def encoded(text: str) -> str:
    return f"=?UTF-8?B?{base64.b64encode(text.encode()).decode()}?="


def field(mail: Mail, name: bytes) -> bytes:
    head = mail.content.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ")
    (value,) = (line.partition(b":")[2] for line in head.split(b"\r\n") if line.startswith(name + b":"))
    return value.strip()


@pytest.mark.parametrize("word", WORDS, ids=ascii)
@pytest.mark.parametrize("individually", ["no", "yes"])
@pytest.mark.parametrize("write", [encoded, str], ids=["encoded", "raw"])
def test_a_subject_and_a_name_arrive_as_they_were_written(
    word: str, individually: str, write: type[str], tmp_path: Path
) -> None:
    head = f"From: {write(word)} <kim@hanbit.example>\nTo: {write(word)} <lee@hanbit.example>\nSubject: {write(word)}\n"
    message = f"{head}Presend-Individually: {individually}\n\nDear Lee,\nhere they are.\n".encode()
    inbox = Inbox()
    with running(inbox) as port:
        run = Member(tmp_path / "home", SMTP.format(port=port)).sendmail("-t", message=message)
    assert (run.returncode, run.stderr) == (0, b"")
    (mail,) = inbox.mails
    assert decode_words(field(mail, b"Subject").decode()) == word
    for name in (b"From", b"To"):
        (entry,) = parse_field(field(mail, name).decode())
        assert isinstance(entry, Mailbox)
        assert entry.name == word


def test_a_name_that_is_written_anew_brings_no_control_and_no_override(tmp_path: Path) -> None:
    word = "a\u202eb\u2066c\x1bd\u200de"
    head = (
        f"From: kim@hanbit.example\nTo: {encoded(word)} <lee@hanbit.example>\nSubject: x\nPresend-Individually: yes\n"
    )
    inbox = Inbox()
    with running(inbox) as port:
        run = Member(tmp_path / "home", SMTP.format(port=port)).sendmail("-t", message=f"{head}\nText\n".encode())
    assert (run.returncode, run.stderr) == (0, b"")
    (entry,) = parse_field(field(inbox.mails[0], b"To").decode())
    assert isinstance(entry, Mailbox)
    assert entry.name == "abcd\u200de"
    assert decode_words(field(inbox.mails[0], b"To").decode()) == "abcd\u200de <lee@hanbit.example>"
