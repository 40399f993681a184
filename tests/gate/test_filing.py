"""A client's message lies in the member's own Sent, wherever the mailbox has it, and no second one is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import presend
from tests.disk.test_mailbox_layout import LAYOUTS, laid_out
from tests.gate.member import Member

LETTER = "From: kim@hanbit.example\nTo: lee@hanbit.example\nSubject: Minutes\n\nx\n"
SOME = [
    "mbsync, SubFolders Verbatim",
    "the same before anything was sent",
    "mbsync of Gmail",
    "Dovecot, Maildir++",
    "Maildir++ of Outlook",
    "Korean",
    "nothing yet",
]


@pytest.mark.parametrize("layout", SOME)
def test_a_clients_message_is_filed_where_the_mailbox_has_sent_mail(tmp_path: Path, layout: str) -> None:
    folders, sent = LAYOUTS[layout]
    member = Member(tmp_path)
    with (tmp_path / ".config" / "presend" / "config.toml").open("a") as file:
        file.write('[mailbox]\npath = "~/Mail"\n')
    laid_out(tmp_path / "Mail", *folders)
    before = set((tmp_path / "Mail").rglob("cur"))
    for _message in range(2):
        done = presend(tmp_path, "sendmail", "-t", stdin=LETTER)
        assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "Mail" / sent / "cur").iterdir())) == 2
    assert set((tmp_path / "Mail").rglob("cur")) == before | {tmp_path / "Mail" / sent / "cur"}
    assert len(member.mail) == 2


def test_the_folder_that_the_settings_name_is_taken(tmp_path: Path) -> None:
    Member(tmp_path)
    with (tmp_path / ".config" / "presend" / "config.toml").open("a") as file:
        file.write('[mailbox]\npath = "~/Mail"\nsent = "Outgoing"\n')
    laid_out(tmp_path / "Mail", "INBOX", "Sent")
    assert presend(tmp_path, "sendmail", "-t", stdin=LETTER).returncode == 0
    filed = [path.parents[1].name for path in (tmp_path / "Mail").rglob("cur/*")]
    assert filed == ["Outgoing"]
