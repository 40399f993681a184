"""Where sent mail is filed in real mailboxes, as mbsync, Dovecot and others lay them out."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.disk.mailbox_layout import is_mailbox, is_maildir, sent_folder, sent_folders
from composer.disk.sent_names import rank_of_sent


def laid_out(root: Path, *folders: str) -> Path:
    """A mailbox with these Maildirs in it; ``.`` is the mailbox itself."""
    root.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        for part in ("cur", "new", "tmp"):
            (root / folder / part).mkdir(parents=True)
    return root


LAYOUTS: dict[str, tuple[tuple[str, ...], str]] = {
    "mbsync, SubFolders Verbatim": (("INBOX", "Sent", "Drafts", "Archive/2026"), "Sent"),
    "the same before anything was sent": (("INBOX", "Drafts"), "Sent"),
    "the same with what presend once left": (("INBOX", "Sent", ".Sent"), "Sent"),
    "the same under another name with what presend once left": (("INBOX", "Sent Items", ".Sent"), "Sent Items"),
    "mbsync, SubFolders Maildir++": ((".", ".Sent", ".Drafts"), ".Sent"),
    "mbsync, SubFolders Legacy": (("INBOX", "INBOX/.Sent"), "INBOX/.Sent"),
    "mbsync, Flatten .": (("INBOX", "INBOX.Sent", "INBOX.Drafts"), "INBOX.Sent"),
    "mbsync, the inbox as the mailbox": ((".", "Sent"), "Sent"),
    "mbsync of Gmail": (("INBOX", "[Gmail]/Sent Mail", "[Gmail]/All Mail"), "[Gmail]/Sent Mail"),
    "mbsync of Google Mail": (("Inbox", "[Google Mail]/Gesendet"), "[Google Mail]/Gesendet"),
    "everything below INBOX": (("INBOX", "INBOX/Sent"), "INBOX/Sent"),
    "Dovecot, Maildir++": ((".", ".Sent", ".Trash"), ".Sent"),
    "Dovecot, Maildir++ without folders": ((".",), ".Sent"),
    "Dovecot, LAYOUT=fs": ((".", "Sent", "Trash"), "Sent"),
    "Maildir++ with a bare folder": ((".", ".Sent", ".Drafts", "archive"), ".Sent"),
    "Maildir++ with a bare folder, before anything was sent": ((".", ".Drafts", "archive"), ".Sent"),
    "Courier": ((".", ".INBOX.Sent"), ".INBOX.Sent"),
    "Maildir++ of Outlook": ((".", ".Sent Items"), ".Sent Items"),
    "Maildir++ of Apple Mail": ((".", ".Sent Messages"), ".Sent Messages"),
    "Maildir++ in modified UTF-7": ((".", ".Envoy&AOk-s"), ".Envoy&AOk-s"),
    "Korean in modified UTF-7": (("INBOX", "&vPSwuA- &07jJwNVo-"), "&vPSwuA- &07jJwNVo-"),
    "Korean": (("INBOX", "보낸 편지함"), "보낸 편지함"),
    "Japanese": (("INBOX", "送信済みアイテム"), "送信済みアイテム"),
    "German": (("INBOX", "Gesendete Objekte"), "Gesendete Objekte"),
    "French, decomposed as macOS does it": (("INBOX", "Envoye\u0301s"), "Envoye\u0301s"),
    "lower case": (("inbox", "sent"), "sent"),
    "two of them": (("INBOX", "Sent Messages", "Sent"), "Sent"),
    "one of an archive": (("INBOX", "Archive.Sent", "Sent Items"), "Sent Items"),
    "nothing yet": ((), ".Sent"),
}


@pytest.mark.parametrize(("folders", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_sent_mail_goes_to_the_folder_that_is_there_or_is_made_as_the_others_are(
    tmp_path: Path, folders: tuple[str, ...], expected: str
) -> None:
    root = laid_out(tmp_path / "Mail", *folders)
    assert sent_folder(root) == root / expected
    assert is_mailbox(root) is bool(folders)


@pytest.mark.parametrize(("folders", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_what_was_filed_once_is_filed_there_again(tmp_path: Path, folders: tuple[str, ...], expected: str) -> None:
    root = laid_out(tmp_path / "Mail", *folders)
    first = sent_folder(root)
    assert first is not None
    laid_out(first, *(["."] if not is_maildir(first) else []))
    assert sent_folder(root) == first


def test_an_inbox_that_was_named_for_the_mailbox_gets_no_folders_of_its_own(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "Mail", "INBOX", "Sent")
    assert sent_folder(root / "INBOX") == root / "Sent"


def test_the_folder_that_is_named_wins_and_without_a_mailbox_nothing_is_filed(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "Mail", "INBOX", "Sent")
    assert sent_folder(root, root / "Outgoing") == root / "Outgoing"
    assert sent_folder(None) is None


def test_a_file_and_a_folder_without_messages_are_no_sent_folder(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "Mail", ".")
    (root / ".Sent Items").mkdir()
    (root / "Sent").write_text("From kim\n")
    assert (sent_folders(root), sent_folder(root)) == ((), root / ".Sent")


def test_a_link_to_a_folder_is_one(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "Mail", "INBOX")
    (root / "Sent").symlink_to(laid_out(tmp_path / "elsewhere", "."))
    assert sent_folder(root) == root / "Sent"


@pytest.mark.parametrize("name", ["\0", "x" * 5_000, "nowhere"])
def test_what_cannot_be_looked_into_has_nothing(tmp_path: Path, name: str) -> None:
    assert (is_maildir(tmp_path / name), is_mailbox(tmp_path / name), sent_folders(tmp_path / name)) == (
        False,
        False,
        (),
    )


NAMES = {
    "Sent": 0, "SENT": 0, "sent-mail": 2, "Sent Items": 3, "보낸 편지함": 5, "送信済み": 11,
    "Draft": None, "Sentinel": None, "Absent": None, "": None, "Unsent": None, "&": None, "&AOk": None, "&!!!!-": None,
    "&-": None, "&AA-": None, "&2AA-": None,
}  # fmt: skip


@pytest.mark.parametrize(("name", "rank"), NAMES.items())
def test_names_of_folders_for_sent_mail(name: str, rank: int | None) -> None:
    assert rank_of_sent(name) == rank
