"""What doctor says of where sent mail is filed."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.services.member_settings import Identity, MemberSettings
from composer.setup.doctor.finding import Link, Mark
from composer.setup.doctor.mailbox import mailbox_findings
from policy.address import Address
from tests.disk.test_mailbox_layout import laid_out
from tests.forbidden import mode_of, somebodys_home

KIM = Identity(Address("kim", "hanbit.example"))
CASES = {
    "no mailbox": (None, None, Mark.NOTE, ["filed nowhere", "mailbox.path"]),
    "mbsync": ("mbsync", None, Mark.WELL, ["{root}/mbsync/Sent"]),
    "Maildir++": ("dovecot", None, Mark.WELL, ["{root}/dovecot/.Sent Items"]),
    "a folder of its own": ("mbsync", "mbsync/Outgoing", Mark.WELL, ["{root}/mbsync/Outgoing"]),
    "an empty folder": ("empty", None, Mark.WELL, ["{root}/empty/.Sent"]),
    "nothing there": ("nothing", None, Mark.NOTE, ["{root}/nothing is not there", "mailbox.path"]),
    "one file of messages": ("mbox", None, Mark.FAULT, ["{root}/mbox is a file", "mailbox.path"]),
    "files of messages": ("pine", None, Mark.NOTE, ["{root}/pine is no Maildir", "mailbox.path"]),
    "sent mail in one file": ("mbsync", "mbox", Mark.FAULT, ["{root}/mbox is a file", "mailbox.sent"]),
    "sent mail among other things": ("mbsync", "pine", Mark.NOTE, ["{root}/pine is no Maildir", "mailbox.sent"]),
}


@pytest.mark.parametrize(("mailbox", "sent", "mark", "words"), CASES.values(), ids=CASES)
def test_where_sent_mail_is_filed(
    tmp_path: Path, mailbox: str | None, sent: str | None, mark: Mark, words: list[str]
) -> None:
    laid_out(tmp_path / "mbsync", "INBOX", "Sent")
    laid_out(tmp_path / "dovecot", ".", ".Sent Items")
    laid_out(tmp_path / "empty")
    laid_out(tmp_path / "pine")
    for file in ("mbox", "pine/sent-mail"):
        (tmp_path / file).write_text("From kim\n")
    before = sorted(tmp_path.rglob("*"))
    settings = MemberSettings(
        (KIM,), mailbox=tmp_path / mailbox if mailbox else None, sent=tmp_path / sent if sent else None
    )
    (found,) = mailbox_findings(settings)
    assert (found.link, found.mark) == (Link.MAILBOX, mark)
    assert [word.replace("{root}", str(tmp_path)) in found.words for word in words] == [True for _word in words]
    assert sorted(tmp_path.rglob("*")) == before


CLOSED = {
    "the mailbox's parent": (".", 0o600, "Permission denied"),
    "a mailbox with a Sent": ("Mail", 0o500, ""),
    "sent mail": ("Mail/Sent/cur", 0o500, "Permission denied"),
    "what is being filed": ("Mail/Sent/tmp", 0o500, "Permission denied"),
}


@pytest.mark.parametrize(("closed", "mode", "reason"), CLOSED.values(), ids=CLOSED)
def test_a_folder_in_which_nothing_can_be_filed_is_a_fault(closed: str, mode: int, reason: str) -> None:
    with somebodys_home() as home:
        laid_out(home, "Mail/INBOX", "Mail/Sent")
        settings = MemberSettings((KIM,), mailbox=home / "Mail", sent=home / "Mail" / "Sent")
        with mode_of(home / closed, mode):
            (found,) = mailbox_findings(settings)
        assert found.mark is (Mark.FAULT if reason else Mark.WELL)
        assert reason in found.words
        assert f"{home}/Mail/Sent" in found.words


def test_a_link_that_leads_nowhere_is_a_fault(tmp_path: Path) -> None:
    laid_out(tmp_path, ".")
    (tmp_path / ".Sent").symlink_to(tmp_path / "gone")
    (found,) = mailbox_findings(MemberSettings((KIM,), mailbox=tmp_path))
    assert found.mark is Mark.FAULT
    assert f"{tmp_path}/.Sent: No such file or directory" in found.words


def test_a_path_that_no_disk_takes_is_a_fault(tmp_path: Path) -> None:
    (found,) = mailbox_findings(MemberSettings((KIM,), mailbox=tmp_path / ("a" * 300)))
    assert found.mark is Mark.FAULT
    assert "File name too long" in found.words


@pytest.mark.parametrize(
    ("named", "words"),
    [(None, "{root}/.Sent lies beside {root}/Sent"), (".Sent", "{root}/.Sent begins with a dot")],
)
def test_a_second_sent_at_which_mbsync_stops_is_told(tmp_path: Path, named: str | None, words: str) -> None:
    laid_out(tmp_path, "INBOX", "Sent", ".Sent")
    settings = MemberSettings((KIM,), mailbox=tmp_path, sent=tmp_path / named if named else None)
    found = list(mailbox_findings(settings))
    assert [one.mark for one in found] == [Mark.WELL, Mark.NOTE]
    assert found[1].words.startswith(words.replace("{root}", str(tmp_path)))
