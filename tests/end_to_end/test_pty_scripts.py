"""Words that need joiners, spaces that are not plain, emoji: from the key to what the server gets."""

from __future__ import annotations

import sys
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from policy.address import Mailbox, parse_field
from tests.delivery.smtp_servers import Inbox, Mail, running
from tests.end_to_end.terminal import Terminal, environ_of
from tests.gate.support import Member

PERSIAN, HINDI = "می\u200cخواهم", "क\u094d\u200dष"
FAMILY, HEART = "👨\u200d👩\u200d👧\u200d👦", "❤\ufe0f\u200d🔥"
WORDS = [PERSIAN, HINDI, FAMILY, HEART, "会議\u3000資料", "cafe\u0301", "soft\u00adhyphen", "\u1112\u1161\u11ab"]
SMTP = 'kind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "plaintext"'


def field(mail: Mail, name: str) -> str:
    """The field's value in one line, as it is in the octets that arrived."""
    head = mail.content.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").decode()
    (value,) = (line.partition(":")[2] for line in head.split("\r\n") if line.lower().startswith(f"{name}:"))
    return value.strip()


def subject(mail: Mail) -> str:
    return str(make_header(decode_header(field(mail, "subject"))))


def names(mail: Mail, name: str) -> list[str]:
    return [entry.name for entry in parse_field(field(mail, name)) if isinstance(entry, Mailbox)]


@pytest.mark.parametrize("word", WORDS, ids=ascii)
@pytest.mark.parametrize("way", ["keys", "paste"])
def test_what_comes_into_a_subject_and_a_name_arrives_as_it_came(word: str, way: str, tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        home = at_once(Member(tmp_path / "home", SMTP.format(port=port)).home)
        command = [
            sys.executable,
            "-m",
            "composer",
            "compose",
            "--to",
            f"{word} <lee@hanbit.example>",
            "--body",
            "Text",
        ]
        with Terminal(command, environ_of(home), home, (80, 24)) as terminal:
            terminal.until("everybody is inside")
            (terminal.send if way == "keys" else terminal.paste)(word)
            terminal.until_true(lambda: terminal.row.startswith("Subject"), "the word in the first empty field")
            terminal.press("ctrl+s")
            terminal.until_true(lambda: bool(inbox.mails), "the message at the server")
    assert subject(inbox.mails[0]) == word
    assert names(inbox.mails[0], "to") == [word]


def at_once(home: Path) -> Path:
    """The member's settings without the seconds in which sending can be undone."""
    config = home / ".config" / "presend" / "config.toml"
    config.write_text(config.read_text("utf-8") + "[preferences]\nundo_seconds = 0\n", "utf-8")
    return home
