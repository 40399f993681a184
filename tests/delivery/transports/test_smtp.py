"""What arrives at a real SMTP server is compared, address by address, with what was approved."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.delivery.wire.recipients import recipients
from composer.message.composition import Composition, snapshot
from composer.sentences.jobs import result_words
from composer.services.outbox import JobState, RecipientState
from composer.threads.abort import Abort
from policy.address import parse_field
from policy.draft import Draft
from policy.settings import MailLimits
from tests.delivery.smtp_servers import Inbox, Mail, running, smtp
from tests.delivery.support import LETTER, Office, addresses, ignore, parsed
from tests.policy.support import KIM, POLICY

WIDE = replace(POLICY, limits=MailLimits())
HOSTILE = ", ".join([
    '"Kim, Min-ji" <a1@other.example>', '"evil@bad.example" <a2@other.example>', '"a\\"b\\\\c" <a3@other.example>',
    "=?UTF-8?Q?=0A?= <a4@other.example>", '"=?UTF-8?B?SGk=?=" <a5@other.example>', "김민지 <a6@other.example>",
    '"x: y; z" <a7@other.example>', f"{'🙂' * 20} <a8@other.example>", f"{'long ' * 60}<a9@other.example>",
    '"odd local"@other.example', '"a@b"@other.example', "o'brien@other.example", "x+tag=1@other.example",
    "Friends: f1@other.example, Two <f2@other.example>;", "l@faß.example", "m@例え.example", "n@[192.0.2.1]",
    *(f"Person {n} <p{n}@hanbit.example>" for n in range(7)),
])  # fmt: skip


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def office(tmp_path: Path, inbox: Inbox) -> Iterator[Office]:
    with running(inbox) as port:
        office = Office(tmp_path, transport=smtp(port))
        office.policy.policy = WIDE
        yield office


def approved(composition: Composition) -> list[str]:
    """The envelope that the member saw."""
    return [str(mailbox.address) for mailbox in recipients(snapshot(composition, Draft()))]


def written(mail: Mail, name: str) -> list[str]:
    """The addresses of one field, unfolded by hand and read by our parser."""
    head = mail.content.split(b"\r\n\r\n", 1)[0].replace(b"\r\n ", b" ").decode("utf-8")
    values = [line.partition(":")[2].strip() for line in head.split("\r\n") if line.lower().startswith(f"{name}:")]
    found = snapshot(Composition(to=", ".join(values)), Draft())
    return [str(mailbox.address) for mailbox in recipients(found)]


def test_the_final_dot_does_not_wait_for_an_acknowledgement(inbox: Inbox) -> None:
    with running(inbox) as port, smtp(port).connect(Abort()) as session:
        assert session._wire._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_every_address_arrives_as_it_was_approved_and_bcc_stays_at_home(office: Office, inbox: Inbox) -> None:
    letter = replace(LETTER, to=HOSTILE, cc="Lee <lee@hanbit.example>", bcc="secret@other.example, b@hanbit.example")
    job = office.send(letter)
    assert job.state is JobState.SENT, job
    (mail,) = inbox.mails
    assert mail.sender == KIM
    assert mail.recipients == approved(letter)
    assert len(mail.recipients) == 28
    assert written(mail, "to") == approved(replace(LETTER, to=HOSTILE))
    assert written(mail, "cc") == ["lee@hanbit.example"]
    assert written(mail, "from") == [KIM]
    assert written(mail, "bcc") == []
    assert b"secret" not in mail.content


def test_the_standard_library_reads_the_same_addresses(office: Office, inbox: Inbox) -> None:
    office.send(replace(LETTER, to=HOSTILE))
    assert [one.lower() for one in addresses(parsed(inbox.mails[0].content), "to")] == approved(
        replace(LETTER, to=HOSTILE)
    )


def test_names_arrive_as_they_were_written(office: Office, inbox: Inbox) -> None:
    office.send(replace(LETTER, to=HOSTILE))
    shown = [address.display_name for address in parsed(inbox.mails[0].content)["to"].addresses]
    meant = [mailbox.name for mailbox in recipients(snapshot(Composition(to=HOSTILE), Draft()))]
    # The standard library keeps the space between adjacent encoded words, which RFC 2047 (6.2) takes out.
    assert ["".join(name.split()) for name in shown] == ["".join(name.split()) for name in meant]


def test_individually_each_of_25_recipients_gets_one_message_that_names_nobody_else(
    office: Office, inbox: Inbox
) -> None:
    letter = replace(LETTER, to=HOSTILE, cc="p1@hanbit.example", bcc="secret@other.example", individually=True)
    job = office.send(letter)
    assert job.state is JobState.SENT
    assert [mail.recipients for mail in inbox.mails] == [[address] for address in approved(letter)]
    assert len(inbox.mails) >= 25
    for mail in inbox.mails:
        assert written(mail, "to") == mail.recipients
        assert (written(mail, "cc"), written(mail, "bcc")) == ([], [])
    assert len({parsed(mail.content)["message-id"] for mail in inbox.mails}) == len(inbox.mails)
    assert len(office.filed()) == 1
    assert office.filed()[0].count(b"Presend-Result: ") == len(inbox.mails)


@pytest.mark.parametrize(
    "body",
    [
        "x" * 5_000 + "\n",
        ".\n..\n.dot\n...\nend\n",
        "안녕하세요 😀\n" * 400,
        "ß" * 3_000 + "\n.",
        "\x00\x1b[31m\x7f\n",
        "From me\n>From you\n-- \nKim\n",
        "trailing space \nand tab\t\n",
        "\n\n\n",
        "a\r\nb\rc\n",
        "no line break",
    ],
)
def test_the_body_arrives_letter_for_letter(office: Office, inbox: Inbox, body: str) -> None:
    office.send(replace(LETTER, body=body))
    (mail,) = inbox.mails
    assert max(map(len, mail.content.split(b"\r\n"))) <= 998
    assert b"\n" not in mail.content.replace(b"\r\n", b"")
    assert mail.content.isascii()
    part = parsed(mail.content)
    text = part.get_payload(decode=True)
    assert isinstance(text, bytes)
    meant = body.replace("\r\n", "\n").replace("\r", "\n")
    assert text.decode("utf-8").replace("\r\n", "\n") == (meant if meant.endswith("\n") else meant + "\n")


def test_a_large_file_arrives_byte_for_byte(office: Office, inbox: Inbox) -> None:
    data = b"\r\n.\r\n" * 400_000
    office.send(office.attached("dots.bin", data))
    (part,) = parsed(inbox.mails[0].content).iter_attachments()
    assert part.get_payload(decode=True) == data


def test_an_address_outside_ascii_goes_by_smtputf8(office: Office, inbox: Inbox) -> None:
    job = office.send(replace(LETTER, to="김@other.example, lee@hanbit.example"))
    assert job.state is JobState.SENT
    (mail,) = inbox.mails
    assert mail.recipients == ["김@other.example", "lee@hanbit.example"]
    assert "SMTPUTF8" in mail.options
    assert written(mail, "to") == mail.recipients


def test_smtputf8_is_not_used_where_it_is_not_needed(office: Office, inbox: Inbox) -> None:
    office.send(replace(LETTER, to="김민지 <kim@例え.example>", subject="안녕"))
    (mail,) = inbox.mails
    assert mail.recipients == ["kim@xn--r8jz45g.example"]
    assert "SMTPUTF8" not in mail.options
    assert parsed(mail.content)["subject"] == "안녕"


def test_without_smtputf8_only_the_affected_recipient_is_refused(tmp_path: Path, inbox: Inbox) -> None:
    with running(inbox, enable_SMTPUTF8=False) as port:
        office = Office(tmp_path, transport=smtp(port))
        job = office.send(replace(LETTER, to="lee@hanbit.example", bcc="김@hanbit.example"))
    assert [result.state for result in job.recipients] == [RecipientState.ACCEPTED, RecipientState.PERMANENT]
    assert "SMTPUTF8" in result_words(job.recipients[1])
    assert inbox.mails[0].recipients == ["lee@hanbit.example"]


def test_without_smtputf8_nobody_gets_a_header_that_would_have_to_be_changed(tmp_path: Path, inbox: Inbox) -> None:
    with running(inbox, enable_SMTPUTF8=False) as port:
        job = Office(tmp_path, transport=smtp(port)).send(replace(LETTER, to="lee@hanbit.example, 김@hanbit.example"))
    assert (job.state, inbox.mails) == (JobState.FAILED, [])


@pytest.mark.parametrize(
    "subject",
    [
        "=?UTF-8?Q?=0A?=Bcc: x@evil.example",
        "a\r\nBcc: x@evil.example",
        "\x1b]0;t\x07\x00",
        "  ",
        "x" * 5_000,
        "word " * 500,
        "\u2028\u202e\ud800",
    ],
)
def test_no_subject_makes_a_field(office: Office, inbox: Inbox, subject: str) -> None:
    office.send(replace(LETTER, subject=subject))
    message = parsed(inbox.mails[0].content)
    assert message["bcc"] is None
    assert list(message) == ["From", "To", "Date", "Subject", "Message-ID", "MIME-Version", "Content-Type",
                             "Content-Transfer-Encoding"]  # fmt: skip
    assert "evil" not in " ".join(inbox.mails[0].recipients)


def test_a_group_stays_a_group(office: Office, inbox: Inbox) -> None:
    office.send(replace(LETTER, to="The team: lee@hanbit.example, Kim <kim@hanbit.example>;"))
    value = inbox.mails[0].content.split(b"To: ", 1)[1].split(b"\r\n", 1)[0].decode()
    assert parse_field(value) == parse_field("The team: lee@hanbit.example, Kim <kim@hanbit.example>;")


def test_a_refused_recipient_is_named_and_only_that_one_is_tried_again(office: Office, inbox: Inbox) -> None:
    inbox.refused = {"park@hanbit.example": "550 5.1.1 No such user"}
    job = office.send(replace(LETTER, to="lee@hanbit.example, park@hanbit.example"))
    assert job.state is JobState.PARTIAL
    assert job.recipients[1].state is RecipientState.PERMANENT
    assert result_words(job.recipients[1]) == "550 5.1.1 No such user"
    inbox.refused = {}
    office.outbox.retry(job.id, include_unknown=False)
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT
    assert [mail.recipients for mail in inbox.mails] == [["lee@hanbit.example"], ["park@hanbit.example"]]
    assert len(office.filed()) == 1


def test_individually_a_refusal_costs_the_others_nothing(office: Office, inbox: Inbox) -> None:
    inbox.refused = {"park@hanbit.example": "550 5.1.1 No such user"}
    letter = replace(LETTER, to="lee@hanbit.example, park@hanbit.example, boss@hanbit.example", individually=True)
    assert office.send(letter).state is JobState.PARTIAL
    assert [mail.recipients for mail in inbox.mails] == [["lee@hanbit.example"], ["boss@hanbit.example"]]


def test_a_temporary_refusal_is_tried_again_after_the_pause(office: Office, inbox: Inbox) -> None:
    inbox.refused = {"park@hanbit.example": "451 4.7.1 Greylisted"}
    job = office.send(replace(LETTER, to="lee@hanbit.example, park@hanbit.example"))
    assert job.state is JobState.QUEUED
    assert job.not_before is not None
    assert (job.not_before - office.clock.now()).total_seconds() == 300
    inbox.refused = {}
    assert office.outbox.flush(ignore) == []
    office.clock.moment = job.not_before
    assert [one.state for one in office.outbox.flush(ignore)] == [JobState.SENT]
    assert [mail.recipients for mail in inbox.mails] == [["lee@hanbit.example"], ["park@hanbit.example"]]


def test_content_that_is_refused_fails_for_all(office: Office, inbox: Inbox) -> None:
    inbox.content_reply = "554 5.7.1 Spam"
    job = office.send(replace(LETTER, to="lee@hanbit.example, park@hanbit.example"))
    assert job.state is JobState.FAILED
    assert {result.reply for result in job.recipients} == {"554 5.7.1 Spam"}


def test_a_message_over_the_servers_size_is_refused_before_it_is_sent(tmp_path: Path, inbox: Inbox) -> None:
    with running(inbox, data_size_limit=10_000) as port:
        job = Office(tmp_path, transport=smtp(port)).send(replace(LETTER, body="x\n" * 20_000))
    assert (job.state, inbox.mails) == (JobState.FAILED, [])
    assert "at most" in result_words(job.recipients[0])
