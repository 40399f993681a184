"""The header serializer: what it writes, both parsers read back to the same addresses, whatever names are called."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.delivery.wire.header_fields import address_field, message_id, subject_field
from policy.address import Address, Entry, Group, Mailbox, Malformed, parse_address, parse_field
from policy.addresses.fault import AddressFault
from policy.addresses.piece import clean_name
from policy.foreign_text import header_text
from tests.delivery.support import addresses, parsed
from tests.hostile.corpus import ONE_LINERS

LOCALS = st.from_regex(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}(\.[a-z0-9]{1,10}){0,2}", fullmatch=True)
DOMAINS = st.from_regex(r"[a-z][a-z0-9]{0,20}(\.[a-z]{2,10}){1,2}", fullmatch=True)
MAILBOXES = st.builds(lambda local, domain, name: Mailbox(Address(local, domain), name), LOCALS, DOMAINS, st.text())
GROUPS = st.builds(Group, st.text(), st.lists(MAILBOXES, max_size=3).map(tuple))
FIELDS = st.lists(st.one_of(MAILBOXES, GROUPS), min_size=1, max_size=12)


def value(field: str) -> str:
    """The field's content, unfolded by the letter of RFC 5322."""
    return re.sub(r"\r\n(?=[ \t])", "", field).removesuffix("\r\n").partition(":")[2].strip(" ")


def flat(entries: object) -> list[str]:
    """The addresses of entries, groups opened."""
    found: list[str] = []
    for entry in entries:  # type: ignore[attr-defined]  # any iterable of entries
        match entry:
            case Mailbox(address):
                found.append(str(address))
            case Group(_, members):
                found.extend(flat(members))
            case Malformed():
                raise AssertionError(entry)
    return found


def require_clean_lines(field: str) -> None:
    """No bare CR or LF, no line over 998 octets, no empty line, no control character."""
    assert field.endswith("\r\n")
    for line in field.removesuffix("\r\n").split("\r\n"):
        assert line.strip()
        assert len(line.encode()) <= 998
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", line)


@given(FIELDS)
def test_both_parsers_read_the_addresses_that_were_approved(entries: list[Entry]) -> None:
    field = address_field("To", entries)
    require_clean_lines(field)
    approved = flat(entries)
    assert flat(parse_field(value(field))) == approved
    message = parsed(field.encode() + b"\r\n")
    assert list(message) == ["To"]
    assert addresses(message, "to") == approved


@given(st.text())
def test_a_name_comes_back_as_it_was_meant(name: str) -> None:
    field = address_field("To", [Mailbox(parse_address("lee@hanbit.example"), name)])
    (entry,) = parse_field(value(field))
    assert isinstance(entry, Mailbox)
    assert entry.name == clean_name(name)


@pytest.mark.parametrize("text", ONE_LINERS.values(), ids=ONE_LINERS)
def test_hostile_names_create_no_recipient_and_no_field(text: str) -> None:
    mailbox = Mailbox(parse_address("lee@hanbit.example"), text)
    field = address_field("To", [mailbox, mailbox]) + subject_field(text)
    require_clean_lines(field)
    message = parsed(field.encode() + b"\r\nbody\r\n")
    assert [name.lower() for name in message] == ["to", "subject"]
    assert addresses(message, "to") == ["lee@hanbit.example"] * 2
    assert not message.defects


@given(st.text(max_size=400))
def test_a_subject_says_what_was_typed_and_nothing_else(subject: str) -> None:
    field = subject_field(subject)
    if header_text(subject).strip():
        require_clean_lines(field)
    message = message_from_bytes(field.encode() + b"\r\n", policy=policy.compat32)
    assert list(message) == ["Subject"]
    shown = str(make_header(decode_header(message["Subject"].replace("\r\n", ""))))
    assert shown.strip(" ") == header_text(subject).strip(" ")


@pytest.mark.parametrize(
    "subject",
    ["=?UTF-8?Q?=0A?=Bcc: x@other.example", "a\r\nBcc: x@other.example", "a\n\nbody", "=?x", "x" * 2_000, "제목 " * 99],
)
def test_a_subject_cannot_bring_a_field(subject: str) -> None:
    field = subject_field(subject)
    require_clean_lines(field)
    assert list(parsed(field.encode() + b"\r\n")) == ["Subject"]


def test_what_is_no_address_is_never_written() -> None:
    with pytest.raises(ValueError, match="not an address"):
        address_field("To", [Malformed("kim@", AddressFault.SYNTAX, 0, 4)])


@pytest.mark.parametrize("local", ["a b", "a\r\nBcc: x", "a,b", "a<b", "a\x00", "a;b"])
def test_an_address_that_no_parser_made_is_refused(local: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        address_field("To", [Mailbox(Address(local, "hanbit.example"))])


@pytest.mark.parametrize("text", ['"a b"@hanbit.example', "kim@[192.0.2.1]", "김@hanbit.example", "kim@faß.example"])
def test_unusual_legal_addresses_survive(text: str) -> None:
    address = parse_address(text)
    (entry,) = parse_field(value(address_field("To", [Mailbox(address, "Kim, Min-ji")])))
    assert entry == Mailbox(address, "Kim, Min-ji")


def test_five_hundred_recipients_fold_between_entries_only() -> None:
    entries = [Mailbox(Address(f"person{n}", "other.example"), f"Person, Number {n}") for n in range(500)]
    field = address_field("To", entries)
    require_clean_lines(field)
    assert max(map(len, field.split("\r\n"))) <= 78
    assert addresses(parsed(field.encode() + b"\r\n"), "to") == [f"person{n}@other.example" for n in range(500)]


def test_message_ids_are_at_the_senders_domain_and_differ() -> None:
    sender = parse_address("kim@hanbit.example")
    ids = {message_id(sender) for _ in range(20)}
    assert len(ids) == 20
    assert all(re.fullmatch(r"<[0-9a-f]{32}@hanbit\.example>", one) for one in ids)
