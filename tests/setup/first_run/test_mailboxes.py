"""The first-run form proposes the mailboxes that are there, and what it writes leads to the folder that it showed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.disk.mailbox_layout import sent_folder
from composer.disk.paths import Places
from composer.services.member_settings import Fixed, TransportKind
from composer.setup.first_run.mailboxes import FoundMailbox, mailboxes
from composer.setup.first_run.start import first_run
from composer.setup.first_run.values import MailboxChoice, Place
from composer.storage.demonstration_mark import MARK
from composer.storage.settings.file import read_settings
from tests.disk.test_mailbox_layout import laid_out
from tests.forbidden import mode_of, somebodys_home
from tests.machines import lay_down, machine_in
from tests.setup.first_run.test_saving import GOOD, form, no_trouble, places

Found = list[tuple[str, str]]
HOMES: dict[str, tuple[tuple[str, ...], Found]] = {
    "nothing": ((), []),
    "other folders": (("Documents/INBOX",), []),
    "Dovecot's Maildir": (("Maildir", "Maildir/.Sent"), [("Maildir", "Maildir/.Sent")]),
    "Dovecot's Maildir without folders": (("Maildir",), [("Maildir", "Maildir/.Sent")]),
    "Dovecot's mail, LAYOUT=fs": (("mail/INBOX", "mail/Sent"), [("mail", "mail/Sent")]),
    "mbsync": (("Mail/INBOX", "Mail/Sent"), [("Mail", "Mail/Sent")]),
    "mbsync before anything was sent": (("Mail/INBOX",), [("Mail", "Mail/Sent")]),
    "mbsync, one account": ((".mail/work/INBOX", ".mail/work/Sent Items"), [(".mail/work", ".mail/work/Sent Items")]),
    "mbsync, two accounts": (
        ("Mail/home/INBOX", "Mail/home/Sent", "Mail/work/INBOX", "Mail/work/送信済み"),
        [("Mail/home", "Mail/home/Sent"), ("Mail/work", "Mail/work/送信済み")],
    ),
    "an account that sent nothing yet": (
        ("Mail/a/INBOX", "Mail/b/INBOX", "Mail/b/Sent"),
        [("Mail/b", "Mail/b/Sent"), ("Mail/a", "Mail/a/Sent")],
    ),
    "two names in one mailbox": (
        ("Mail/INBOX", "Mail/Sent", "Mail/Sent Messages"),
        [("Mail", "Mail/Sent"), ("Mail", "Mail/Sent Messages")],
    ),
    "folders of folders are no accounts": (
        ("Mail/INBOX", "Mail/Sent", "Mail/Archive/INBOX", "Mail/Archive/Sent"),
        [("Mail", "Mail/Sent")],
    ),
    "two places": (
        ("Maildir", "Mail/INBOX", "Mail/Sent"),
        [("Mail", "Mail/Sent"), ("Maildir", "Maildir/.Sent")],
    ),
}


@pytest.mark.parametrize(("folders", "expected"), HOMES.values(), ids=HOMES)
def test_mailboxes_in_the_usual_places_are_found(tmp_path: Path, folders: tuple[str, ...], expected: Found) -> None:
    home = laid_out(tmp_path / "home", *folders)
    found = [(str(one.path.relative_to(home)), str(one.sent.relative_to(home))) for one in mailboxes(home, {})]
    assert found == expected


@pytest.mark.parametrize("variable", ["MAIL", "MAILDIR"])
def test_a_maildir_that_the_environment_names_is_found_first(tmp_path: Path, variable: str) -> None:
    home = laid_out(tmp_path / "home", "Mail/INBOX", "Mail/Sent")
    spool = laid_out(tmp_path / "spool", ".", ".Sent")
    assert [one.path for one in mailboxes(home, {variable: str(spool)})] == [spool, home / "Mail"]


def test_a_spool_that_is_one_file_and_a_relative_path_are_none(tmp_path: Path) -> None:
    (tmp_path / "kim").write_text("From lee\n")
    assert mailboxes(tmp_path / "home", {"MAIL": str(tmp_path / "kim"), "MAILDIR": "Mail"}) == ()


def test_two_names_of_one_place_are_one(tmp_path: Path) -> None:
    home = laid_out(tmp_path / "home", "Mail/INBOX", "Mail/Sent")
    (home / "mail").symlink_to("Mail")
    assert [one.path for one in mailboxes(home, {})] == [home / "Mail"]


@pytest.mark.parametrize(("folders", "expected"), HOMES.values(), ids=HOMES)
def test_what_is_proposed_is_written_so_that_sent_mail_goes_there(
    tmp_path: Path, folders: tuple[str, ...], expected: Found
) -> None:
    home = laid_out(tmp_path / "home", *folders)
    around = Places(home, tmp_path / "config", tmp_path / "data", tmp_path / "state")
    setup = first_run(around, {}, no_trouble, ("en",), machine=machine_in(tmp_path / "etc"))
    setup.save(replace(GOOD, mailbox=setup.suggested.mailbox), replace=False)
    settings = read_settings(setup.settings_file, around)
    proposed: list[Path | None] = [home / sent for _path, sent in expected[:1]] or [None]
    assert [sent_folder(settings.mailbox, settings.sent)] == proposed
    laid_out(home, ".mail/later/INBOX", "Mail/Gesendet", "Maildir/.Gesendet")
    assert [sent_folder(settings.mailbox, settings.sent)] == proposed


TYPED = {
    "nothing typed": ("", [Place.MAILBOX_FOLDER]),
    "half a path": ("Mail", [Place.MAILBOX_FOLDER]),
    "a file": ("~/notes.txt", [Place.MAILBOX_FOLDER]),
    "a folder of other things": ("~/Documents", [Place.MAILBOX_FOLDER]),
    "a new folder": ("~/New", []),
    "an empty folder": ("~/Empty", []),
    "a mailbox": ("~/Box", []),
    "a mailbox by its whole path": ("{home}/Box", []),
}


@pytest.mark.parametrize(("typed", "expected"), TYPED.values(), ids=TYPED)
def test_a_typed_mailbox_is_one_or_a_new_folder(tmp_path: Path, typed: str, expected: list[Place]) -> None:
    home = laid_out(tmp_path / "home", "Box/INBOX", "Box/Sent Items")
    (home / "notes.txt").write_text("x")
    for name in ("Empty", "Documents"):
        (home / name).mkdir()
    (home / "Documents" / "inbox").write_text("From lee\n")
    values = replace(GOOD, mailbox=MailboxChoice.OTHER, mailbox_folder=typed.replace("{home}", str(home)))
    assert places(form(tmp_path), values) == expected


CLOSED: dict[str, tuple[str, MailboxChoice | None, str, list[Place]]] = {
    "one that was found": ("Mail/Sent/tmp", None, "", [Place.MAILBOX]),
    "one that was typed": ("Mail/Sent/tmp", MailboxChoice.OTHER, "~/Mail", [Place.MAILBOX_FOLDER]),
    "a mailbox whose Sent is open": ("Mail", MailboxChoice.OTHER, "~/Mail", []),
    "a new one": (".", MailboxChoice.OTHER, "~/New", [Place.MAILBOX_FOLDER]),
}


@pytest.mark.parametrize(("closed", "choice", "typed", "expected"), CLOSED.values(), ids=CLOSED)
def test_a_folder_that_may_not_be_written_is_no_mailbox(
    closed: str, choice: MailboxChoice | None, typed: str, expected: list[Place]
) -> None:
    with somebodys_home() as home:
        box = laid_out(home / "home" / "Mail", "INBOX", "Sent")
        values = replace(GOOD, mailbox=choice or FoundMailbox(box, box / "Sent"), mailbox_folder=typed)
        with mode_of(home / "home" / closed, 0o500):
            assert places(form(home), values) == expected


@pytest.mark.parametrize(("folder", "mode"), [("secret/Mail", 0o600), ("secret", 0o500), ("a" * 300, 0o700)])
def test_a_folder_that_cannot_be_used_is_no_place_for_local_mail(folder: str, mode: int) -> None:
    with somebodys_home() as home:
        (home / "home" / "secret" / "Mail").mkdir(parents=True)
        values = replace(GOOD, transport=TransportKind.LOCAL, folder=f"~/{folder}")
        with mode_of(home / "home" / "secret", mode):
            assert places(form(home), values) == [Place.FOLDER]


@pytest.mark.parametrize("is_found", [True, False])
def test_a_demonstrations_folder_is_no_mailbox(tmp_path: Path, is_found: bool) -> None:
    box = laid_out(tmp_path / "home" / "Mail", "INBOX", "Sent")
    (box / MARK).write_text("")
    chosen = FoundMailbox(box, box / "Sent") if is_found else MailboxChoice.OTHER
    values = replace(GOOD, mailbox=chosen, mailbox_folder=str(box))
    assert places(form(tmp_path), values) == [Place.MAILBOX if is_found else Place.MAILBOX_FOLDER]


WRITTEN = {
    "one with a folder for sent mail": ("Box", {"path": "{home}/Box", "sent": "Sent Items"}),
    "a new one": ("New", {"path": "{home}/New"}),
}


@pytest.mark.parametrize(("name", "expected"), WRITTEN.values(), ids=WRITTEN)
def test_what_is_written_of_a_typed_mailbox(tmp_path: Path, name: str, expected: dict[str, str]) -> None:
    home = laid_out(tmp_path / "home", "Box/INBOX", "Box/Sent Items")
    setup = form(tmp_path)
    setup.save(replace(GOOD, mailbox=MailboxChoice.OTHER, mailbox_folder=f"~/{name}"), replace=False)
    saved = tomllib.loads(setup.settings_file.read_text())["mailbox"]
    assert saved == {key: value.replace("{home}", str(home)) for key, value in expected.items()}


def test_without_a_mailbox_nothing_is_written_of_one(tmp_path: Path) -> None:
    setup = form(tmp_path)
    setup.save(GOOD, replace=False)
    assert "mailbox" not in tomllib.loads(setup.settings_file.read_text())


def test_a_mailbox_that_the_administrator_settled_is_not_asked_for(tmp_path: Path) -> None:
    machine = machine_in(tmp_path / "etc")
    lay_down(machine.settings, '[mailbox]\npath = "~/Mail"\nsent = "Sent Items"\n')
    home = laid_out(tmp_path / "home", "Mail/INBOX", "Mail/Sent")
    around = Places(home, tmp_path / "config", tmp_path / "data", tmp_path / "state")
    setup = first_run(around, {}, no_trouble, ("en",), machine=machine)
    assert setup.fixed == {Fixed.MAILBOX}
    assert (setup.mailboxes, setup.asks(Place.MAILBOX), setup.asks(Place.MAILBOX_FOLDER)) == ((), False, False)
