"""What goes onto the wire of a message that another client rendered."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from composer.delivery.wire.message import Heads
from composer.delivery.wire.rendered_heads import rendered_heads
from composer.delivery.wire.verify import MismatchError
from composer.delivery.wire.verify_rendered import verify_rendered
from composer.message.rendered import RenderedMessage
from composer.reading.raw_fields import NotFieldsError, RawField, fields_of, joined, texts
from policy.address import parse_field
from policy.draft import Draft
from policy.levels import judged
from policy.settings import Expiry, Level
from tests.policy.support import NOW, POLICY

HEAD = (
    b"Received: from here\r\n by there\r\nfrom: Kim  <kim@hanbit.example>\r\nTo:lee@hanbit.example ,\r\n"
    b"\tPark <park@hanbit.example>\r\nCC: choi@hanbit.example\r\nSubject:  =?utf-8?q?Hi?=  \r\n"
    b"Date: Tue, 24 Nov 2026 11:00:00 +0900\r\nMessage-ID: <1@client>\r\nX-Odd-: \xff\xfe\r\n"
)
DRAFT = Draft(
    sender=parse_field("kim@hanbit.example"),
    to=parse_field("lee@hanbit.example, park@hanbit.example"),
    cc=parse_field("choi@hanbit.example"),
)
GENERAL = judged(Level.GENERAL, Expiry.NONE, False, POLICY, NOW, NOW.tzinfo)  # type: ignore[arg-type]  # it is aware
RESTRICTED = judged(Level.RESTRICTED, Expiry.WEEK, True, POLICY, NOW, NOW.tzinfo)  # type: ignore[arg-type]  # the same


def rendered(head: bytes = HEAD, **changes: object) -> RenderedMessage:
    return replace(RenderedMessage(Path("message.eml"), head, len(head)), **changes)


def made(message: RenderedMessage, draft: Draft = DRAFT, level: object = GENERAL) -> Heads:
    heads = rendered_heads(message, draft, level, "0" * 64, NOW)  # type: ignore[arg-type]  # one of the two above
    verify_rendered(draft, heads, message)
    return heads


def test_a_whole_header_goes_out_octet_for_octet() -> None:
    heads = made(rendered())
    assert [copy.head for copy in heads.copies] == [HEAD]
    assert heads.record == HEAD
    assert heads.record_id == "<1@client>"


@pytest.mark.parametrize("name", [b"Bcc", b"bcc", b"BCC", b"Resent-Bcc", b"Presend-Level", b"presend-individually"])
def test_what_only_presend_may_read_is_taken_out(name: bytes) -> None:
    field = name + b": boss@hanbit.example,\r\n more@hanbit.example\r\n"
    assert made(rendered(HEAD + field)).copies[0].head == HEAD
    assert made(rendered(field + HEAD + field)).copies[0].head == HEAD


def test_the_record_names_the_hidden_recipients_and_the_wire_does_not() -> None:
    heads = made(rendered(), replace(DRAFT, bcc=parse_field("boss@hanbit.example")))
    assert heads.record == HEAD + b"Bcc: boss@hanbit.example\r\n"
    assert heads.copies[0].head == HEAD
    assert [str(address) for address in heads.copies[0].copy.envelope][-1] == "boss@hanbit.example"


@pytest.mark.parametrize("name", [b"Resent-To", b"RESENT-CC", b"Mail-Followup-To", b"Apparently-To"])
def test_an_individual_copy_names_nobody_else(name: bytes) -> None:
    field = name + b": lee@hanbit.example,\r\n park@hanbit.example\r\n"
    together = made(rendered(field + HEAD)).copies
    assert [copy.head for copy in together] == [field + HEAD]
    alone = made(rendered(field + HEAD), replace(DRAFT, individually=True)).copies
    named = [[reader for reader in (b"lee@", b"park@", b"choi@") if reader in copy.head] for copy in alone]
    assert named == [[b"lee@"], [b"park@"], [b"choi@"]]


@pytest.mark.parametrize("name", ["From", "Date", "Message-ID"])
def test_what_a_message_must_have_is_added_at_the_end(name: str) -> None:
    without = joined(field for field in fields_of(HEAD) if field.name != name.lower())
    head = made(rendered(without)).copies[0].head
    assert head.startswith(without)
    assert head[len(without) :].startswith(f"{name}: ".encode())
    assert len(fields_of(head)) == len(fields_of(HEAD))


@pytest.mark.parametrize("name", ["From", "Date", "Message-ID"])
@pytest.mark.parametrize("empty", ["", " ", "\r\n "])
def test_what_a_message_must_have_and_says_nothing_is_as_good_as_missing(name: str, empty: str) -> None:
    without = joined(field for field in fields_of(HEAD) if field.name != name.lower())
    heads = made(rendered(f"{name}:{empty}\r\n".encode() + without))
    head = heads.copies[0].head
    assert head.startswith(without)
    assert [bool(text) for text in texts(fields_of(head), name.lower())] == [True]
    assert heads.record_id.startswith("<")


def test_a_level_adds_its_fields_and_replaces_those_that_contradict_it() -> None:
    head = made(rendered(HEAD + b"Sensitivity: Personal\r\nExpires: never\r\n"), level=RESTRICTED).copies[0].head
    assert head.startswith(HEAD)
    added = fields_of(head[len(HEAD) :])
    names = ["sensitivity", "expires", "presend-level", "presend-forward", "presend-policy"]
    assert [field.name for field in added] == names
    assert texts(added, "sensitivity") == ("Company-Confidential",)


def test_general_mail_keeps_the_sensitivity_its_client_wrote() -> None:
    head = HEAD + b"Sensitivity: Personal\r\nExpires: Tue, 01 Dec 2026 11:00:00 +0000\r\n"
    assert made(rendered(head)).copies[0].head == head


def test_what_once_had_a_level_and_is_general_now_keeps_nothing_of_it() -> None:
    head = made(rendered(HEAD), level=RESTRICTED).copies[0].head
    assert made(rendered(head)).copies[0].head == HEAD


def test_copies_of_their_own_show_one_recipient_and_have_their_own_ids() -> None:
    draft = replace(DRAFT, bcc=parse_field("boss@hanbit.example"), individually=True)
    heads = made(rendered(), draft)
    shown = [mailbox for copy in heads.copies for mailbox in texts(fields_of(copy.head), "to")]
    assert shown == ["lee@hanbit.example", "park@hanbit.example", "choi@hanbit.example", "boss@hanbit.example"]
    assert all(not texts(fields_of(copy.head), "cc") for copy in heads.copies)
    ids = {texts(fields_of(copy.head), "message-id") for copy in heads.copies}
    assert len(ids) == 4
    assert ("<1@client>",) not in ids
    assert heads.record.startswith(HEAD)
    assert texts(fields_of(heads.record), "references")[0].split() == [copy.message_id for copy in heads.copies]
    touched = {"to", "cc", "message-id"}
    for copy in heads.copies:
        assert kept(copy.head, touched) == kept(HEAD, touched)


@pytest.mark.parametrize(
    ("written", "first"),
    [
        (b"References: <1@x>\r\n\t<2@x>\r\n", ["<1@x>", "<2@x>"]),
        (b"references:<1@x>\r\n", ["<1@x>"]),
        (b"References: \xff odd\r\n", ["\ufdd0", "odd"]),
        (b"References: \r\n", []),
        (b"In-Reply-To: <1@x>\r\n", ["<1@x>"]),
        (b"In-Reply-To: <1@x> and\r\n <2@x>\r\n", ["<1@x>", "<2@x>"]),
        (b"In-Reply-To: your message\r\n", []),
        (b"In-Reply-To: <2@x>\r\nReferences: <1@x>\r\n", ["<1@x>"]),
    ],
)
def test_the_record_of_copies_adds_their_ids_to_what_the_client_refers_to(written: bytes, first: list[str]) -> None:
    heads = made(rendered(written + HEAD), replace(DRAFT, individually=True))
    (found,) = texts(fields_of(heads.record), "references")
    assert found.split() == [*first, *(copy.message_id for copy in heads.copies)]
    assert all(copy.head.count(b"@x>") == written.count(b"@x>") for copy in heads.copies)
    assert heads.record.startswith(written.removesuffix(b"\r\n")) or not first
    together = made(rendered(written + HEAD))
    assert together.record == written + HEAD


def kept(head: bytes, touched: set[str]) -> bytes:
    return joined(field for field in fields_of(head) if field.name not in touched)


def test_a_repaired_field_is_written_anew_in_its_place() -> None:
    draft = replace(DRAFT, to=parse_field("lee@hanbit.example"), cc=())
    head = made(rendered(to=draft.to, cc=()), draft).copies[0].head
    names = [field.name for field in fields_of(HEAD) if field.name != "cc"]
    assert [field.name for field in fields_of(head)] == names
    assert texts(fields_of(head), "to") == ("lee@hanbit.example",)
    assert kept(head, {"to", "cc"}) == kept(HEAD, {"to", "cc"})


@pytest.mark.parametrize(
    "broken", [b"no field\r\n", b"A: b\r\n\r\nC: d\r\n", b" folded\r\n", b": x\r\n", b"Bcc : x@y.example\r\n"]
)
def test_a_header_that_could_be_read_in_two_ways_is_not_sent(broken: bytes) -> None:
    with pytest.raises(NotFieldsError):
        made(rendered(broken + HEAD))


@pytest.mark.parametrize(
    "head",
    [
        HEAD + b"From: boss@hanbit.example\r\n",
        HEAD + b"Date: Tue, 24 Nov 2026 11:00:00 +0900\r\n",
        HEAD + b"Message-ID: <2@client>\r\n",
        HEAD.replace(b"kim@hanbit.example", b"boss@hanbit.example"),
    ],
)
def test_a_header_that_is_not_what_was_judged_is_not_sent(head: bytes) -> None:
    with pytest.raises(MismatchError):
        made(rendered(head))


NAMES = st.sampled_from(["X-A", "Received", "Subject", "Resent-To", "DKIM-Signature", "List-Id", "Content-Type"])
VALUES = st.lists(st.binary(max_size=30).map(lambda data: data.translate(None, b"\r\n")), min_size=1, max_size=3).map(
    b"\r\n\t".join
)
FIELDS = st.lists(st.builds(lambda name, value: f"{name}: ".encode() + value + b"\r\n", NAMES, VALUES))


@given(FIELDS, FIELDS, st.booleans(), st.booleans(), st.booleans())
def test_fields_that_nothing_touches_stay_octet_for_octet_and_in_their_order(
    before: list[bytes], after: list[bytes], individually: bool, repaired: bool, restricted: bool
) -> None:
    draft = replace(DRAFT, individually=individually, cc=() if repaired else DRAFT.cc)
    bcc = b"Bcc: secret@hanbit.example\r\n"
    message = rendered(b"".join([*before, bcc, HEAD, bcc, *after]), cc=() if repaired else None)
    heads = made(message, draft, RESTRICTED if restricted else GENERAL)
    ours = {"to", "cc", "message-id", "bcc", "sensitivity", "expires", "presend-level", "presend-forward",
            "presend-policy", *(["resent-to", "references"] if individually else [])}  # fmt: skip
    for head in (heads.record, *(copy.head for copy in heads.copies)):
        assert kept(head, ours) == kept(message.head, ours)
        assert b"secret@" not in head


@given(FIELDS)
def test_taking_a_header_apart_and_joining_it_changes_nothing(lines: list[bytes]) -> None:
    head = b"".join(lines)
    assert joined(fields_of(head)) == head
    assert all(isinstance(field, RawField) for field in fields_of(head))
