"""What people are shown of a policy: mail that there is, levels by their own names, and no rule that is not asked."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from composer import words
from composer.demo.policy_source import shipped_policy
from composer.printing.policy_table.as_csv import csv_text
from composer.printing.policy_table.as_html import page
from composer.printing.policy_table.as_json import json_text
from composer.printing.policy_table.as_text import plain_text
from composer.printing.policy_table.difference_json import difference_text
from composer.printing.policy_table.table import Table, table_of
from composer.sentences.changes.policy import sentences
from composer.sentences.changes.truth_table import sender_label
from policy.address import parse_address
from policy.organization import Organization
from policy.settings import Apply, Expiry, MailingList, Policy
from policy.truth_table.changes import difference
from policy.truth_table.matrix import SenderKind, sender_kinds
from policy.verdict import Outcome, PolicyInForce

SHIPPED = shipped_policy()
KIM, PARTNER = "kim@hanbit.example", "partner@other.example"
FORMS: list[Callable[[Table], str]] = [plain_text, page]
ALWAYS = (SenderKind.OWN, SenderKind.NOT_ALLOWED)
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], SenderKind | None]] = {
    "inside": ((KIM,), (KIM,), SenderKind.LIST_INSIDE),
    "outside": ((KIM, PARTNER), (KIM,), SenderKind.LIST_OUTSIDE),
    "empty": ((), (KIM,), SenderKind.LIST_UNKNOWN),
    "inside, nobody may send": ((KIM,), (), None),
    "outside, nobody may send": ((PARTNER,), (), None),
    "empty, nobody may send": ((), (), None),
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("en")


def with_lists(*lists: tuple[tuple[str, ...], tuple[str, ...]]) -> Policy:
    """The demonstration's policy with other lists: members and senders of each."""
    made = (
        MailingList(parse_address(f"list{at}@hanbit.example"), "", members, senders)
        for at, (members, senders) in enumerate(lists)
    )
    return replace(SHIPPED, lists=tuple(made))


def table(policy: Policy) -> Table:
    return table_of(PolicyInForce(policy, Organization(policy), "policy.toml", "0" * 64))


@pytest.mark.parametrize(("members", "senders", "kind"), KINDS.values(), ids=KINDS)
def test_a_list_is_a_kind_of_sender_where_somebody_may_send_as_it(
    members: tuple[str, ...], senders: tuple[str, ...], kind: SenderKind | None
) -> None:
    found = sender_kinds(with_lists((members, senders)))
    assert set(found) == {*ALWAYS, *([kind] if kind else [])}
    assert list(found) == [one for one in SenderKind if one in found]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("members", "senders", "kind"), KINDS.values(), ids=KINDS)
def test_senders_that_the_policy_does_not_have_are_not_printed(
    form: Callable[[Table], str], members: tuple[str, ...], senders: tuple[str, ...], kind: SenderKind | None
) -> None:
    printed = form(table(with_lists((members, senders))))
    for one in (SenderKind.LIST_INSIDE, SenderKind.LIST_OUTSIDE, SenderKind.LIST_UNKNOWN):
        assert (sender_label(one) in printed) is (one is kind)
    assert "without known outsiders" not in printed or kind in (SenderKind.LIST_INSIDE, SenderKind.LIST_UNKNOWN)


@pytest.mark.parametrize(("members", "senders", "kind"), KINDS.values(), ids=KINDS)
def test_programs_read_of_no_other_senders_either(
    members: tuple[str, ...], senders: tuple[str, ...], kind: SenderKind | None
) -> None:
    shown = table(with_lists((members, senders)))
    kinds = {one.value for one in (*ALWAYS, *([kind] if kind else []))}
    decisions = json.loads(json_text(shown))["decisions"]
    records = [one for one in csv.DictReader(io.StringIO(csv_text(shown))) if one["table"] == "decision"]
    assert {one["sender"] for one in decisions} == {one["sender"] for one in records} == kinds
    assert len(decisions) == len(records) == 36 * len(kinds)


@pytest.mark.parametrize("apply", Apply)
def test_programs_read_no_rule_for_what_is_refused(apply: Apply) -> None:
    shown = table(replace(SHIPPED, warning=replace(SHIPPED.warning, apply=apply)))
    for one in json.loads(json_text(shown))["decisions"]:
        assert (one["rule"] is None) is (one["outcome"] == "refuse") is bool(one["refusals"])
        assert not (one["exempt"] and one["refusals"])
    for record in csv.DictReader(io.StringIO(csv_text(shown))):
        assert (record["rule"] == "") is (record["outcome"] in ("refuse", ""))


@pytest.mark.parametrize("apply", Apply)
def test_what_is_refused_has_its_reasons_and_no_rule(apply: Apply) -> None:
    policy = replace(SHIPPED, warning=replace(SHIPPED.warning, apply=apply))
    shown = table(policy)
    refused = [decision for decision, _regions in shown.regions() if decision.outcome is Outcome.REFUSE]
    assert len({decision.refusals for decision in refused}) == len(refused) > 0
    for block in plain_text(shown).partition("Every case")[0].split("\n\n"):
        assert ("Rule for the warning" in block) is ("Sent without" in block or "is shown\n" in block)


@pytest.mark.parametrize("form", FORMS)
def test_levels_go_by_the_names_that_the_administrator_gave_them(form: Callable[[Table], str]) -> None:
    policy = replace(SHIPPED, restricted=replace(SHIPPED.restricted, name="Team <b>only</b>"))
    printed = " ".join(form(table(policy)).replace("&lt;", "<").replace("&gt;", ">").split())
    assert "at the level Team <b>only</b> or Board only" in printed


@pytest.mark.parametrize("form", FORMS)
def test_limits_domains_and_lists_are_printed(form: Callable[[Table], str]) -> None:
    printed = " ".join(form(table(SHIPPED)).split())
    for text in (
        "Attachment size limit: 1 MB",
        "External recipients of one mail, at most: 20",
        "*.hanbit.example",
        "all@hanbit.example: 6 members (kim@hanbit.example, tanaka@hanbit.example, smith@hanbit.example"
        " and 3 more people)",
        "archive@hanbit.example: no members",
    ):
        assert text in printed


def test_without_lists_the_table_says_so() -> None:
    assert "There are no mailing lists." in plain_text(table(with_lists()))


def said(before: Policy, after: Policy) -> str:
    return "\n".join(sentences(difference(before, after, ("en", None)), exact=True))


def test_a_difference_names_levels_as_the_newer_policy_does() -> None:
    unused = replace(SHIPPED, confidential=replace(SHIPPED.confidential, use=False))
    lines = said(unused, replace(SHIPPED, confidential=replace(SHIPPED.confidential, name="Board & council")))
    assert "at the level Board & council can now be sent" in lines
    assert "at the level Confidential" not in lines


def test_a_difference_of_a_levels_settings_names_it_too_but_where_the_name_is_what_changed() -> None:
    before = replace(SHIPPED, restricted=replace(SHIPPED.restricted, name="Team"))
    after = replace(SHIPPED, restricted=replace(SHIPPED.restricted, name="Crew", expires_after=Expiry.NONE))
    lines = said(before, after).splitlines()
    assert "Crew: Expires after: None instead of 1 month." in lines
    assert "Restricted: Level name: “Crew” instead of “Team”." in lines


@pytest.mark.parametrize(("members", "senders", "kind"), KINDS.values(), ids=KINDS)
def test_a_difference_is_about_senders_that_one_of_the_policies_has(
    members: tuple[str, ...], senders: tuple[str, ...], kind: SenderKind | None
) -> None:
    before = with_lists((members, senders))
    lines = said(before, replace(before, restricted=replace(before.restricted, use=False)))
    assert "can no longer be sent" in lines or "still cannot be sent" in lines
    for one in (SenderKind.LIST_INSIDE, SenderKind.LIST_OUTSIDE, SenderKind.LIST_UNKNOWN):
        assert sender_label(one) not in lines or one is kind


@pytest.mark.parametrize(("before", "after"), [(one, other) for one in Apply for other in Apply if one is not other])
def test_a_difference_gives_no_rule_for_what_is_refused(before: Apply, after: Apply) -> None:
    one, other = (replace(SHIPPED, warning=replace(SHIPPED.warning, apply=apply)) for apply in (before, after))
    rules = [line for line in said(one, other).splitlines() if "the rule is now" in line]
    assert len(rules) == 1
    assert "at the level General" in rules[0]
    assert sender_label(SenderKind.NOT_ALLOWED) not in rules[0]


MEMBERS = tuple(f"m{at}@hanbit.example" for at in range(5))
LISTS = [
    (with_lists(), with_lists((MEMBERS, ())), "New mailing list list0@hanbit.example: 5 members (m0@hanbit.example, "),
    (with_lists((MEMBERS, ())), with_lists(), "The mailing list list0@hanbit.example is gone: 5 members (m0@"),
    (with_lists((MEMBERS[:1], ())), with_lists((MEMBERS, ())), "members: 4 added: m1@hanbit.example, m2@"),
    (with_lists((MEMBERS, ())), with_lists((MEMBERS[:4], ())), "members: 1 taken out: m4@hanbit.example."),
    (with_lists((MEMBERS, ())), with_lists((MEMBERS[::-1], ())), "members: the same ones in another order."),
]


@pytest.mark.parametrize(("before", "after", "sentence"), LISTS)
def test_lists_are_told_by_count_and_name(before: Policy, after: Policy, sentence: str) -> None:
    assert sentence in said(before, after)


def told(before: Policy, after: Policy) -> dict[str, Any]:
    """What a program is told of a difference."""
    sides = [PolicyInForce(one, Organization(one), "policy.toml", "0" * 64) for one in (before, after)]
    found: dict[str, Any] = json.loads(difference_text(difference(before, after, ("en", None)), *sides))
    return found


def test_a_difference_for_programs_has_the_level_names_of_both_sides() -> None:
    data = told(SHIPPED, replace(SHIPPED, restricted=replace(SHIPPED.restricted, name="Team only")))
    assert data["format"] == 2
    assert data["before"]["levels"] == {"general": None, "restricted": None, "confidential": "Board only"}
    assert data["after"]["levels"] == {"general": None, "restricted": "Team only", "confidential": "Board only"}


def test_a_difference_for_programs_lists_limits_domains_and_lists() -> None:
    after = replace(
        SHIPPED,
        company=replace(SHIPPED.company, domains=SHIPPED.company.domains[:1]),
        limits=replace(SHIPPED.limits, max_external_recipients=7),
        lists=SHIPPED.lists[1:],
    )
    data = told(SHIPPED, after)
    assert {one["key"]: (one["before"], one["after"]) for one in data["settings"]} == {
        "mail.general.max_external_recipients": (20, 7),
        "company.domains": (["hanbit.example", "hanbit-shop.example", "*.hanbit.example"], ["hanbit.example"]),
    }
    (gone,) = data["lists"]
    assert (gone["before"], gone["after"]) == ({"address": "all@hanbit.example", "name": "Everybody"}, None)


@pytest.mark.parametrize(("members", "senders", "kind"), KINDS.values(), ids=KINDS)
def test_a_difference_for_programs_is_about_senders_that_one_of_the_policies_has(
    members: tuple[str, ...], senders: tuple[str, ...], kind: SenderKind | None
) -> None:
    before = with_lists((members, senders))
    cells = told(before, replace(before, restricted=replace(before.restricted, use=False)))["decisions"]
    assert {SenderKind(one["sender"]) for one in cells} == {*ALWAYS, *([kind] if kind else [])}


@pytest.mark.parametrize(("before", "after"), [(one, other) for one in Apply for other in Apply if one is not other])
def test_a_difference_for_programs_leaves_out_what_is_refused_either_way(before: Apply, after: Apply) -> None:
    one, other = (replace(SHIPPED, warning=replace(SHIPPED.warning, apply=apply)) for apply in (before, after))
    cells = told(one, other)["decisions"]
    assert cells
    for cell in cells:
        assert cell["before"]["outcome"] != "refuse" != cell["after"]["outcome"]
        assert cell["before"] != cell["after"]
