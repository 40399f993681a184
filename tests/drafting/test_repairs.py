"""Repairs change what they name and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from composer.drafting import repairs
from composer.drafting.repairs import DropFile, MoveOutsidersToBcc, RemoveDomain, RemoveRecipient, TurnOnIndividually
from composer.message.composition import Composition
from policy.address import parse_address
from policy.organization import Recipient
from policy.settings import MailingList
from tests.screens.dialog_support import Assessor, attached, message, policy

NESTED = MailingList(parse_address("all@hanbit.example"), "All", ("sales@hanbit.example", "han@hanbit.example"))
ASSESS = Assessor(policy(lists=(NESTED,)))


def outsider(composition: Composition, address: str) -> Recipient:
    return next(one for one in ASSESS(composition).verdict.outside if str(one.address) == address)


def without(address: str, composition: Composition) -> Composition:
    return repairs.without_recipient(composition, outsider(composition, address))


@pytest.mark.parametrize(
    ("to", "gone", "left"),
    [
        ("a@other.example, b@other.example", "a@other.example", "b@other.example"),
        ("A@Other.example, b@other.example", "A@other.example", "b@other.example"),
        ('"Park, A" <a@other.example>, "Kim" <kim@hanbit.example>', "a@other.example", "Kim <kim@hanbit.example>"),
        ("Friends: a@other.example, b@other.example;", "a@other.example", "Friends: b@other.example;"),
        ("Friends: a@other.example;, kim@hanbit.example", "a@other.example", "kim@hanbit.example"),
        ("sales@hanbit.example, kim@hanbit.example", "partner@other.example", "kim@hanbit.example"),
        ("all@hanbit.example, kim@hanbit.example", "partner@other.example", "kim@hanbit.example"),
        ("kim@, a@other.example", "a@other.example", "kim@"),
    ],
)
def test_a_removed_recipient_takes_along_only_its_list(to: str, gone: str, left: str) -> None:
    assert without(gone, message(to=to)).to == left


def test_a_recipient_through_a_list_is_also_removed_where_it_is_written_itself() -> None:
    composition = message(to="sales@hanbit.example", cc="partner@other.example, kim@hanbit.example")
    repaired = without("partner@other.example", composition)
    assert (repaired.to, repaired.cc) == ("", "kim@hanbit.example")


def test_fields_in_which_nothing_goes_keep_their_text_to_the_letter() -> None:
    composition = message(to="a@other.example", cc=" kim@hanbit.example ,, lee@@x ;", bcc="broken <")
    repaired = without("a@other.example", composition)
    assert (repaired.cc, repaired.bcc) == (composition.cc, composition.bcc)


def test_a_removed_domain_takes_its_recipients_from_every_field_and_the_lists_that_hold_some() -> None:
    composition = message(
        to="a@other.example, x@abroad.example", cc="sales@hanbit.example", bcc="b@OTHER.example, kim@hanbit.example"
    )
    repaired = repairs.without_domain(composition, "other.example", ASSESS(composition).verdict)
    assert (repaired.to, repaired.cc, repaired.bcc) == ("x@abroad.example", "", "kim@hanbit.example")


def test_a_domain_below_or_beside_the_removed_one_stays() -> None:
    composition = message(to="a@other.example, b@sub.other.example, c@another.example")
    repaired = repairs.without_domain(composition, "other.example", ASSESS(composition).verdict)
    assert repaired.to == "b@sub.other.example, c@another.example"


def test_an_internationalized_domain_is_removed_by_its_a_label() -> None:
    composition = message(to="a@bücher.example, b@xn--bcher-kva.example, kim@hanbit.example")
    repaired = repairs.without_domain(composition, "xn--bcher-kva.example", ASSESS(composition).verdict)
    assert repaired.to == "kim@hanbit.example"


def test_outsiders_and_their_lists_move_to_bcc_once_and_insiders_stay() -> None:
    composition = message(
        to="kim@hanbit.example, a@other.example, sales@hanbit.example",
        cc="Friends: a@other.example, c@other.example, lee@hanbit.example;",
        bcc="c@other.example",
    )
    repaired = repairs.outsiders_to_bcc(composition, ASSESS(composition).verdict)
    assert repaired.to == "kim@hanbit.example"
    assert repaired.cc == "Friends: lee@hanbit.example;"
    assert repaired.bcc == "c@other.example, a@other.example, sales@hanbit.example"


def test_moving_to_bcc_changes_nothing_where_every_outsider_is_there_already() -> None:
    composition = message(to="kim@hanbit.example ,", bcc=" a@other.example")
    assert repairs.outsiders_to_bcc(composition, ASSESS(composition).verdict) == composition


def test_one_file_is_dropped_by_its_place_also_among_equal_names() -> None:
    files = (attached("a.pdf", 1), attached("a.pdf", 2), attached("b.pdf", 3))
    assert repairs.without_file(message(files=files), 1).files == (files[0], files[2])


def test_individually_is_turned_on_and_nothing_else_changes() -> None:
    assert repairs.individually(message()) == replace(message(), individually=True)


def test_every_repair_is_applied_by_its_value() -> None:
    composition = message()
    verdict = ASSESS(composition).verdict
    partner = outsider(composition, "partner@other.example")
    applied = {
        repair: repairs.apply(repair, composition, verdict)
        for repair in (
            TurnOnIndividually(),
            MoveOutsidersToBcc(),
            RemoveRecipient(partner),
            RemoveDomain("abroad.example"),
            DropFile(0),
        )
    }
    assert list(applied.values()) == [
        replace(composition, individually=True),
        replace(composition, to="", bcc="sales@hanbit.example, choi@abroad.example"),
        replace(composition, to="choi@abroad.example"),
        replace(composition, to="sales@hanbit.example"),
        replace(composition, files=()),
    ]


ADDRESSES = st.sampled_from([
    "kim@hanbit.example", "lee@hanbit.example", "a@other.example", "b@other.example", "c@abroad.example",
    "sales@hanbit.example", "all@hanbit.example", "Team: a@other.example, kim@hanbit.example;", "nobody@",
])  # fmt: skip
FIELDS = st.lists(ADDRESSES, max_size=5).map(", ".join)


@settings(deadline=None, max_examples=60)
@given(to=FIELDS, cc=FIELDS, bcc=FIELDS)
def test_removing_every_outsider_leaves_nobody_outside_and_every_written_insider(to: str, cc: str, bcc: str) -> None:
    composition = message(to=to, cc=cc, bcc=bcc)
    malformed = sum(field.count("nobody@") for field in (to, cc, bcc))
    while outside := ASSESS(composition).verdict.outside:
        composition = repairs.without_recipient(composition, outside[0])
    left = [composition.to, composition.cc, composition.bcc]
    assert sum(field.count("lee@hanbit.example") for field in left) == sum(
        field.count("lee@hanbit.example") for field in (to, cc, bcc)
    )
    assert sum(field.count("nobody@") for field in left) == malformed
