"""Drafts are durable, versioned, locked while open, and come back after deletion and after a crash."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from composer.errors import StorageError
from composer.message.composition import AttachedFile, Composition
from composer.services.drafts import DraftNote, DraftStore, SavedDraft
from composer.storage.drafts import draft_file
from composer.storage.drafts.folder import Drafts
from policy.draft import FileChoice
from policy.settings import Expiry, Level
from tests.hostile.corpus import CORPUS
from tests.storage.support import NOON, SetClock, a_draft, names_in, start_child

EVERYTHING = Composition(
    sender="Kim Min-ji <kim@hanbit.example>",
    to="a@hanbit.example,\nb@other.example",
    cc="c@hanbit.example",
    bcc="d@hanbit.example",
    subject="견적서",
    body="첫 줄\r\n\tsecond\n\n-- \nKim",
    files=(
        AttachedFile("/home/kim/a.pdf", "a.pdf", 10**12, 64769, 2**63, 1_772_452_800_123_456_789),
        AttachedFile("/home/kim/caf\udce9", "caf\ufffd", 1, 1, 1, 1, FileChoice.TIME_LIMITED),
    ),
    level=Level.CONFIDENTIAL,
    expires_after=Expiry.QUARTER,
    forwarding_prohibited=True,
    individually=True,
)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def drafts(tmp_path: Path, clock: SetClock) -> Drafts:
    return Drafts(tmp_path / "drafts", clock)


def subjects(found: object) -> list[str]:
    assert isinstance(found, list)
    return [draft.composition.subject for draft in found]


def test_the_store_is_what_the_composer_is_promised(drafts: Drafts) -> None:
    store: DraftStore = drafts
    assert list(store.list()) == []
    assert list(store.orphans()) == []
    assert list(store.unreadable()) == []


def test_a_draft_comes_back_with_everything_it_had(drafts: Drafts) -> None:
    draft = SavedDraft("one", EVERYTHING, NOON, DraftNote.UNDONE)
    drafts.save(draft)
    assert drafts.load("one") == draft
    assert drafts.list() == [draft]


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_hostile_text_survives_a_draft_unchanged(text: str) -> None:
    file = AttachedFile("/" + text, text, 1, 1, 1, 1)
    draft = SavedDraft("x", Composition(text, text, text, text, text, text, (file,)), NOON)
    assert draft_file.decode(draft_file.encode(draft), Path("x")) == draft


@given(st.text(), st.text(st.characters()), st.text('\udc80\udcff\\"\n\u2028u'))
def test_any_text_survives_a_draft_unchanged(subject: str, body: str, path: str) -> None:
    composition = Composition(subject=subject, body=body, files=(AttachedFile(path, path, 0, 0, 0, 0),))
    draft = SavedDraft("x", composition, NOON)
    assert draft_file.decode(draft_file.encode(draft), Path("x")) == draft


def test_a_draft_file_is_private_and_readable_json(drafts: Drafts, tmp_path: Path) -> None:
    path = drafts.save(a_draft(subject="견적서"))
    assert path == tmp_path / "drafts" / "one.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "견적서" in path.read_text("utf-8")
    assert json.loads(path.read_bytes())["version"] == 1


def test_drafts_are_listed_newest_first(drafts: Drafts) -> None:
    for hours, name in enumerate(["first", "second", "third"]):
        drafts.save(a_draft(name, subject=name, saved_at=NOON + timedelta(hours=hours)))
    assert subjects(drafts.list()) == ["third", "second", "first"]


def test_new_ids_are_all_different_and_sort_by_time(drafts: Drafts, clock: SetClock) -> None:
    ids = {drafts.new_id() for _number in range(100)}
    clock.forward(seconds=1)
    assert len(ids) == 100
    assert drafts.new_id() > max(ids)


@pytest.mark.parametrize("draft_id", ["../outside", "/etc/passwd", "", ".", "a/b", "a\0b", "x" * 81, "a\n", "nothing"])
def test_an_id_that_names_no_draft_is_refused_in_words(drafts: Drafts, tmp_path: Path, draft_id: str) -> None:
    (tmp_path / "outside.json").write_bytes(draft_file.encode(a_draft("../outside")))
    for act in (drafts.load, drafts.delete, drafts.restore):
        with pytest.raises(StorageError, match="There is no draft"):
            act(draft_id)


@pytest.mark.parametrize("draft_id", ["../outside", "", "a/b"])
def test_no_draft_is_written_or_locked_outside_the_folder(drafts: Drafts, tmp_path: Path, draft_id: str) -> None:
    with pytest.raises(StorageError):
        drafts.save(a_draft(draft_id))
    with pytest.raises(StorageError):
        drafts.claim(draft_id)
    assert names_in(tmp_path) == []


UNREADABLE = {
    "of another version": b'{"version": 2, "id": "bad", "whatever": true}',
    "no json": b"\x00\xff not json",
    "cut off": b'{"version": 1, "id": "bad", "saved_at": "2026-03',
    "empty": b"",
    "wrong type": b'{"version": 1, "id": "bad", "saved_at": 3, "note": "", "composition": {}}',
    "a list": b"[1]",
    "deeply nested": b"[" * 100_000,
    "without a zone": b'{"version": 1, "id": "bad", "saved_at": "2026-03-02T12:00:00", "note": "", "composition": {}}',
    "of another name": b'{"version": 1, "id": "x", "saved_at": "2026-03-02T12:00:00Z", "note": "", "composition": {}}',
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_named_and_never_deleted(
    drafts: Drafts, clock: SetClock, tmp_path: Path, content: bytes
) -> None:
    drafts.save(a_draft("good"))
    bad = tmp_path / "drafts" / "bad.json"
    bad.write_bytes(content)
    assert subjects(drafts.list()) == ["Offer"]
    assert drafts.unreadable() == [str(bad)]
    clock.forward(days=400)
    drafts.orphans()
    assert bad.read_bytes() == content


def test_another_version_is_said_to_be_one(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save(a_draft())
    (tmp_path / "drafts" / "one.json").write_bytes(UNREADABLE["of another version"])
    with pytest.raises(StorageError, match="another version of presend"):
        drafts.load("one")


def test_a_deleted_draft_can_be_brought_back(drafts: Drafts) -> None:
    draft = a_draft()
    drafts.save(draft)
    drafts.delete("one")
    assert list(drafts.list()) == []
    with pytest.raises(StorageError):
        drafts.load("one")
    drafts.restore("one")
    assert drafts.list() == [draft]


def test_a_deleted_draft_is_kept_for_a_day_and_no_longer(drafts: Drafts, clock: SetClock) -> None:
    for name in ("one", "two"):
        drafts.save(a_draft(name))
    drafts.delete("one")
    clock.forward(hours=23)
    drafts.delete("two")
    drafts.restore("one")
    drafts.delete("one")
    clock.forward(hours=25)
    drafts.orphans()
    with pytest.raises(StorageError, match="There is no draft"):
        drafts.restore("one")


def test_restoring_never_overwrites_what_was_saved_since(drafts: Drafts) -> None:
    drafts.save(a_draft(subject="deleted"))
    drafts.delete("one")
    drafts.save(a_draft(subject="written since"))
    drafts.restore("one")
    assert subjects(drafts.list()) == ["written since"]


def test_what_a_killed_writer_left_unfinished_goes_after_a_day(drafts: Drafts, clock: SetClock, tmp_path: Path) -> None:
    drafts.save(a_draft())
    unfinished = tmp_path / "drafts" / ".0123.tmp"
    unfinished.write_bytes(b"half")
    os.utime(unfinished, (NOON.timestamp(), NOON.timestamp()))
    drafts.orphans()
    assert unfinished.exists()
    clock.forward(hours=25)
    drafts.orphans()
    assert not unfinished.exists()
    assert subjects(drafts.list()) == ["Offer"]


# Claims, between processes that are really there.

_HOLD = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from composer.clock import FixedClock
from composer.storage.drafts.folder import Drafts
drafts = Drafts(Path(sys.argv[1]), FixedClock(datetime(2026, 3, 2, tzinfo=UTC)))
print(drafts.claim("one"), flush=True)
if sys.stdin.readline() == "release\\n":
    drafts.release("one")
    print("released", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_composer(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has claimed the draft ``one``; killed at the end as ``kill -9`` does."""
    child = start_child(_HOLD, folder)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "True\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def test_a_draft_open_in_another_presend_is_neither_claimed_nor_deleted_nor_an_orphan(
    drafts: Drafts, tmp_path: Path
) -> None:
    drafts.save(a_draft())
    with another_composer(tmp_path / "drafts"):
        assert drafts.claim("one") is False
        assert list(drafts.orphans()) == []
        with pytest.raises(StorageError, match="open in another presend"):
            drafts.delete("one")
    assert subjects(drafts.list()) == ["Offer"]


def test_a_draft_whose_composer_was_killed_is_an_orphan_until_it_is_opened(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save(a_draft())
    with another_composer(tmp_path / "drafts"):
        pass
    assert subjects(drafts.orphans()) == ["Offer"]
    assert subjects(drafts.orphans()) == ["Offer"]
    assert drafts.claim("one") is True
    assert list(drafts.orphans()) == []
    drafts.release("one")
    assert list(drafts.orphans()) == []


def test_an_orphan_can_be_let_go_without_opening_it(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save(a_draft())
    with another_composer(tmp_path / "drafts"):
        pass
    drafts.release("one")
    assert list(drafts.orphans()) == []
    assert subjects(drafts.list()) == ["Offer"]


def test_releasing_what_another_process_holds_does_nothing(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save(a_draft())
    with another_composer(tmp_path / "drafts"):
        drafts.release("one")
        assert drafts.claim("one") is False


def test_an_orderly_release_in_another_process_leaves_no_orphan(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save(a_draft())
    with another_composer(tmp_path / "drafts") as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write("release\n")
        child.stdin.flush()
        assert child.stdout.readline() == "released\n"
        assert drafts.claim("one") is True


def test_a_composer_killed_before_it_saved_leaves_no_orphan_and_no_mark(drafts: Drafts, tmp_path: Path) -> None:
    with another_composer(tmp_path / "drafts"):
        pass
    assert list(drafts.orphans()) == []
    assert list((tmp_path / "drafts").glob("*.open")) == []


def test_claiming_twice_in_one_process_is_one_claim(drafts: Drafts, tmp_path: Path) -> None:
    assert drafts.claim("one") is True
    assert drafts.claim("one") is True
    drafts.release("one")
    with another_composer(tmp_path / "drafts"):
        assert drafts.claim("one") is False


def test_a_program_started_while_a_draft_is_open_does_not_keep_it_locked(drafts: Drafts, tmp_path: Path) -> None:
    drafts.claim("one")
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, close_fds=False):
        drafts.release("one")
        with another_composer(tmp_path / "drafts"):
            assert drafts.claim("one") is False


_KILLED_WHILE_SAVING = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from composer.clock import FixedClock
from composer.message.composition import Composition
from composer.services.drafts import SavedDraft
from composer.storage.drafts.folder import Drafts
now = datetime(2026, 3, 2, tzinfo=UTC)
drafts = Drafts(Path(sys.argv[1]), FixedClock(now))
drafts.claim("one")
for number in range(1_000_000):
    drafts.save(SavedDraft("one", Composition(subject=str(number), body=str(number) * 20_000), now))
    print(number, flush=True)
"""


def test_a_composer_killed_while_saving_loses_nothing_it_had_saved(drafts: Drafts, tmp_path: Path) -> None:
    for lines in (1, 5, 9):
        child = start_child(_KILLED_WHILE_SAVING, tmp_path / "drafts")
        assert child.stdout is not None
        said = [int(child.stdout.readline()) for _line in range(lines)]
        child.kill()
        rest, _errors = child.communicate()
        said += [int(line) for line in rest.split("\n")[:-1]]
        found = drafts.load("one").composition
        assert int(found.subject) in {said[-1], said[-1] + 1}
        assert found.body == found.subject * 20_000
        assert [draft.id for draft in drafts.orphans()] == ["one"]


# Full and read-only disks.

_FILL = """
import resource, sys
from datetime import datetime, UTC, timedelta
from pathlib import Path
from composer.clock import FixedClock
from composer.message.composition import Composition
from composer.errors import StorageError
from composer.services.drafts import SavedDraft
from composer.storage.drafts.folder import Drafts
now = datetime(2026, 3, 2, tzinfo=UTC)
drafts = Drafts(Path(sys.argv[1]), FixedClock(now))
drafts.save(SavedDraft("one", Composition(subject="small"), now))
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    drafts.save(SavedDraft("one", Composition(subject="big", body="x" * 10_000), now + timedelta(hours=1)))
except StorageError as error:
    print(error)
"""


def test_a_full_disk_is_said_in_words_and_the_last_draft_stays(drafts: Drafts, tmp_path: Path) -> None:
    with start_child(_FILL, tmp_path / "drafts") as child:
        assert child.stdout is not None
        assert "The disk is full" in child.stdout.read()
    assert subjects(drafts.list()) == ["small"]


@pytest.fixture
def blocked(tmp_path: Path, clock: SetClock) -> Drafts:
    """A store whose first folder cannot be made: a file stands in its place, which stops root too."""
    (tmp_path / "first").write_bytes(b"in the way")
    return Drafts(tmp_path / "first", clock, tmp_path / "second")


def test_a_draft_goes_to_the_fallback_folder_and_is_found_there(blocked: Drafts, tmp_path: Path) -> None:
    assert blocked.claim("one") is True
    assert blocked.save(a_draft()) == tmp_path / "second" / "one.json"
    assert subjects(blocked.list()) == ["Offer"]
    blocked.release("one")
    blocked.delete("one")
    assert list(blocked.list()) == []
    blocked.restore("one")
    assert blocked.load("one") == a_draft()


def test_a_claim_in_the_fallback_folder_holds_too(blocked: Drafts, tmp_path: Path, clock: SetClock) -> None:
    assert blocked.claim("one") is True
    assert Drafts(tmp_path / "first", clock, tmp_path / "second").claim("one") is False


def test_once_the_first_folder_works_again_the_draft_moves_back(blocked: Drafts, tmp_path: Path) -> None:
    blocked.save(a_draft(subject="in the fallback"))
    (tmp_path / "first").unlink()
    later = replace(a_draft(subject="back home"), saved_at=NOON + timedelta(minutes=1))
    assert blocked.save(later) == tmp_path / "first" / "one.json"
    assert list((tmp_path / "second").glob("*.json")) == []
    assert blocked.load("one") == later


def test_of_two_copies_the_newer_counts(tmp_path: Path, clock: SetClock) -> None:
    both = Drafts(tmp_path / "first", clock, tmp_path / "second")
    Drafts(tmp_path / "first", clock).save(a_draft(subject="older"))
    Drafts(tmp_path / "second", clock).save(a_draft(subject="newer", saved_at=NOON + timedelta(minutes=1)))
    assert subjects(both.list()) == ["newer"]
    assert both.load("one").composition.subject == "newer"
    both.delete("one")
    assert list(both.list()) == []


def test_where_no_folder_takes_a_draft_the_first_reason_is_given(tmp_path: Path, clock: SetClock) -> None:
    (tmp_path / "first").write_bytes(b"")
    (tmp_path / "second").write_bytes(b"")
    drafts = Drafts(tmp_path / "first", clock, tmp_path / "second")
    assert drafts.claim("one") is True
    with pytest.raises(StorageError, match="first"):
        drafts.save(a_draft())


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["save", "delete", "restore"]), st.sampled_from("ab")), max_size=12))
def test_no_sequence_of_deeds_loses_a_draft_that_was_not_deleted(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, str]]
) -> None:
    drafts = Drafts(tmp_path_factory.mktemp("drafts"), SetClock())
    live: set[str] = set()
    kept: set[str] = set()
    for deed, name in deeds:
        possible = {"save": True, "delete": name in live, "restore": name in kept}[deed]
        act = {"save": lambda name: drafts.save(a_draft(name)), "delete": drafts.delete}.get(deed, drafts.restore)
        if not possible:
            with pytest.raises(StorageError):
                act(name)
        elif deed == "save":
            act(name)
            live.add(name)
        elif deed == "delete":
            act(name)
            live.discard(name)
            kept.add(name)
        else:
            act(name)
            kept -= {name} - live
            live.add(name)
        assert {draft.id for draft in drafts.list()} == live
