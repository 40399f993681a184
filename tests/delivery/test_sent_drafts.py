"""A message that was sent is never sent again from its draft, wherever that still lies."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from composer.errors import StorageError
from composer.services.outbox import JobState
from tests.delivery.support import LETTER, Office


def with_a_draft_that_stays(tmp_path: Path) -> tuple[Office, str]:
    """Deleted drafts are moved to a folder; a file stands where that is needed."""
    office = Office(tmp_path)
    draft_id = office.saved()
    (tmp_path / "drafts" / "deleted").write_text("in the way")
    return office, draft_id


def test_a_draft_that_could_not_be_deleted_is_known_to_be_sent_also_by_the_next_start(tmp_path: Path) -> None:
    office, draft_id = with_a_draft_that_stays(tmp_path)
    job = office.send(draft_id=draft_id)
    assert job.state is JobState.SENT
    assert [draft.id for draft in office.drafts.list()] == [draft_id]
    assert draft_id in office.outbox.drafts_sent()
    assert draft_id in office.open().drafts_sent()


def test_the_outbox_does_not_take_a_draft_twice(tmp_path: Path) -> None:
    office, draft_id = with_a_draft_that_stays(tmp_path)
    held = office.outbox.accept(office.submission(draft_id=draft_id, hold_seconds=60))
    for _state in ("in the queue", "sent"):
        with pytest.raises(StorageError, match="was sent already"):
            office.outbox.accept(office.submission(draft_id=draft_id))
        office.outbox.deliver(held.id, lambda _progress: None)
    assert len(office.arrived()) == 1
    assert len(office.filed()) == 1


def test_a_draft_that_was_sent_and_deleted_is_known_too(tmp_path: Path) -> None:
    office = Office(tmp_path)
    draft_id = office.saved()
    office.send(draft_id=draft_id)
    assert list(office.drafts.list()) == []
    assert office.outbox.drafts_sent() == {draft_id}


def test_a_message_taken_back_was_not_sent_and_its_draft_goes_out_later(tmp_path: Path) -> None:
    office = Office(tmp_path)
    draft_id = office.saved()
    held = office.outbox.accept(office.submission(draft_id=draft_id, hold_seconds=60))
    assert office.undone(held.id) == LETTER
    assert office.outbox.drafts_sent() == frozenset()
    assert office.send(draft_id=draft_id).state is JobState.SENT
    assert len(office.arrived()) == 1


def test_what_killed_writers_left_in_sent_is_taken_away_after_36_hours_and_nothing_else(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.send()
    place = tmp_path / "mailbox" / ".Sent" / "tmp"
    now = office.clock.now().timestamp()
    ages = {"1.presend-20261101T000000-abc.host.ff": 37, "2.presend-new.host.ff": 35, "3.M1P2.host": 400}
    for name, hours in ages.items():
        (place / name).write_text("half")
        os.utime(place / name, (now, now - timedelta(hours=hours).total_seconds()))
    office.send()
    assert sorted(path.name for path in place.iterdir()) == ["2.presend-new.host.ff", "3.M1P2.host"]
