"""The report that comes back for an address that does not exist: its shape, and who sees it."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from composer.services.outbox import JobState
from tests.delivery.support import LETTER, Office, addresses, parsed
from tests.policy.support import KIM


def test_a_list_with_a_member_who_is_gone_reaches_the_others_and_a_report_comes_back(tmp_path: Path) -> None:
    office = Office(tmp_path, existing=frozenset({KIM}))
    assert office.send(replace(LETTER, to="team@hanbit.example")).state is JobState.SENT
    by_subject = {message["subject"]: message for _mailbox, message in office.arrived()}
    assert set(by_subject) == {LETTER.subject, "Undelivered mail returned to sender"}
    report = by_subject["Undelivered mail returned to sender"]
    assert (report["return-path"], report["auto-submitted"]) == ("<>", "auto-replied")
    assert addresses(report, "to") == [KIM]
    assert [part.get_content_type() for part in report.iter_parts()] == [
        "text/plain", "message/delivery-status", "text/rfc822-headers",
    ]  # fmt: skip
    assert b"here they are" not in report.as_bytes()


def test_a_report_names_nobody_of_bcc_to_anybody_but_the_sender(tmp_path: Path) -> None:
    office = Office(tmp_path, existing=frozenset({KIM, "lee@hanbit.example"}))
    office.send(replace(LETTER, bcc="secret@hanbit.example"))
    boxes = {one.mailbox: one.data for one in office.post.received()}
    assert set(boxes) == {KIM, "lee@hanbit.example"}
    assert b"secret" not in boxes["lee@hanbit.example"]
    assert parsed(boxes[KIM]).get_content_type() == "multipart/report"
