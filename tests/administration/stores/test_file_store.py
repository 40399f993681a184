"""Saving the policy file: whole, by one at a time, with what was there before; real files and processes."""

from __future__ import annotations

import fcntl
import os
import re
import stat
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from composer import words
from composer.administration.administrator import Administrator, administrator
from composer.administration.stores.file_versions import KEPT
from composer.administration.stores.save_lock import saving
from composer.administration.stores.store import ChangedUnderneathError, SaveFacts
from composer.errors import PolicyFaultsError, StorageError
from tests.administration.support import BACKUP, IMPORT, TEXT, Desk
from tests.delivery.test_disk_full import files_up_to
from tests.project import ROOT
from tests.storage.support import start_child

OTHER = TEXT.replace('backup = "on"', 'backup = "off"')
THIRD = TEXT.replace('external_import = "allow"', 'external_import = "deny"')


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_policy_is_read_with_the_files_of_its_lists_its_text_as_it_is(desk: Desk) -> None:
    desk.policy.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    stored = desk.store.read()
    assert stored.text == "\ufeff" + TEXT.replace("\n", "\r\n")
    assert tuple(stored.policy.lists[2].members or ()) == ("kim@hanbit.example",)
    assert stored.source == str(desk.policy)


def test_a_save_replaces_the_text_and_keeps_the_old_one(desk: Desk) -> None:
    base = desk.store.read()
    stored = desk.store.save(OTHER, base)
    assert desk.policy.read_text() == OTHER
    assert (stored.text, stored.policy.backup, stored.notice) == (OTHER, False, "")
    assert desk.store.read() == stored
    assert desk.kept() == [TEXT]
    assert desk.names() == ["policy.toml", "policy.toml.versions", "staff.txt"]


def test_a_text_that_is_there_already_is_not_saved_again(desk: Desk) -> None:
    base = desk.store.read()
    assert desk.store.save(TEXT, base) is base
    assert (desk.kept(), desk.audit()) == ([], [])


def test_the_audit_line_tells_who_changed_which_keys_and_never_a_text(desk: Desk) -> None:
    base = desk.store.read()
    stored = desk.store.save(OTHER, base, SaveFacts((BACKUP, ("lists", 2, "name"))))
    (line,) = desk.audit()
    assert re.fullmatch("[0-9a-f]{32}", line.pop("save"))
    before, after = line.pop("policy_before"), line.pop("policy_after")
    assert before != after
    assert line == {
        "time": "2026-03-02T12:00:00.000+00:00",
        "event": "policy_saved",
        "login": "root",
        "uid": 0,
        "administrator": {"login": "root", "uid": 0, "identity": "kim@hanbit.example"},
        "file": str(desk.policy),
        "version_before": base.version,
        "version_after": stored.version,
        "changed": ["mail_security.backup", "lists[2].name"],
        "restored_from": None,
    }


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664])
def test_the_mode_stays_and_earlier_versions_are_as_readable_as_the_policy(desk: Desk, mode: int) -> None:
    desk.policy.chmod(mode)
    desk.store.save(OTHER, desk.store.read())
    (version,) = desk.versions.iterdir()
    assert stat.S_IMODE(desk.policy.stat().st_mode) == mode
    assert stat.S_IMODE(version.stat().st_mode) == mode
    folder = stat.S_IMODE(desk.versions.stat().st_mode)
    assert (folder & 0o444) == (mode & 0o444)
    assert (folder & 0o111) == (mode & 0o444) >> 2
    assert (folder & 0o022) == (mode & 0o022)


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files away")
def test_owner_and_group_stay(desk: Desk) -> None:
    os.chown(desk.policy, 1234, 2345)
    desk.store.save(OTHER, desk.store.read())
    for path in (desk.policy, desk.versions, *desk.versions.iterdir()):
        assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_a_link_stays_and_the_file_it_leads_to_is_replaced(desk: Desk) -> None:
    link = desk.folder / "policy.toml"
    link.symlink_to(desk.policy)
    (desk.folder / "staff.txt").write_text("lee@hanbit.example\n")
    store = desk.store_of(link)
    stored = store.save(OTHER, store.read())
    assert link.is_symlink()
    assert desk.policy.read_text() == OTHER
    assert tuple(stored.policy.lists[2].members or ()) == ("lee@hanbit.example",)
    assert [store.text_of(version) for version in store.versions()] == [TEXT]
    assert desk.versions.is_dir()


def test_a_file_that_was_changed_underneath_is_left_alone_and_handed_over(desk: Desk) -> None:
    base = desk.store.read()
    desk.policy.write_text(THIRD)
    with pytest.raises(ChangedUnderneathError, match="was changed while you were editing") as caught:
        desk.store.save(OTHER, base)
    assert caught.value.theirs == desk.store.read()
    assert desk.policy.read_text() == THIRD
    assert (desk.kept(), desk.audit()) == ([], [])


def test_a_file_that_is_gone_broken_or_not_utf8_is_told_with_its_reason(desk: Desk) -> None:
    base = desk.store.read()
    for content, reason in ((None, "No such file"), (b"schema = ", "not TOML"), (b"\xff", "not UTF-8")):
        desk.policy.unlink(missing_ok=True)
        if content is not None:
            desk.policy.write_bytes(content)
        with pytest.raises(ChangedUnderneathError, match="cannot be used now") as caught:
            desk.store.save(OTHER, base)
        assert caught.value.theirs is None
        assert reason in str(caught.value.fault)
        assert (desk.policy.read_bytes() if desk.policy.exists() else None) == content


def test_a_change_within_a_list_file_alone_is_no_conflict(desk: Desk) -> None:
    base = desk.store.read()
    (desk.place / "staff.txt").write_text("lee@hanbit.example\n")
    assert tuple(desk.store.save(OTHER, base).policy.lists[2].members or ()) == ("lee@hanbit.example",)


def test_a_text_with_faults_is_refused_with_all_of_them_and_nothing_is_written(desk: Desk) -> None:
    base = desk.store.read()
    broken = TEXT.replace('"hanbit.example"', '"not a domain"').replace('backup = "on"', "backup = 1")
    with pytest.raises(PolicyFaultsError) as caught:
        desk.store.save(broken, base)
    assert len(caught.value.faults) == 2
    assert desk.policy.read_text() == TEXT
    assert desk.names() == ["policy.toml", "staff.txt"]


@pytest.mark.parametrize("name", ["policy.toml", "."])
def test_what_is_read_only_stays_as_it_is_for_root_too(desk: Desk, name: str) -> None:
    base = desk.store.read()
    path = desk.place / name
    path.chmod(0o555)
    with pytest.raises(StorageError, match=r"is read-only; nothing was saved\. Make it writable"):
        desk.store.save(OTHER, base)
    path.chmod(0o755)
    assert desk.policy.read_text() == TEXT
    assert (desk.kept(), desk.audit(), desk.names()) == ([], [], ["policy.toml", "staff.txt"])


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(
    ("mode", "group", "says"),
    [
        (0o644, 0, "no permission"),
        (0o664, 0, "no permission"),
        (0o664, 2345, "saved"),
    ],
)
def test_somebody_who_may_write_by_their_group_saves_and_nobody_else_does(
    tmp_path: Path, mode: int, group: int, says: str
) -> None:
    script = """
import os, sys
from msgspec.structs import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from composer.errors import StorageError
from tests.administration.support import Desk, ROOT_ADMIN
from tests.administration.stores.test_file_store import OTHER
practice = Desk(Path(sys.argv[2])).store  # imports what the other user may not be able to read
practice.save(OTHER, practice.read())
os.setgroups([2345]); os.setgid(4321); os.setuid(4321)
desk = Desk(Path(sys.argv[1]), who=replace(ROOT_ADMIN, uid=4321))
try:
    print("saved" + desk.store.save(OTHER, desk.store.read()).notice)
except StorageError as error:
    print(error)
"""
    with TemporaryDirectory() as name:  # pytest's own folders are closed to other users
        desk = Desk(Path(name))
        desk.folder.chmod(0o777)
        for path, bits in ((desk.policy, mode), (desk.place, 0o775)):
            os.chown(path, 0, group)
            path.chmod(bits)
        run = subprocess.run(
            [sys.executable, "-c", script, name, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert says in run.stdout
        facts = desk.policy.stat()
        assert (facts.st_gid, stat.S_IMODE(facts.st_mode)) == (group, mode)
        assert (desk.policy.read_text() == OTHER) == (says == "saved")


@pytest.mark.parametrize("octets", [0, 1, 200, len(TEXT) - 1, len(TEXT)])
def test_a_full_disk_leaves_the_old_policy_and_nothing_half_written(desk: Desk, octets: int) -> None:
    base = desk.store.read()
    longer = TEXT + "# " + "x" * 100 + "\n"
    with files_up_to(octets), pytest.raises(StorageError, match="The disk is full"):
        desk.store.save(longer, base)
    assert desk.policy.read_text() == TEXT
    assert (desk.kept(), desk.audit()) == ([], [])
    assert not [name for name in desk.names() if name.endswith(".tmp")]
    assert desk.store.save(longer, base).text == longer
    assert len(desk.audit()) == 1


def test_where_only_the_audit_log_has_no_room_the_policy_is_saved_and_the_line_is_made_up_for(desk: Desk) -> None:
    base = desk.store.read()
    log = desk.folder / "audit.jsonl"
    log.mkdir()
    stored = desk.store.save(OTHER, base)
    assert desk.policy.read_text() == OTHER
    assert "The policy is saved. Its line in the audit log is made up for later" in stored.notice
    log.rmdir()
    again = Desk(desk.folder)
    again.store.read()
    again.store.read()
    assert [line["version_after"] for line in again.audit()] == [stored.version]


def test_an_interrupted_save_of_somebody_else_is_left_to_them(desk: Desk) -> None:
    (desk.folder / "audit.jsonl").mkdir()
    desk.store.save(OTHER, desk.store.read())
    (desk.folder / "audit.jsonl").rmdir()
    other = Desk(desk.folder, who=Administrator("lee", 1001))
    other.store.save(THIRD, other.store.read())
    assert [line["administrator"]["login"] for line in desk.audit()] == ["lee"]
    desk.store.read()
    assert [line["administrator"]["login"] for line in desk.audit()] == ["lee", "root"]


def test_of_two_processes_that_save_at_once_exactly_one_wins(desk: Desk) -> None:
    script = """
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from composer.administration.stores.store import ChangedUnderneathError
from tests.administration.support import TEXT, Desk
desk = Desk(Path(sys.argv[1]))
base = desk.store.read()
print("ready", flush=True)
sys.stdin.readline()
try:
    desk.store.save(TEXT + "# " + sys.argv[2] + "\\n", base)
    print("won")
except ChangedUnderneathError as error:
    print("lost to " + error.theirs.text.split()[-1])
"""
    children = [start_child(script, desk.folder, name) for name in ("a", "b")]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    answers = [child.communicate("go\n", timeout=60)[0].strip() for child in children]
    assert sorted(answers) in (["lost to a", "won"], ["lost to b", "won"])
    winner = "ab"[answers.index("won")]
    assert desk.policy.read_text() == TEXT + f"# {winner}\n"
    assert answers["ba".index(winner)] == f"lost to {winner}"
    assert len(desk.audit()) == len(desk.kept()) == 1


def test_versions_are_listed_newest_first_whatever_the_clock_says(desk: Desk) -> None:
    texts = [TEXT, *(TEXT + f"# {number}\n" for number in range(4))]
    for hours, text in zip((0, 0, -5, 1), texts[1:], strict=True):
        desk.clock.forward(hours=hours)
        desk.store.save(text, desk.store.read())
    assert desk.kept() == texts[-2::-1]
    moments = [version.replaced_at for version in desk.store.versions()]
    assert moments == sorted(set(moments), reverse=True)


def test_the_oldest_versions_go_after_a_save_and_only_then(desk: Desk) -> None:
    for number in range(KEPT + 3):
        desk.clock.forward(minutes=1)
        desk.store.save(TEXT + f"# {number}\n", desk.store.read())
    assert len(list(desk.versions.iterdir())) == KEPT
    assert desk.kept()[0] == TEXT + f"# {KEPT + 1}\n"
    before = desk.kept()
    with pytest.raises(PolicyFaultsError):
        desk.store.save("schema = 2\n", desk.store.read())
    assert desk.kept() == before


def test_foreign_files_among_the_versions_are_neither_listed_nor_taken_away(desk: Desk) -> None:
    desk.store.save(OTHER, desk.store.read())
    for name in ("notes.txt", "99999999T999999.000000Z-0123456789ab.toml", "20260101T000000.000000Z-short.toml"):
        (desk.versions / name).write_text("mine")
    assert desk.kept() == [TEXT]
    desk.store.save(THIRD, desk.store.read())
    assert (desk.versions / "notes.txt").read_text() == "mine"


def test_a_version_that_is_gone_says_so(desk: Desk) -> None:
    desk.store.save(OTHER, desk.store.read())
    (version,) = desk.store.versions()
    (desk.versions / version.id).unlink()
    with pytest.raises(StorageError, match="cannot be read: No such file"):
        desk.store.text_of(version)


def test_undo_is_a_save_like_any_other_and_can_be_undone(desk: Desk) -> None:
    session = desk.session()
    session.change(BACKUP, "off")
    session.change(IMPORT, "deny")
    session.save()
    changed = desk.policy.read_text()
    for expected in (TEXT, changed, TEXT):
        version = session.previous()
        assert version is not None
        session.restore(version)
        session.save()
        assert desk.policy.read_text() == expected
    assert [bool(line["restored_from"]) for line in desk.audit()] == [False, True, True, True]
    assert [line["changed"] for line in desk.audit()] == [["mail_security.external_import", "mail_security.backup"]] * 4


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_every_sentence_about_a_failed_save_names_the_file(desk: Desk, language: str) -> None:
    base = desk.store.read()
    words.use(language)
    try:
        desk.policy.chmod(0o444)
        with pytest.raises(StorageError, match=r"policy\.toml"):
            desk.store.save(OTHER, base)
        desk.policy.chmod(0o644)
        desk.policy.write_text(THIRD)
        with pytest.raises(ChangedUnderneathError, match=r"policy\.toml"):
            desk.store.save(OTHER, base)
    finally:
        words.use("en")


def test_the_administrator_is_who_this_process_acts_for() -> None:
    who = administrator("kim@hanbit.example")
    assert (who.uid, who.identity) == (os.getuid(), "kim@hanbit.example")


# One at a time


def test_somebody_who_may_only_read_keeps_nobody_from_saving(desk: Desk) -> None:
    """Locks on everything that others may open: the folder, the policy, the folder of earlier versions."""
    desk.store.save(THIRD, desk.store.read())
    with ExitStack() as stack:
        for path in (desk.place, desk.policy, desk.versions):
            descriptor = os.open(path, os.O_RDONLY)
            stack.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        base = desk.store.read()
        assert desk.store.save(OTHER, base).text == OTHER
    with saving(desk.versions, desk.policy):
        assert (desk.versions / "lock").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_the_lock_of_a_save_opens_for_nobody_who_could_not_save(desk: Desk) -> None:
    desk.folder.chmod(0o755)
    desk.store.save(OTHER, desk.store.read())
    script = "import os, sys; os.setuid(12345); os.open(sys.argv[1], os.O_RDONLY)"
    arguments = [sys.executable, "-c", script, str(desk.versions / "lock")]
    with saving(desk.versions, desk.policy):
        tried = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert "PermissionError" in tried.stderr


def test_two_administrators_wait_for_each_other_and_not_for_ever(desk: Desk) -> None:
    desk.store.save(THIRD, desk.store.read())
    waited: list[float] = []
    with (
        saving(desk.versions, desk.policy),
        pytest.raises(StorageError, match=r"Somebody else is saving .*policy\.toml"),
        saving(desk.versions, desk.policy, patience=1.0, wait=waited.append),
    ):
        raise AssertionError
    assert sum(waited) == pytest.approx(1.0, abs=0.1)
    assert desk.store.save(OTHER, desk.store.read()).text == OTHER
