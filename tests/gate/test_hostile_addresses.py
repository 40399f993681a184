"""Addresses that are not what they look like, from standard input to what the server gets."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.delivery.smtp_servers import Inbox, running
from tests.gate.support import POLICY, Member

SMTP = 'kind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "plaintext"'
BODY = b"From: Kim <kim@hanbit.example>\nSubject: Minutes\n%s\n\nDear Lee,\nhere they are.\n"
ROUTED = [
    "lee%other.example@hanbit.example",
    "other.example!lee@hanbit.example",
    '"lee@other.example"@hanbit.example',
    '"@other.example:lee"@hanbit.example',
    "lee%relay@hanbit.example",
]
OFF = POLICY.replace(
    "[mail_security.levels.restricted]",
    "[mail_security.outgoing_warning]\nenabled = false\n[mail_security.levels.restricted]",
)


def member(tmp_path: Path, port: int, policy: str = POLICY) -> Member:
    return Member(tmp_path / "home", SMTP.format(port=port), policy)


@pytest.mark.parametrize(
    ("field", "place"),
    [
        (b"To: l\xfce@hanbit.example, l\xf6e@hanbit.example", "To, character 1: l\ufffde@hanbit.example: character 2 "),
        (
            b"To: lee@hanbit.example\nCc: Lee <l\xfce@hanbit.example>",
            "Cc, character 1: Lee <l\ufffde@hanbit.example>: ",
        ),
        (b"To: lee@hanbit.example, J\xfcrgen <park@hanbit.example>", "To, character 21: J\ufffdrgen "),
        (b"To: lee@hanbit.example\nBcc: l\xfce@hanbit.example", "Bcc, character 1: l\ufffde@hanbit.example"),
        (b"To: lee@hanbit.example\nReply-To: k\xefm@hanbit.example", "Reply-To, character 1: k\ufffdm@hanbit.example"),
        (b"To: lee@hanbit.example\nReply-To: K\xefm <kim@hanbit.example>", "Reply-To, character 1: K\ufffdm <kim@"),
        (b"Resent-To: l\xfce@hanbit.example\nTo: lee@hanbit.example", ", character 1: l\ufffde@hanbit.example"),
        (
            b'To: "Kim" <kim@hanbit.example>, l\xfce@hanbit.example',
            "To, character 29: l\ufffde@hanbit.example: character 30 ",
        ),
        (b"To: l\xef\xbf\xbde@hanbit.example", "To, character 1: l\ufffde@hanbit.example: character 2 "),
        (b"To: Kim <le\xe1\xa0\x8be@hanbit.example>", "character 8 is invisible or looks like another: U+180B"),
        (b"To: =?utf-8?q?l=FCe?=@hanbit.example", "the part before the @ is not valid"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_with_its_place_and_nobody_gets_anything(
    field: bytes, place: str, tmp_path: Path
) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        run = member(tmp_path, port).sendmail("-t", message=BODY % field)
    assert run.returncode == os.EX_NOPERM
    assert place in run.stderr.decode()
    assert inbox.mails == []


@pytest.mark.parametrize("argument", [b"l\xfce@hanbit.example", "le\u180be@hanbit.example".encode()])
def test_so_is_one_that_stands_on_the_command_line(argument: bytes, tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        run = member(tmp_path, port).sendmail(os.fsdecode(argument), message=BODY % b"To: lee@hanbit.example")
    assert run.returncode == os.EX_NOPERM
    assert b"Bcc, character 1: " in run.stderr
    assert inbox.mails == []


@pytest.mark.parametrize(
    "field", [b"To: l\xfce@hanbit.example, lee@hanbit.example", b"To: lee@hanbit.example\nSender: \xff"]
)
def test_check_names_the_same_fault_as_the_gate(field: bytes, tmp_path: Path) -> None:
    one = member(tmp_path, 2525)
    checked = json.loads(one.presend("check", "-", "--json", message=BODY % field).stdout)
    (refusal,) = checked["refusals"]
    assert refusal["code"] == "malformed_address"
    (fault,) = refusal["faults"]
    assert "\ufffd" in fault["text"]
    assert fault["position"] == 1
    assert refusal["message"] in one.sendmail("-t", message=BODY % field).stderr.decode()


def test_check_tells_the_text_the_position_and_the_reason_of_each_fault(tmp_path: Path) -> None:
    message = BODY % "To: lee@hanbit.example, Kim <le\u180be@hanbit.example>, park@\nCc: boss".encode()
    checked = json.loads(member(tmp_path, 2525).presend("check", "-", "--json", message=message).stdout)
    assert checked["refusals"][0]["faults"] == [
        {
            "field": "to",
            "text": "Kim <le\u180be@hanbit.example>",
            "position": 21,
            "reason": "character 28 is invisible or looks like another: U+180B",
        },
        {"field": "to", "text": "park@", "position": 48, "reason": "nothing stands after the @"},
        {"field": "cc", "text": "boss", "position": 1, "reason": "the @ is missing"},
    ]


@pytest.mark.parametrize("address", ROUTED)
def test_an_address_of_the_company_with_a_route_in_it_meets_the_warning(address: str, tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        one = member(tmp_path, port)
        run = one.sendmail("-t", message=BODY % f"To: {address}".encode())
        checked = json.loads(one.presend("check", "-", "--json", message=BODY % f"To: {address}".encode()).stdout)
    assert run.returncode == os.EX_NOPERM
    assert b"a warning is due" in run.stderr
    assert inbox.mails == []
    assert checked["warning"]["shown"]
    assert [(one["class"], one["unknown_reason"]) for one in checked["recipients"]] == [("unknown", "routed")]


@pytest.mark.parametrize("address", ROUTED)
def test_it_is_sent_as_it_was_written_where_nothing_is_to_be_asked(address: str, tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        run = member(tmp_path, port, OFF).sendmail("-t", message=BODY % f"To: {address}".encode())
    assert (run.returncode, run.stderr) == (0, b"")
    assert [mail.recipients for mail in inbox.mails] == [[address]]


QUESTIONS = {
    "subject": (b"From: kim@hanbit.example\nTo: lee@hanbit.example\n\nHello\n", ["The subject is empty: add one."]),
    "attachment": (
        b"From: kim@hanbit.example\nTo: lee@hanbit.example\nSubject: x\n\nsee the attachment\n",
        ["The text speaks of an attachment and there is none: attach it, or set attachment_reminder = false in "],
    ),
    "both": (
        b"From: kim@hanbit.example\nTo: lee@hanbit.example\n\nsee the attachment\n",
        ["The subject is empty: add one.", "attachment_reminder = false in config.toml."],
    ),
    "a warning too": (
        b"From: kim@hanbit.example\nTo: p@other.example\n\nHello\n",
        ["a warning is due, and there is no terminal to show it on.", "The subject is empty: add one."],
    ),
}


@pytest.mark.parametrize(("message", "sentences"), QUESTIONS.values(), ids=QUESTIONS)
def test_where_nobody_can_be_asked_the_question_is_named_with_what_to_add(
    message: bytes, sentences: list[str], tmp_path: Path
) -> None:
    one = member(tmp_path, 2525)
    run = one.sendmail("-t", message=message)
    assert run.returncode == os.EX_NOPERM
    said = run.stderr.decode()
    assert [sentence for sentence in sentences if sentence not in said] == []
    (kept,) = one.kept
    assert said.endswith(f"presend drafts finish {kept.name}\n")
    assert said.count("\n") == 1


@pytest.mark.parametrize("address", ["50%@hanbit.example", "hello!@hanbit.example"])
def test_a_sign_that_names_no_route_is_a_character_like_others(address: str, tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        run = member(tmp_path, port).sendmail("-t", message=BODY % f"To: {address}".encode())
    assert (run.returncode, run.stderr) == (0, b"")
    assert [mail.recipients for mail in inbox.mails] == [[address]]


def test_a_list_with_such_a_member_is_warned_about_and_exempts_nobody(tmp_path: Path) -> None:
    listed = POLICY.replace('members = ["kim@hanbit.example"]', 'members = ["lee%other.example@hanbit.example"]')
    inbox = Inbox()
    with running(inbox) as port:
        one = member(tmp_path, port, listed)
        to_list = one.sendmail("-t", message=BODY % b"To: sales@hanbit.example")
        from_list = one.sendmail("-t", message=(BODY % b"To: p@other.example").replace(b"Kim <kim@", b"<sales@"))
    for run in (to_list, from_list):
        assert run.returncode == os.EX_NOPERM
        assert b"a warning is due" in run.stderr
    assert inbox.mails == []
