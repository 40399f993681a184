"""Completion knows vCards, Sent and the organization's lists, ranks them, and is quick enough for every key."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from composer.errors import PolicyFaultsError
from composer.services.completion_kind import CompletionKind
from composer.services.contacts import Completion, Contacts
from composer.storage.contacts.contacts import AddressBook
from composer.storage.contacts.index import ContactIndex, Person, fold, initials, ranked, search_once, searched_text
from composer.storage.contacts.known_people import Found
from composer.storage.contacts.sent_addresses import read_sent
from policy.address import Mailbox, parse_address, parse_field
from policy.lists.members import LazyMembers, digest_of
from policy.organization import Organization
from policy.settings import Company, DomainRule, MailingList, Policy
from policy.verdict import PolicyInForce
from tests.hostile.corpus import CORPUS
from tests.policy.support import CountingReader
from tests.storage.support import names_in


def a_list(address: str, members: tuple[str, ...] | None, name: str = "") -> MailingList:
    return MailingList(parse_address(address), name, members)


POLICY = Policy(
    Company((DomainRule("hanbit.example"),)),
    lists=(
        a_list("sales@hanbit.example", ("kim@hanbit.example", "lee@hanbit.example", "p@other.example"), "Sales"),
        a_list("everyone@hanbit.example", ("sales@hanbit.example", "park@hanbit.example"), "전체"),
        a_list("team@hanbit.example", ("kim@hanbit.example", "lee@hanbit.example"), "Team"),
        a_list("lost@hanbit.example", None, "Lost"),
    ),
)


def in_force(policy: Policy, policy_id: str = "1") -> PolicyInForce:
    return PolicyInForce(policy, Organization(policy), "test", policy_id)


@dataclass
class SetPolicy:
    """A source whose policy is set by the test; None stands for a broken one."""

    policy: PolicyInForce | None

    def current(self) -> PolicyInForce:
        """What was set."""
        if self.policy is None:
            raise PolicyFaultsError("policy.toml", ["broken"])
        return self.policy


class Home:
    """A member's folders and the book over them."""

    def __init__(self, folder: Path) -> None:
        self.cards, self.sent, self.cache = folder / "cards", folder / "Sent", folder / "state" / "contacts.json"
        for place in (self.cards, self.sent / "cur", self.sent / "new", self.sent / "tmp"):
            place.mkdir(parents=True)
        self.source = SetPolicy(in_force(POLICY))
        self.messages = 0
        self.book = self.another_book()

    def another_book(self) -> AddressBook:
        """As a second start of presend makes it."""
        return AddressBook(self.source, self.cards, self.sent, self.cache)

    def card(self, name: str, address: str, file: str = "all.vcf") -> None:
        """One more card in a file."""
        path = self.cards / file
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as cards:
            cards.write(f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{address}\nEND:VCARD\n")

    def mail(self, header: str, at: int = 1_000_000, body: str = "Hello") -> Path:
        """One more message in Sent."""
        self.messages += 1
        path = self.sent / "cur" / f"{self.messages}.host:2,S"
        path.write_bytes(f"{header}\n\n{body}".encode())
        os.utime(path, (at, at))
        return path

    def texts(self, typed: str, limit: int = 9) -> list[str]:
        """What is offered."""
        return [found.text for found in self.book.complete(typed, limit)]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_the_book_is_what_the_composer_is_promised_and_needs_no_source(home: Home) -> None:
    contacts: Contacts = AddressBook(home.source)
    contacts.refresh()
    assert [found.text for found in contacts.complete("sales", 9)] == ["Sales <sales@hanbit.example>"]


def test_folders_that_are_not_there_are_no_error(tmp_path: Path) -> None:
    book = AddressBook(SetPolicy(in_force(POLICY)), tmp_path / "a", tmp_path / "b", tmp_path / "c" / "d.json")
    book.refresh()
    assert list(book.complete("kim", 9)) == []


def test_a_contact_is_found_by_name_address_and_each_word(home: Home) -> None:
    home.card("Kim Min-ji", "mj.kim@hanbit.example", "team/one.vcf")
    home.book.refresh()
    for typed in ("k", "KIM", "min", "ji", "min-ji", "kim min", "min kim", "mj", "mj.kim@", "hanbit.example", "kiｍ",
                  "  kim ", '"kim', "<mj.kim", "im m", "inj", "kmj", "kimji", "mk"):  # fmt: skip
        assert "Kim Min-ji <mj.kim@hanbit.example>" in home.texts(typed), typed
    for typed in ("", " ", "q", "zzz", "kimx", "mjhanbit", '"', "\u0301"):
        assert "Kim Min-ji <mj.kim@hanbit.example>" not in home.texts(typed), typed


@pytest.mark.parametrize(("has_outline", "reads"), [(True, 0), (False, 1)])
def test_a_list_is_looked_into_only_when_it_is_on_offer(home: Home, has_outline: bool, reads: int) -> None:
    reader = CountingReader(("kim@hanbit.example", "p@other.example"), has_outline=has_outline)
    big = MailingList(parse_address("big@hanbit.example"), "", LazyMembers(digest_of(reader.members or ()), reader))
    home.source.policy = in_force(replace(POLICY, lists=(*POLICY.lists, big)), "2")
    home.book.refresh()
    assert home.book.complete("team", 5) != []
    assert reader.reads == 0
    assert home.book.complete("big", 5) == [
        Completion("big@hanbit.example", CompletionKind.LIST, inside=False, member_count=2)
    ]
    home.book.complete("bi", 5)
    assert reader.reads == reads


def test_kinds_places_and_member_counts_are_told(home: Home) -> None:
    home.card("Kim", "kim@hanbit.example")
    home.card("Kim Outside", "kim@other.example")
    home.mail("To: kimberly@other.example")
    home.book.refresh()
    assert sorted(home.book.complete("kim", 9), key=lambda found: found.text) == [
        Completion("Kim <kim@hanbit.example>", CompletionKind.CONTACT, inside=True),
        Completion("Kim Outside <kim@other.example>", CompletionKind.CONTACT, inside=False),
        Completion("kimberly@other.example", CompletionKind.SENT, inside=False),
    ]
    assert home.book.complete("sales", 1) == [
        Completion("Sales <sales@hanbit.example>", CompletionKind.LIST, inside=False, member_count=3)
    ]
    assert home.book.complete("전체", 1) == [
        Completion("전체 <everyone@hanbit.example>", CompletionKind.LIST, inside=False, member_count=4)
    ]
    assert home.book.complete("team", 1) == [
        Completion("Team <team@hanbit.example>", CompletionKind.LIST, inside=True, member_count=2)
    ]


def test_a_list_that_cannot_be_expanded_has_no_count_and_is_outside(home: Home) -> None:
    assert home.book.complete("lost", 1) == [
        Completion("Lost <lost@hanbit.example>", CompletionKind.LIST, inside=False, member_count=None)
    ]


def test_a_list_in_the_address_book_stays_a_list(home: Home) -> None:
    home.card("Sales people", "SALES@hanbit.example")
    home.mail("To: sales@hanbit.example")
    home.book.refresh()
    assert [found.kind for found in home.book.complete("sales", 9)] == [CompletionKind.LIST]


def test_without_a_usable_policy_everybody_is_outside(home: Home) -> None:
    home.card("Kim", "kim@hanbit.example")
    home.source.policy = None
    home.book.refresh()
    assert [found.inside for found in home.book.complete("kim", 9)] == [False]
    assert home.texts("sales") == []


def test_another_policy_counts_at_once(home: Home) -> None:
    home.card("Kim", "kim@other.example")
    home.book.refresh()
    assert [found.inside for found in home.book.complete("kim", 9)] == [False]
    wider = replace(POLICY, company=Company((DomainRule("other.example"),)), lists=())
    home.source.policy = in_force(wider, "2")
    assert [found.inside for found in home.book.complete("kim", 9)] == [True]
    assert home.texts("sales") == []


def test_what_is_offered_is_read_back_as_that_one_address(home: Home) -> None:
    home.card('Kim\\, Min "the" ji; <x@y.example>', "kim@hanbit.example")
    home.book.refresh()
    (entry,) = parse_field(home.texts("kim@")[0])
    assert entry == Mailbox(parse_address("kim@hanbit.example"), 'Kim, Min "the" ji; <x@y.example>')


# Rank.


def test_beginnings_come_before_parts_and_parts_before_scattered_letters(home: Home) -> None:
    for name, address in (("Nora Smith", "1@x.example"), ("Eleanora", "2@x.example"), ("Ned Original", "3@x.example")):
        home.card(name, address)
    home.book.refresh()
    assert home.texts("nor") == ["Nora Smith <1@x.example>", "Eleanora <2@x.example>", "Ned Original <3@x.example>"]


def test_the_address_that_was_typed_out_comes_first(home: Home) -> None:
    home.card("Z", "kim@x.example")
    for _time in range(3):
        home.mail("To: kim@x.example.org")
    home.book.refresh()
    assert home.texts("kim@x.example")[0] == "Z <kim@x.example>"


def test_whom_the_member_writes_to_more_often_comes_first(home: Home) -> None:
    home.card("Kim A", "a@x.example")
    home.card("Kim B", "b@x.example")
    home.card("Kim C", "c@x.example")
    for _time in range(2):
        home.mail("To: c@x.example")
    home.mail("Cc: b@x.example")
    home.book.refresh()
    assert home.texts("kim") == ["Kim C <c@x.example>", "Kim B <b@x.example>", "Kim A <a@x.example>"]


def test_a_recent_message_counts_more_than_an_old_one(home: Home) -> None:
    year = 365 * 24 * 3600
    home.mail("To: kim-then@x.example", at=1_000_000)
    home.mail("To: kim-then@x.example", at=1_000_000)
    home.mail("To: kim-now@x.example", at=1_000_000 + year)
    home.book.refresh()
    assert home.texts("kim") == ["kim-now@x.example", "kim-then@x.example"]


def test_no_more_are_offered_than_asked_for(home: Home) -> None:
    for number in range(20):
        home.card(f"Kim {number}", f"k{number}@x.example")
    home.book.refresh()
    assert len(home.texts("kim", 8)) == 8
    assert len(set(home.texts("k", 20))) == 20


def test_the_best_beginnings_are_people_inside_then_outside_then_lists_and_parts_come_behind_all_of_them(
    home: Home,
) -> None:
    home.source.policy = in_force(
        replace(POLICY, lists=(
            a_list("team@hanbit.example", ("kim@hanbit.example", "p@other.example"), "Ada team"),
            a_list("staff@hanbit.example", ("kim@hanbit.example",), "Ada staff"),
            a_list("known@hanbit.example", None, "Ada unknown"),
            a_list("canada@hanbit.example", ("kim@hanbit.example",), "Canada"),
        ))
    )  # fmt: skip
    for name, address in (
        ("Ada Outside", "outside@other.example"), ("Ada Inside", "inside@hanbit.example"),
        ("Canadas", "part-out@other.example"), ("Canadas", "part-in@hanbit.example"),
        ("Andrea Dalla", "far-out@other.example"), ("Andrea Dalla", "far-in@hanbit.example"),
    ):  # fmt: skip
        home.card(name, address)
    for _time in range(3):
        home.mail("To: outside@other.example, part-out@other.example, far-out@other.example, team@hanbit.example")
    home.book.refresh()
    expected = [
        "inside@hanbit.example", "outside@other.example", "staff@hanbit.example", "team@hanbit.example",
        "known@hanbit.example", "part-in@hanbit.example", "part-out@other.example", "canada@hanbit.example",
        "far-in@hanbit.example", "far-out@other.example",
    ]  # fmt: skip
    offered = home.book.complete("ada", 20)
    assert [offer.text.partition("<")[2][:-1] for offer in offered] == expected
    everybody = home.book.everybody()
    assert [everybody.found(at).address for at in search_once(everybody.texts, "ada", 20)] == expected


def test_an_address_that_was_typed_out_comes_before_people_inside(home: Home) -> None:
    home.card("A", "kim@other.example")
    home.card("B", "kim@other.example.hanbit.example")
    wider = Company((DomainRule("hanbit.example", subdomains=True),))
    home.source.policy = in_force(replace(POLICY, company=wider, lists=()))
    home.book.refresh()
    assert home.texts("kim@other.example")[0] == "A <kim@other.example>"
    assert home.texts("kim@other.exampl")[0] == "B <kim@other.example.hanbit.example>"


@pytest.mark.parametrize(
    ("addressed", "offered"),
    [
        ((), ["a", "b", "c"]),
        (("kim-a@x.example",), ["b", "c", "d"]),
        (("kim-a@x.example", "kim-b@x.example", "nobody@x.example"), ["c", "d"]),
        (("kim-c@x.example",), ["a", "b", "d"]),
        (tuple(f"kim-{letter}@x.example" for letter in "abcd"), []),
    ],
)
def test_nobody_is_offered_who_is_addressed_already_and_others_take_their_place(
    home: Home, addressed: tuple[str, ...], offered: list[str]
) -> None:
    for letter in "abcd":
        home.card(f"Kim {letter}", f"kim-{letter}@x.example")
    home.book.refresh()
    found = home.book.complete("kim", 3, addressed)
    assert [one.text.partition("@")[0][-1] for one in found] == offered


# Domains in letters.


@pytest.mark.parametrize(
    "typed", ["müller", "muller", "MÜLLER.ex", "info@müller", "xn--mller", "info@xn--mller-kva", "Frieda"]
)
def test_an_internationalized_domain_is_found_in_letters_and_as_it_is_sent(home: Home, typed: str) -> None:
    home.card("Frieda", "info@xn--mller-kva.example")
    home.book.refresh()
    (found,) = home.book.complete(typed, 9)
    assert (found.text, found.a_label) == ("Frieda <info@müller.example>", "xn--mller-kva.example")
    assert parse_field(found.text) == (Mailbox(parse_address("info@xn--mller-kva.example"), "Frieda"),)
    everybody = home.book.everybody()
    assert len(search_once(everybody.texts, typed, 9)) == 1


@pytest.mark.parametrize("typed", ["نامه\u200cای", "نامهای", "نامه", "a@نامه\u200cای.ex"])
def test_a_domain_with_joiners_is_found_with_and_without_them(home: Home, typed: str) -> None:
    home.mail("To: a@xn--mgba3gch31f060k.example")
    home.book.refresh()
    assert home.texts(typed) == ["a@xn--mgba3gch31f060k.example"]


@pytest.mark.parametrize("domain", ["xn--11b2ezcw70k.example", "other.example", "a_b.example"])
def test_a_domain_that_would_hide_something_or_has_no_letters_stays_as_it_is_sent(home: Home, domain: str) -> None:
    home.mail(f"To: kim@{domain}")
    home.book.refresh()
    assert [(found.text, found.a_label) for found in home.book.complete("kim", 9)] in (
        [(f"kim@{domain}", "")], []
    )  # fmt: skip


# Scripts.


@pytest.mark.parametrize("typed", ["김", "김민", "김민지", "기", "김미", "ㄱ", "ㄱㅁㅈ", "민지", "지", "한빛"])
def test_hangul_is_found_by_syllables_by_beginnings_of_them_and_by_first_consonants(home: Home, typed: str) -> None:
    home.card("김민지 한빛", "kmj@hanbit.example")
    home.book.refresh()
    assert home.texts(typed) == ["김민지 한빛 <kmj@hanbit.example>"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("José Núñez", "jose nunez"), ("Jose Nunez", "José"), ("STRASSE", "straße"), ("Ｋｉｍ", "kim"),
     ("田中 花子", "花"), ("ｶﾅ", "カナ"), ("Ελένη", "ελενη"), ("ΕΛΕΝΗ", "ελένη")],
)  # fmt: skip
def test_case_accents_and_widths_do_not_matter(home: Home, name: str, typed: str) -> None:
    home.card(name, "a@x.example")
    home.book.refresh()
    assert [parse_field(text)[0] for text in home.texts(typed)] == [Mailbox(parse_address("a@x.example"), name)]


def test_initials_are_those_of_hangul_alone() -> None:
    assert initials("김민지") == fold("ㄱㅁㅈ")
    assert initials("Kim 까치") == fold("ㄲㅊ")
    assert initials("Kim") == ""


# Sent.


def test_every_recipient_field_is_read_folded_grouped_and_encoded(home: Home) -> None:
    home.mail(
        "From: Me <me@hanbit.example>\nTO: =?UTF-8?B?6rmA66+87KeA?= <kim@x.example>,\n\tb@x.example\n"
        "cc: Friends: c@x.example, D <d@x.example>;\nBcc: e@x.example\nReply-To: f@x.example\nSubject: To: g@x.example"
    )
    (message,) = read_sent(home.sent, {}).values()
    assert message.addresses == (
        ("me@hanbit.example", "Me"),
        ("kim@x.example", "김민지"),
        ("b@x.example", ""),
        ("c@x.example", ""),
        ("d@x.example", "D"),
        ("e@x.example", ""),
    )


def test_addresses_in_a_body_and_malformed_ones_are_none(home: Home) -> None:
    home.mail("Subject: x\nTo: kim@, a@b@c.example, ok@x.example", body="To: body@x.example")
    (message,) = read_sent(home.sent, {}).values()
    assert message.addresses == (("ok@x.example", ""),)


def test_a_header_without_end_is_read_only_so_far(home: Home) -> None:
    home.mail("To: first@x.example\nX: " + "x" * 200_000 + "\nTo: last@x.example")
    (message,) = read_sent(home.sent, {}).values()
    assert message.addresses == (("first@x.example", ""),)


def test_what_is_no_message_in_sent_is_passed_over(home: Home) -> None:
    (home.sent / "cur" / "folder").mkdir()
    os.mkfifo(home.sent / "cur" / "fifo")
    (home.sent / "cur" / "link").symlink_to("/dev/zero")
    (home.sent / "cur" / "bytes").write_bytes(bytes(range(256)) * 10)
    home.mail("To: kim@x.example")
    home.book.refresh()
    assert home.texts("kim") == ["kim@x.example"]


def test_a_pipe_or_an_endless_device_among_the_cards_is_passed_over(home: Home) -> None:
    os.mkfifo(home.cards / "fifo.vcf")
    (home.cards / "zero.vcf").symlink_to("/dev/zero")
    (home.cards / "gone.vcf").symlink_to("nowhere")
    home.card("Kim", "kim@x.example")
    home.book.refresh()
    assert home.texts("kim") == ["Kim <kim@x.example>"]


# The cache.


def test_the_cache_is_private_and_only_what_changed_is_read_again(home: Home) -> None:
    home.card("Kim", "kim@x.example")
    message = home.mail("To: lee@x.example")
    home.book.refresh()
    assert home.cache.stat().st_mode & 0o777 == 0o600
    before = message.stat()
    message.write_bytes(b"To: other@x.example\n\n")
    os.utime(message, ns=(before.st_atime_ns, before.st_mtime_ns))
    home.card("Park", "park@x.example")
    home.book = home.another_book()
    home.book.refresh()
    assert home.texts("lee") == ["lee@x.example"]
    assert home.texts("park") == ["Park <park@x.example>"]


def test_what_is_gone_is_no_longer_offered(home: Home) -> None:
    home.card("Kim", "kim@x.example")
    message = home.mail("To: lee@x.example")
    home.book.refresh()
    message.unlink()
    (home.cards / "all.vcf").unlink()
    home.book.refresh()
    assert home.texts("kim") == home.texts("lee") == []
    assert home.texts("sales") == ["Sales <sales@hanbit.example>"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 99}', b'{"cards": 1}', b"\xff", b"[" * 100_000])
def test_a_cache_that_cannot_be_used_is_made_again(home: Home, content: bytes) -> None:
    home.card("Kim", "kim@x.example")
    home.cache.parent.mkdir()
    home.cache.write_bytes(content)
    home.book.refresh()
    assert home.texts("kim") == ["Kim <kim@x.example>"]
    assert b"kim@x.example" in home.cache.read_bytes()


def test_a_cache_that_cannot_be_written_is_no_error(home: Home) -> None:
    home.cache.parent.write_bytes(b"a file in the way")
    home.card("Kim", "kim@x.example")
    home.book.refresh()
    assert home.texts("kim") == ["Kim <kim@x.example>"]


def test_a_card_file_of_an_undecodable_name_is_cached_like_any_other(home: Home) -> None:
    home.card("Kim", "kim@x.example", "caf\udce9.vcf")
    home.book.refresh()
    home.book = home.another_book()
    home.book.refresh()
    assert home.texts("kim") == ["Kim <kim@x.example>"]
    assert names_in(home.cache.parent) == ["contacts.json"]


# Hostile text and many people.


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_hostile_text_may_be_typed_and_may_stand_in_names(text: str) -> None:
    index = ContactIndex([Person(parse_address("kim@x.example"), text, CompletionKind.CONTACT)])
    assert [found.name for found in index.search("kim@x", 3)] == [text]
    assert len(index.search(text, 3)) <= 1


FIRST = ("anna", "bruno", "chiara", "dmitri", "eva", "fatima", "george", "hana", "ivan", "jun")
FAMILY = tuple(start + end for start in ("ab", "ko", "sm", "zu") for end in ("el", "ith", "rov", "ano", "ki"))
PEOPLE = [
    Person(parse_address(f"{first}.{family}{at}@d{at % 50}.example"), f"{first} {family}", CompletionKind.CONTACT)
    for at, (first, family) in enumerate(itertools.product(FIRST, FAMILY))
]
INDEX = ContactIndex(PEOPLE)


@given(st.integers(0, len(PEOPLE) - 1), st.data())
def test_everybody_is_found_by_any_part_of_the_address(at: int, data: st.DataObject) -> None:
    address = str(PEOPLE[at].address)
    start = data.draw(st.integers(0, len(address) - 1))
    end = data.draw(st.integers(start + 1, len(address)))
    assert PEOPLE[at] in INDEX.search(address[start:end], len(PEOPLE))


@given(st.text("abeiknmorsz .@1"), st.integers(1, 9))
def test_offers_are_distinct_within_the_limit_and_hold_every_letter_typed(typed: str, limit: int) -> None:
    found = INDEX.search(typed, limit)
    assert len(found) == len(set(map(id, found))) <= limit
    for person in found:
        assert set(typed) - {" "} <= set(fold(f"{person.address} {person.name}"))
    assert INDEX.search(typed, len(PEOPLE))[:limit][: len(found)] == found


RANKED = ranked(PEOPLE)
TEXTS = [searched_text(person) for person in RANKED]


@given(st.text("abeiknmorsz .@1", max_size=9), st.integers(1, 99))
def test_a_single_look_finds_what_the_index_finds(typed: str, limit: int) -> None:
    assert [RANKED[at] for at in search_once(TEXTS, typed, limit)] == INDEX.search(typed, limit)


@pytest.mark.parametrize(
    "typed", ["anna", "anna abel", "abel ann", "nn", "nnb", "a", "@d1", "zu", "", "jun zuki49", "xy"]
)
def test_a_single_look_finds_it_in_the_same_order(typed: str) -> None:
    for limit in (1, 3, 20, 999):
        assert [RANKED[at] for at in search_once(TEXTS, typed, limit)] == INDEX.search(typed, limit)


def test_everybody_is_told_as_completion_tells_them(home: Home) -> None:
    home.card("Kim Min-ji", "kim@hanbit.example")
    everybody = home.book.everybody()
    found = {one.address: one for one in map(everybody.found, range(len(everybody.texts)))}
    assert found["kim@hanbit.example"] == Found("kim@hanbit.example", "Kim Min-ji", CompletionKind.CONTACT, True, None)
    assert found["sales@hanbit.example"] == Found("sales@hanbit.example", "Sales", CompletionKind.LIST, False, 3)
    assert b"kim@hanbit.example" in home.cache.read_bytes()
