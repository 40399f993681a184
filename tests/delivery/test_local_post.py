"""The post office of this machine: mailboxes by address, and what an organization's server would answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.sentences.jobs import result_words
from composer.services.outbox import JobState, RecipientState
from policy.address import parse_address
from tests.delivery.support import LETTER, Office, addresses
from tests.policy.support import KIM


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.mark.parametrize(
    "address",
    ['"../../../etc/x"@hanbit.example', '"a/b"@hanbit.example', "a%2Fb@hanbit.example", "김@hanbit.example",
     '".."@hanbit.example', "'; rm -rf ~@hanbit.example".replace(" ", "_").replace(";", ""),
     "김" * 20 + "@hanbit.example"],
)  # fmt: skip
def test_no_address_leads_out_of_the_folder(office: Office, address: str) -> None:
    assert office.send(replace(LETTER, to=address)).state is JobState.SENT
    (received,) = office.post.received()
    assert received.envelope_recipient == str(parse_address(address))
    assert received.path.parents[2] == office.root / "mail"
    assert received.path.parents[1] == office.post.mailbox(parse_address(address))


def test_spellings_of_one_address_share_a_mailbox(office: Office) -> None:
    office.send(replace(LETTER, to="Lee@Hanbit.example"))
    office.send(replace(LETTER, to="lee@hanbit.example"))
    assert {received.mailbox for received in office.post.received()} == {"lee@hanbit.example"}


def test_everybody_outside_shares_one_mailbox_with_the_recipient_noted(office: Office) -> None:
    office.send(replace(LETTER, to="a@other.example, b@third.example"))
    received = office.post.received()
    assert {one.mailbox for one in received} == {"outside"}
    assert sorted(one.envelope_recipient for one in received) == ["a@other.example", "b@third.example"]


def test_a_copy_through_lists_names_the_member_and_the_lists(office: Office) -> None:
    office.send(replace(LETTER, to="nested@hanbit.example"))
    partner = next(one for one in office.post.received() if one.mailbox == "outside")
    trace = [line for line in partner.data.split(b"\r\n") if line.startswith(b"Delivered-To")]
    assert trace == [
        b"Delivered-To: partner@other.example",
        b"Delivered-To: partners@hanbit.example",
        b"Delivered-To: nested@hanbit.example",
    ]


def test_a_list_without_members_bounces(office: Office) -> None:
    job = office.send(replace(LETTER, to="empty@hanbit.example"))
    assert job.recipients[0].state is RecipientState.PERMANENT
    assert "mailing list" in result_words(job.recipients[0])
    ((mailbox, report),) = office.arrived()
    assert mailbox == KIM
    assert addresses(report, "to") == [KIM]


def test_a_list_reaches_those_who_exist_and_the_sender_hears_of_the_others(tmp_path: Path) -> None:
    office = Office(tmp_path, existing=frozenset({KIM}))
    job = office.send(replace(LETTER, to="team@hanbit.example"))
    assert job.state is JobState.SENT
    subjects = [message["subject"] for _mailbox, message in office.arrived()]
    assert sorted(subjects) == ["Minutes", "Undelivered mail returned to sender"]
    (report,) = (m for _mailbox, m in office.arrived() if m["subject"] != "Minutes")
    assert report.get_content_type() == "multipart/report"
    assert "lee@hanbit.example" in report.as_string()


def test_a_mailbox_that_cannot_be_written_is_tried_again_and_nobody_gets_it_twice(office: Office) -> None:
    (office.root / "mail").write_text("a file where a folder belongs")
    job = office.send()
    assert job.state is JobState.QUEUED
    (office.root / "mail").unlink()
    assert office.outbox.deliver(job.id, lambda _progress: None).state is JobState.SENT
    assert len(office.arrived()) == 1
