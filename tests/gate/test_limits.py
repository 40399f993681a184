"""A header is read whole or refused as a whole, parts are counted, and what is refused is kept."""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from composer.exit_status import Exit
from composer.gate.call.header_limits import MOST_ADDRESSES, MOST_FIELDS, MOST_MARKS, excess_of
from composer.reading.mime_leaves import LONGEST_HEAD, MOST_PARTS, LongPartHeadError, TooManyPartsError, leaves_of
from composer.reading.raw_fields import fields_of
from policy.address import Mailbox
from policy.draft import Draft
from tests.delivery.smtp_servers import Inbox, running
from tests.delivery.support import Office
from tests.gate.support import INSIDE, Gate, Member, agrees
from tests.gate.test_command import SMTP
from tests.gate.test_run import Post
from tests.reading.reader import draft_in, leaves_in

FROM = b"From: Kim <kim@hanbit.example>\n"
PDF = b"Content-Type: application/pdf; name=secret.pdf\n\nPDF\n"
PAD = b"X-Pad: " + b"pad " * 66_000 + b"\n"
"""Longer than a first read of 262,144 octets."""


def addresses(draft: Draft) -> list[str]:
    return [str(entry.address) for entry in (*draft.to, *draft.cc) if isinstance(entry, Mailbox)]


def test_twelve_thousand_recipients_on_one_line_get_it_and_those_of_the_next_field_too(tmp_path: Path) -> None:
    everybody = [f"user{number}@hanbit.example" for number in range(12_000)]
    post = Post()
    gate = Gate(Office(tmp_path, transport=post), agrees)
    message = FROM + b"To: " + ", ".join(everybody).encode() + b"\nCc: partner@other.example\nSubject: x\n" + PDF
    assert gate.take(message).exit is Exit.OK
    assert gate.asked.warnings == 1
    assert sorted(post.taken[0]) == sorted([*everybody, "partner@other.example"])


def test_an_address_is_not_cut_where_a_first_read_ends() -> None:
    before = b"To: " + b"lee@hanbit.example, " * 13_000
    address = b"partner@hanbit.example.other.example"
    for place in range(262_144 - 40, 262_144):
        message = FROM + before[: place - len(FROM)].rpartition(b",")[0] + b", " + address + b"\nSubject: x\n\nhi\n"
        assert addresses(draft_in(message))[-1] == address.decode()


@pytest.mark.parametrize("where", ["the message", "a part"])
def test_a_long_field_hides_neither_the_kind_nor_the_size_of_what_stands_below_it(where: str) -> None:
    part = PAD + PDF
    whole = (
        part if where == "the message" else b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + part + b"--b--\n"
    )
    (file,) = draft_in(FROM + b"Subject: x\n" + whole).files
    assert (file.name, file.size) == ("secret.pdf", 4 if where == "the message" else 3)


def test_a_long_field_of_the_message_arrives_whole(tmp_path: Path) -> None:
    inbox = Inbox()
    names = [f'"{"long name " * 90}{number}" <user{number}@hanbit.example>' for number in range(300)]
    with running(inbox) as port:
        one = Member(tmp_path / "home", SMTP.format(port=port))
        run = one.sendmail(
            "-t", message=FROM + b"To: " + ", ".join(names).encode() + b"\nSubject: x\n" + PAD + b"\nhi\n"
        )
    assert (run.returncode, b"998" in run.stderr) == (0, True)
    (mail,) = inbox.mails
    assert mail.recipients == [f"user{number}@hanbit.example" for number in range(300)]
    assert max(map(len, mail.content.split(b"\r\n"))) <= 998
    assert b"To: " + ", ".join(names).encode() in mail.content.replace(b"\r\n ", b" ")


TOO_LONG = {
    "by one line": FROM
    + b"To: "
    + b", ".join(b"u%d@hanbit.example" % number for number in range(60_000))
    + b"\n\nhi\n",
    "by many fields": INSIDE.replace(b"\n\n", b"\n" + b"X: y\n" * (LONGEST_HEAD // 5) + b"\n", 1),
    "without an end": FROM + b"X: y\n" * (LONGEST_HEAD // 4),
}


@pytest.mark.parametrize("case", TOO_LONG)
def test_a_header_beyond_the_limit_is_refused_as_a_whole_with_the_limit_and_kept(case: str, tmp_path: Path) -> None:
    one = Member(tmp_path / "home")
    run = one.sendmail("-t", message=TOO_LONG[case])
    assert (run.returncode, run.stdout, run.stderr.count(b"\n"), one.arrived) == (os.EX_DATAERR, b"", 1, {})
    said = b"The header is longer than 1 MB"
    assert said in run.stderr
    (kept,) = one.kept
    assert (kept / "message.eml").read_bytes().startswith(TOO_LONG[case].replace(b"\n", b"\r\n"))
    assert kept.name.encode() in one.presend("drafts").stdout
    again = one.presend("drafts", "finish", kept.name)
    assert (again.returncode, said in again.stderr, one.kept) == (os.EX_DATAERR, True, [kept])
    checked = one.presend("check", "-", message=TOO_LONG[case])
    assert (checked.returncode, checked.stdout, said in checked.stderr) == (os.EX_DATAERR, b"", True)


def spaced(piece: bytes, count: int) -> bytes:
    """A value of so many pieces, with a space here and there, so that no word is longer than servers take."""
    return b" ".join([piece * 50] * (count // 50 + 1))


TOO_MANY = {
    "fields": (FROM + b"To: lee@hanbit.example\n" + b"X: y\n" * MOST_FIELDS, b"10,000 fields"),
    "fields of recipients": (FROM + b"Cc: lee@hanbit.example\n" * MOST_FIELDS, b"10,000 fields"),
    "recipients": (FROM + b"To: " + spaced(b"a@co,", MOST_ADDRESSES) + b"\n", b"25,000 commas"),
    "recipients in several fields": (
        FROM + b"".join(name + b": " + spaced(b"a<a@co>,", MOST_ADDRESSES // 2) + b"\n" for name in (b"To", b"Cc")),
        b"25,000 commas",
    ),
    "empty groups": (FROM + b"To: " + spaced(b"a:;", MOST_ADDRESSES // 2) + b"\n", b"25,000 commas"),
    "words that are no addresses": (FROM + b"Bcc: " + spaced(b"a,", MOST_ADDRESSES) + b"\n", b"25,000 commas"),
    "addresses for answers": (FROM + b"Reply-To: " + spaced(b"a@co,", MOST_ADDRESSES) + b"\n", b"25,000 commas"),
    "comments": (FROM + b"To: " + spaced(b"()", MOST_MARKS // 2) + b" lee@hanbit.example\n", b"200,000 brackets"),
    "comments that do not end": (FROM + b"To: " + spaced(b"(", MOST_MARKS) + b"\n", b"200,000 brackets"),
    "quotation marks": (b"From: " + spaced(b'"', MOST_MARKS) + b" <kim@hanbit.example>\n", b"200,000 brackets"),
    "comments of the sender": (FROM + b"Sender: " + spaced(b"()", MOST_MARKS // 2) + b"\n", b"200,000 brackets"),
}


@pytest.mark.parametrize("case", TOO_MANY)
def test_a_header_of_too_many_pieces_is_refused_with_the_limit_and_kept(case: str, tmp_path: Path) -> None:
    head, said = TOO_MANY[case]
    message = head + b"\nhi\n"
    one = Member(tmp_path / "home")
    run = one.sendmail("-t", message=message)
    assert (run.returncode, run.stdout, run.stderr.count(b"\n"), one.arrived) == (os.EX_DATAERR, b"", 1, {})
    assert b"more than " + said in run.stderr
    (kept,) = one.kept
    assert (kept / "message.eml").read_bytes() == message.replace(b"\n", b"\r\n")
    checked = one.presend("check", "-", message=message)
    assert (checked.returncode, checked.stdout, said in checked.stderr) == (os.EX_DATAERR, b"", True)


@pytest.mark.parametrize("value", [b"=?utf-8?q?a?= ", b"a\n ", b"()[]<>,;: ", b'" '])
def test_pieces_of_other_fields_are_not_counted(value: bytes) -> None:
    piled = value * (LONGEST_HEAD // 2 // len(value))
    message = FROM + b"To: lee@hanbit.example\nSubject: " + piled + b"\nX-Pad: " + piled[:1000] + b"\n\nhi\n"
    assert excess_of(fields_of(message.replace(b"\n", b"\r\n").partition(b"\r\n\r\n")[0] + b"\r\n")) is None
    assert addresses(draft_in(message)) == ["lee@hanbit.example"]


def test_a_header_as_long_as_the_limit_is_read() -> None:
    field = b"X: y\r\n"
    start = FROM.replace(b"\n", b"\r\n") + b"To: lee@hanbit.example\r\n"
    head = start + field * ((LONGEST_HEAD - len(start)) // len(field))
    assert addresses(draft_in(head + b"\r\nhi\r\n")) == ["lee@hanbit.example"]


def test_a_header_of_a_part_beyond_the_limit_is_refused() -> None:
    message = b"Content-Type: multipart/mixed; boundary=b\n\n--b\nX: " + b"x" * LONGEST_HEAD + b"\n" + PDF + b"--b--\n"
    with pytest.raises(LongPartHeadError):
        leaves_in(message)


def with_parts(count: int) -> bytes:
    return (
        INSIDE.partition(b"\n\n")[0]
        + b"\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\n\nx\n" * count
        + b"--b--\n"
    )


def test_as_many_parts_as_the_limit_are_read_and_one_more_is_refused_with_the_limit_and_kept(tmp_path: Path) -> None:
    gate = Gate(Office(tmp_path))
    assert gate.take(with_parts(MOST_PARTS)).exit is Exit.OK
    result = gate.take(with_parts(MOST_PARTS + 1))
    assert (result.exit, len(gate.kept.list())) == (Exit.DATA, 1)
    assert "more than 2,000 parts" in result.sentence


def test_nothing_is_read_beyond_the_limit_of_parts() -> None:
    content = BytesIO(b"\n" + b"--b\n\n" * 2_000_000)
    with pytest.raises(TooManyPartsError):
        leaves_of(b"Content-Type: multipart/mixed; boundary=b\r\n", content)
    assert content.tell() < 1_000_000


def test_lines_that_look_like_boundaries_are_content() -> None:
    noise = b"--\n--x\n--bb\n- -b\n --b\n--b-\n" * 50_000
    first, second = leaves_in(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + noise + b"--b\n\nend\n--b-- \t\n"
    )
    assert (first.size, second.octets) == (len(noise) - 1, b"end")


REFUSED_IN_BOTH = {
    "NUL": (INSIDE + b"a\0b\n", b"holds a NUL character"),
    "a space before a colon": (
        b"Subject: x\n" + INSIDE.replace(b"From:", b"From :"),
        b"Line 2 of the header is no field",
    ),
    "a line in what is signed": (
        INSIDE.replace(b"\n\n", b"\nContent-Type: application/pkcs7-mime\n\n", 1) + b"x" * 999 + b"\n",
        b"A line over 998 characters",
    ),
    "too many parts": (with_parts(MOST_PARTS + 1), b"more than 2,000 parts"),
    "a wrong level": (b"Presend-Level: high\n" + INSIDE, b"Presend-Level"),
}


@pytest.mark.parametrize("case", REFUSED_IN_BOTH)
def test_what_the_gate_keeps_with_65_check_refuses_with_65_and_the_same_sentence(case: str, tmp_path: Path) -> None:
    message, said = REFUSED_IN_BOTH[case]
    one = Member(tmp_path / "home")
    sent, checked = one.sendmail("-t", message=message), one.presend("check", "-", message=message)
    assert (sent.returncode, checked.returncode) == (os.EX_DATAERR, os.EX_DATAERR)
    assert said in sent.stderr
    assert said in checked.stderr
    assert (len(one.kept), one.arrived, checked.stderr.count(b"\n")) == (1, {}, 1)


def test_check_judges_as_the_member_of_the_settings_and_with_what_the_header_asks_for(tmp_path: Path) -> None:
    one = Member(tmp_path / "home")

    def verdict(message: bytes, *words: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(one.presend("check", "-", "--json", *words, message=message).stdout)
        return found

    foreign = verdict(INSIDE.replace(b"kim@", b"boss@"))
    assert [one["code"] for one in foreign["refusals"]] == ["sender_not_allowed"]
    assert verdict(INSIDE.replace(b"kim@", b"boss@"), "--member", "boss@hanbit.example")["outcome"] == "send"
    assert verdict(INSIDE.replace(FROM, b""))["outcome"] == "send"
    level = verdict(b"Presend-Level: restricted\n" + INSIDE)["level"]
    assert level["level"] == "restricted"


def test_without_a_word_check_tells_that_lines_would_be_encoded(tmp_path: Path) -> None:
    one = Member(tmp_path / "home")
    run = one.presend("check", "-", message=INSIDE + b"x" * 2_000 + b"\n")
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"Lines over 998 characters" in run.stdout.splitlines()[-1]


@pytest.mark.parametrize("length", [262_143, 262_144, 300_000])
def test_a_field_with_a_long_name_begins_a_message_which_is_kept_and_the_name_is_shortened(
    length: int, tmp_path: Path
) -> None:
    office = Office(tmp_path)
    result = Gate(office).take(b"X" * length + b": y\n" + INSIDE)
    assert result.exit is Exit.DATA
    assert f"The field {'X' * 60} has over 998 characters" in result.sentence
    assert (len(office.kept.list()), office.arrived()) == (1, [])
