"""``presend drafts`` over real files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from composer.cli.wiring.services import real_services
from composer.clock import FixedClock
from composer.drafting.judging import Assessor
from composer.message.composition import Composition
from composer.services.drafts import SavedDraft
from composer.services.outbox import JobState, Submission
from composer.storage.drafts.folder import Drafts
from policy.settings import Surface
from tests.gate.support import Member

LETTER = Composition(sender="Kim <kim@hanbit.example>", to="lee@hanbit.example", subject="Minutes", body="Here.")
NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def test_a_draft_that_could_not_be_deleted_when_its_message_was_sent_is_listed_as_sent(tmp_path: Path) -> None:
    member = Member(tmp_path)
    folder = tmp_path / ".local" / "share" / "presend" / "drafts"
    drafts = Drafts(folder, FixedClock(NOW))
    for draft_id, subject in (("d1", "Minutes"), ("d2", "Offer")):
        drafts.save(SavedDraft(draft_id, Composition(to=LETTER.to, subject=subject, body=LETTER.body), NOW))
    (folder / "deleted").write_text("in the way")
    services = real_services(None, {"HOME": str(tmp_path)})
    assessed = Assessor(services, "en").assess(LETTER, Surface.PC)
    job = services.outbox.accept(Submission(LETTER, assessed.member, frozenset(), None, draft_id="d1"))
    assert services.outbox.deliver(job.id, lambda _progress: None).state is JobState.SENT
    listed = {line.split()[0]: line for line in member.presend("drafts", "list").stdout.decode().splitlines()}
    assert "was sent" in listed["d1"]
    assert "was sent" not in listed["d2"]
    assert "was sent" in member.presend("drafts", "show", "d1").stdout.decode()
