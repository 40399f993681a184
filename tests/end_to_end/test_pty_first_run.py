"""The first start, in a terminal of its own: from the form to the first message in the member's own Sent."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.delivery.smtp_servers import CERTIFICATES, Inbox, running
from tests.disk.test_mailbox_layout import laid_out
from tests.end_to_end.terminal import Terminal, environ_of
from tests.end_to_end.test_pty_demo import quit_from_the_end, send_now
from tests.machines import without_policy

BACKSPACE = "\x7f"
LAYOUTS = {
    "mbsync": (("Mail/INBOX", "Mail/Sent"), "~/Mail, sent mail in Sent", "Mail/Sent"),
    "mbsync in Korean": (("Mail/INBOX", "Mail/보낸 편지함"), "~/Mail, sent mail in 보낸 편지함", "Mail/보낸 편지함"),
    "Dovecot": (("Maildir", "Maildir/.Sent Items"), "~/Maildir, sent mail in .Sent Items", "Maildir/.Sent Items"),
}


@pytest.mark.parametrize(("folders", "shown", "sent"), LAYOUTS.values(), ids=LAYOUTS)
def test_from_the_form_to_the_first_message_in_the_members_own_sent(
    tmp_path: Path, folders: tuple[str, ...], shown: str, sent: str
) -> None:
    laid_out(tmp_path, *folders)
    before = set(tmp_path.rglob("cur"))
    environ = {**environ_of(tmp_path), "SSL_CERT_FILE": str(CERTIFICATES / "authority.pem"), "LANG": "en_US.UTF-8"}
    inbox = Inbox()
    with (
        running(inbox, tls=True) as port,
        Terminal(without_policy(tmp_path), environ, tmp_path, (80, 40)) as terminal,
    ):
        terminal.until("your settings", "Mailbox", shown)
        terminal.send("kim@hanbit.example\t\t\t\t127.0.0.1\t")
        terminal.send(f"{BACKSPACE * 3}{port}")
        terminal.press("ctrl+s")
        terminal.until("is encrypted from the start", "Choose TLS")
        terminal.press("enter")
        terminal.press("down", "enter")
        terminal.until("TLS [v]")
        terminal.press("ctrl+s")
        terminal.until("f1 Help")
        terminal.send("lee@hanbit.example\tHello\tDear Lee")
        send_now(terminal)
        quit_from_the_end(terminal)
        terminal.ended()
    filed = [path.read_bytes() for path in (tmp_path / sent / "cur").iterdir()]
    assert [b"Subject: Hello" in message for message in filed] == [True]
    assert len(inbox.mails) == 1
    assert set(tmp_path.rglob("cur")) == before
    config = tmp_path / ".config" / "presend"
    assert tomllib.loads((config / "config.toml").read_text())["language"] == "en"
    assert tomllib.loads((config / "policy.toml").read_text())["company"]["languages"] == ["en"]
