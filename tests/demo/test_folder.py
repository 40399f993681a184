"""The folder of a demonstration: never somebody's own, never read by another verb, emptied of its own things only."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.clock import FixedClock
from composer.demo.demonstration import Demonstration
from composer.demo.drafts import ready_drafts
from composer.demo.folder import own_folder
from composer.disk.paths import places
from composer.errors import ConfigurationError
from composer.exit_status import Exit
from composer.message.composition import Composition
from composer.services.outbox import Submission
from composer.storage.demonstration_mark import MARK
from policy.address import parse_address
from policy.settings import Surface
from policy.verdict import Member
from tests.cli.command import presend
from tests.delivery.support import ignore
from tests.machines import lay_down, machine_in

CLOCK = FixedClock(datetime(2026, 11, 24, 11, 0, tzinfo=UTC))
KIM = "kim@hanbit.example"
LETTER = Composition(sender=KIM, to="lee@hanbit.example", subject="Minutes", body="here they are")
CONFIG = '[[identities]]\naddress = "kim@hanbit.example"\n[transport]\nkind = "local"\n'
POLICY = 'schema = 1\n[company]\ndomains = ["hanbit.example"]\n'


def started(folder: Path) -> Demonstration:
    """A demonstration that has prepared its folder."""
    made = Demonstration(folder, CLOCK, folder)
    made.prepare()
    return made


def accept(demonstration: Demonstration) -> str:
    """A letter in the demonstration's outbox, held."""
    member = Member((parse_address(KIM),), "en", Surface.PC, UTC)
    return demonstration.services.outbox.accept(Submission(LETTER, member, hold_seconds=60)).id


def send(demonstration: Demonstration) -> None:
    """A letter in a mailbox of the demonstration."""
    demonstration.services.outbox.deliver(accept(demonstration), ignore)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def set_up(home: Path) -> None:
    """A member whose settings and policy would send for real."""
    config = home / ".config" / "presend"
    config.mkdir(parents=True)
    (config / "config.toml").write_text(CONFIG)
    (config / "policy.toml").write_text(POLICY)


def test_a_new_an_empty_and_a_marked_folder_are_taken(tmp_path: Path) -> None:
    started(tmp_path / "new")
    (tmp_path / "empty").mkdir()
    started(tmp_path / "empty")
    assert (tmp_path / "empty" / MARK).is_file()
    send(started(tmp_path / "new"))
    assert len(started(tmp_path / "new").received()) == 1


def test_a_folder_that_holds_something_else_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "mail").mkdir(parents=True)
    (folder / "mail" / "letter").write_text("mine")
    ran = presend(tmp_path, "demo", "--folder", str(folder))
    assert ran.returncode == Exit.CONFIGURATION
    assert "holds something else already" in ran.stderr
    assert "--folder" in ran.stderr
    assert contents(folder) == {"mail/letter": b"mine"}


def test_a_file_is_no_folder_for_a_demonstration(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    ran = presend(tmp_path, "demo", "--folder", str(tmp_path / "file"))
    assert (ran.returncode, (tmp_path / "file").read_text()) == (Exit.CONFIGURATION, "mine")
    assert "is no folder" in ran.stderr


@pytest.mark.parametrize(
    "name",
    [".", ".local", ".local/share", ".local/share/presend", ".local/share/presend/outbox", ".config/presend",
     ".local/state/presend", ".local/state/presend/drafts", "link"],
)  # fmt: skip
def test_a_folder_of_the_members_own_is_refused_even_before_it_is_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "link").symlink_to(tmp_path / ".local" / "share" / "presend")
    ran = presend(tmp_path, "demo", "--folder", str(tmp_path / name))
    assert ran.returncode == Exit.CONFIGURATION
    assert "your own mail" in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


def test_the_usual_folder_is_allowed_though_it_lies_among_the_members_state(tmp_path: Path) -> None:
    around = places({"HOME": str(tmp_path)})
    usual = own_folder(None, around)
    assert own_folder(usual, around) == usual


def test_the_usual_folder_of_the_first_version_has_no_mark_and_is_taken(tmp_path: Path) -> None:
    started(tmp_path)
    for mark in tmp_path.rglob(MARK):
        mark.unlink()
    with pytest.raises(ConfigurationError):
        Demonstration(tmp_path, CLOCK, tmp_path).prepare()
    Demonstration(tmp_path, CLOCK, tmp_path, was_made_for_it=True).prepare()
    assert (tmp_path / MARK).is_file()


@pytest.mark.parametrize(
    "verb",
    [("outbox", "list"), ("outbox", "flush"), ("outbox", "retry", "ID"), ("drafts", "list"), ("doctor",),
     ("contacts", "lee"), ("sendmail", "-t"), ("compose", "--to", KIM)],
)  # fmt: skip
def test_no_other_verb_reads_or_sends_what_a_demonstration_has(tmp_path: Path, verb: tuple[str, ...]) -> None:
    set_up(tmp_path)
    folder = tmp_path / "data" / "presend"
    job = accept(started(folder))
    before = contents(folder)
    words = [job if word == "ID" else word for word in verb]
    letter = "From: kim@hanbit.example\nTo: lee@hanbit.example\nSubject: x\n\nx\n"
    ran = presend(tmp_path, *words, stdin=letter, XDG_DATA_HOME=str(tmp_path / "data"))
    assert ran.returncode == Exit.CONFIGURATION
    assert "belongs to a demonstration" in ran.stderr
    assert contents(folder) == before


def test_an_outbox_that_is_a_link_to_a_demonstrations_is_not_flushed(tmp_path: Path) -> None:
    set_up(tmp_path)
    accept(started(tmp_path / "demonstration"))
    own = tmp_path / ".local" / "share" / "presend"
    own.mkdir(parents=True)
    (own / "outbox").symlink_to(tmp_path / "demonstration" / "outbox")
    ran = presend(tmp_path, "outbox", "flush")
    assert ran.returncode == Exit.CONFIGURATION
    assert not (own / "local").exists()


NAMING = {
    "the mailbox": '[mailbox]\npath = "~/Mail"\n',
    "the mailbox by a slash at the end": '[mailbox]\npath = "~/Mail/"\n',
    "the mailbox by a link": '[mailbox]\npath = "~/Post"\n',
    "the mailbox beside the settings": '[mailbox]\npath = "../../Mail/."\n',
    "what lies in it": '[mailbox]\npath = "~/Mail/work"\n',
    "what lies above it": '[mailbox]\npath = "~"\n',
    "where sent mail is filed": '[mailbox]\npath = "~/Elsewhere"\nsent = "../Mail/Sent"\n',
    "the mail of a transport": '[transport]\nkind = "local"\nfolder = "~/Mail"\n',
    "the mail of a transport that is not used": '[transport]\nkind = "sendmail"\ncommand = "true"\nfolder = "~/Mail"\n',
    "addresses": '[contacts]\nvcard_folder = "~/Mail"\n',
}


@pytest.mark.parametrize("typed", ["Mail", "Mail/", "./Mail/../Mail", "~/Mail", "Post", "{home}/Mail"])
@pytest.mark.parametrize("named", NAMING)
def test_a_folder_that_the_settings_name_is_refused_and_left_as_it_is(tmp_path: Path, named: str, typed: str) -> None:
    config = tmp_path / ".config" / "presend"
    config.mkdir(parents=True)
    (config / "config.toml").write_text(f'[[identities]]\naddress = "{KIM}"\n{NAMING[named]}')
    (tmp_path / "Mail").mkdir()
    (tmp_path / "Post").symlink_to(tmp_path / "Mail")
    ran = presend(tmp_path, "demo", f"--folder={typed.format(home=tmp_path)}")
    assert ran.returncode == Exit.CONFIGURATION
    assert "is no place for a demonstration" in ran.stderr
    assert "config.toml" in ran.stderr
    assert contents(tmp_path).keys() == {".config/presend/config.toml"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".config", "Mail", "Post"]


@pytest.mark.parametrize("text", ['[mailbox]\npath = "~/Mail"\n', '[transport]\nkind = "local"\nfolder = "Mail"\n'])
def test_a_folder_that_the_administrator_names_is_refused(tmp_path: Path, text: str) -> None:
    lay_down(machine_in(tmp_path / "etc").settings, text)
    around = places({"HOME": str(tmp_path)})
    with pytest.raises(ConfigurationError, match=r"etc/config\.toml names"):
        own_folder(tmp_path / "Mail", around, machine_in(tmp_path / "etc"))
    assert own_folder(tmp_path / "other", around, machine_in(tmp_path / "etc")) == tmp_path / "other"


def test_settings_with_a_fault_leave_the_usual_folder_and_no_other(tmp_path: Path) -> None:
    config = tmp_path / ".config" / "presend"
    config.mkdir(parents=True)
    (config / "config.toml").write_text("[mailbox\n")
    ran = presend(tmp_path, "demo", "--folder", str(tmp_path / "show"))
    assert ran.returncode == Exit.CONFIGURATION
    assert "config.toml" in ran.stderr
    assert "without --folder" in ran.stderr
    assert not (tmp_path / "show").exists()
    usual = presend(tmp_path, "demo")
    assert usual.returncode == Exit.NO_PERMISSION  # nothing but the terminal was missing
    assert (tmp_path / ".local" / "state" / "presend" / "demonstration" / MARK).is_file()


def test_the_usual_folder_is_refused_where_it_is_the_mailbox(tmp_path: Path) -> None:
    set_up(tmp_path)
    with (tmp_path / ".config" / "presend" / "config.toml").open("a") as file:
        file.write('[mailbox]\npath = "~/.local/state/presend/demonstration/sent"\n')
    ran = presend(tmp_path, "demo")
    assert (ran.returncode, "for real mail" in ran.stderr) == (Exit.CONFIGURATION, True)
    assert not (tmp_path / ".local").exists()


USING = {
    "as mailbox": '[mailbox]\npath = "~/show"\n',
    "as mailbox by a link": '[mailbox]\npath = "~/link/sent/"\n',
    "below it as mailbox": '[mailbox]\npath = "~/show/mail/mine"\n',
    "for Sent by a link": '[mailbox]\npath = "~/linked"\n',
    "for sent mail by its name": '[mailbox]\npath = "~/mine"\nsent = "../show/sent"\n',
    "for the mail of a transport": '[transport]\nkind = "local"\nfolder = "~/show/mail"\n',
    "for the mail of one address": '[transport]\nkind = "local"\nfolder = "~/post"\n',
    "for addresses": '[contacts]\nvcard_folder = "~/show/files"\n',
}
VERBS = [
    ("sendmail", "-t"), ("outbox", "list"), ("outbox", "flush"), ("drafts",), ("doctor",), ("contacts", "lee"),
    ("check", "-"), ("compose", "--to", KIM),
]  # fmt: skip


@pytest.mark.parametrize("using", USING)
def test_settings_that_use_a_demonstrations_folder_are_said_to_and_nothing_is_filed_there(
    tmp_path: Path, using: str
) -> None:
    set_up(tmp_path)
    start = f'[[identities]]\naddress = "{KIM}"\n'
    (tmp_path / ".config" / "presend" / "config.toml").write_text(start + USING[using])
    send(started(tmp_path / "show"))
    (tmp_path / "link").symlink_to(tmp_path / "show")
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / ".Sent").symlink_to(tmp_path / "show" / "sent")
    (tmp_path / "post").mkdir()
    (tmp_path / "post" / "lee@hanbit.example").symlink_to(tmp_path / "show")
    before = contents(tmp_path / "show")
    letter = f"From: {KIM}\nTo: lee@hanbit.example\nSubject: x\n\nx\n"
    for verb in VERBS:
        ran = presend(tmp_path, *verb, stdin=letter)
        assert ran.returncode == (Exit.FOUND if verb == ("doctor",) else Exit.CONFIGURATION), verb
        said = "".join((ran.stdout + ran.stderr).split())  # a long path is broken where its line ends
        assert "showbelongstoademonstration" in said, verb
    assert contents(tmp_path / "show") == before
    (kept,) = (tmp_path / ".local" / "share" / "presend" / "clients").rglob("message.eml")
    assert kept.read_text().startswith("From: kim")


def test_beginning_anew_takes_its_own_mail_away(tmp_path: Path) -> None:
    demonstration = started(tmp_path / "demonstration")
    fresh = contents(tmp_path / "demonstration").keys()
    send(demonstration)
    accept(demonstration)
    demonstration.reset()
    assert contents(tmp_path / "demonstration").keys() - fresh <= {
        "audit.jsonl", *(f"drafts/deleted/{draft.id}.json" for draft in ready_drafts())
    }  # fmt: skip
    assert (demonstration.received(), demonstration.services.outbox.jobs()) == ([], [])


def test_beginning_anew_leaves_what_others_put_there(tmp_path: Path) -> None:
    folder, own = tmp_path / "demonstration", tmp_path / "own"
    demonstration = started(folder)
    send(demonstration)
    (own / "cur").mkdir(parents=True)
    (own / "cur" / "1795518120.presend-0123456789abcdef01234567.host").write_text("mine")
    (folder / "mail" / "link").symlink_to(own)
    strangers = (
        "letter.eml", "mail/notes.txt", "mail/lee@hanbit.example/new/1795518120.M1P2.host", "sent/cur/mine:2,S",
        "outbox/queue/mine/job.json", "outbox/notes", "drafts/mine.json",
    )  # fmt: skip
    for name in strangers:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("mine")
    demonstration.reset()
    assert {name for name, data in contents(folder).items() if data == b"mine"} == set(strangers)
    assert [path.read_text() for path in (own / "cur").iterdir()] == ["mine"]


def test_a_folder_that_is_a_link_to_the_members_mail_is_not_emptied(tmp_path: Path) -> None:
    folder, own = tmp_path / "demonstration", tmp_path / "Mail"
    demonstration = started(folder)
    send(demonstration)
    (folder / "mail").rename(own)
    (folder / "mail").symlink_to(own)
    before = contents(own)
    demonstration.reset()
    assert contents(own) == before


def test_beginning_anew_in_a_folder_that_lost_its_mark_deletes_nothing(tmp_path: Path) -> None:
    demonstration = started(tmp_path / "demonstration")
    send(demonstration)
    (tmp_path / "demonstration" / MARK).unlink()
    before = contents(tmp_path / "demonstration" / "mail")
    with pytest.raises(ConfigurationError):
        demonstration.reset()
    assert contents(tmp_path / "demonstration" / "mail") == before
    shutil.rmtree(tmp_path / "demonstration")
