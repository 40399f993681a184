"""The truth table says of each cell what ``judge`` says of a message that is written out here."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from policy.draft import Draft
from policy.organization import RecipientClass
from policy.refusal import RefusalCode
from policy.settings import Apply, Company, DomainRule, Expiry, Level, LevelSettings, OutgoingWarning, Policy, Surface
from policy.truth_table.matrix import (
    Cell,
    Decision,
    SenderKind,
    WordingCell,
    every_cell,
    languages_of,
    member_languages,
    truth_table,
    wording_table,
)
from policy.verdict import Outcome, Verdict
from policy.warning import Rule
from policy.wording import choose
from tests.policy.policies import LANGUAGES, POLICIES
from tests.policy.support import KIM, POLICY, file, mail, mailing_list, verdict_of

SENDERS = {
    SenderKind.OWN: KIM,
    SenderKind.LIST_INSIDE: "team@hanbit.example",
    SenderKind.LIST_OUTSIDE: "nested@hanbit.example",
    SenderKind.LIST_UNKNOWN: "onlyunknown@hanbit.example",
    SenderKind.NOT_ALLOWED: "lee@hanbit.example",
}
RECIPIENTS = {
    RecipientClass.INTERNAL: "lee@hanbit.example",
    RecipientClass.EXTERNAL: "guest@other.example",
    RecipientClass.UNKNOWN: "empty@hanbit.example",
}
SWITCHES: list[OutgoingWarning] = [OutgoingWarning(enabled=False), *(OutgoingWarning(apply=one) for one in Apply)]
USES = list(itertools.product((False, True), repeat=2))


def policy_with(warning: OutgoingWarning, uses: tuple[bool, bool]) -> Policy:
    """The organization of the tests under another warning, with other levels in use."""
    restricted, confidential = (LevelSettings(use, "", Expiry.MONTH, True) for use in uses)
    return replace(POLICY, warning=warning, restricted=restricted, confidential=confidential)


def draft_for(cell: Cell) -> Draft:
    """A message of this cell between addresses that the tests know."""
    return mail(
        RECIPIENTS[cell.recipient],
        SENDERS[cell.sender],
        files=(file(),) if cell.attachment else (),
        individually=cell.individually,
        level=cell.level,
        expires_after=Expiry.NONE if cell.level is Level.GENERAL else Expiry.MONTH,
        forwarding_prohibited=cell.level is not Level.GENERAL,
    )


def said(verdict: Verdict) -> Decision:
    """The parts of a verdict that the table has."""
    codes = tuple(refusal.code for refusal in verdict.refusals)
    return Decision(verdict.outcome, verdict.warning.rule, verdict.warning.exempt, codes)


@pytest.mark.parametrize("uses", USES, ids=str)
@pytest.mark.parametrize("warning", SWITCHES, ids=lambda one: one.apply.value if one.enabled else "disabled")
def test_each_cell_is_what_judge_says_of_such_a_message(warning: OutgoingWarning, uses: tuple[bool, bool]) -> None:
    policy = policy_with(warning, uses)
    table = truth_table(policy)
    assert list(table) == list(every_cell())
    assert len(table) == 5 * 3 * 2 * 2 * 3
    for cell, decision in table.items():
        assert decision == said(verdict_of(draft_for(cell), policy)), cell


@pytest.mark.parametrize("warning", SWITCHES, ids=lambda one: one.apply.value if one.enabled else "disabled")
def test_each_cell_follows_from_the_rules_of_the_design(warning: OutgoingWarning) -> None:
    for cell, decision in truth_table(policy_with(warning, (True, False))).items():
        outside = cell.recipient is not RecipientClass.INTERNAL
        refusals = [RefusalCode.SENDER_NOT_ALLOWED] if cell.sender is SenderKind.NOT_ALLOWED else []
        refusals += [RefusalCode.LEVEL_DISABLED] if cell.level is Level.CONFIDENTIAL else []
        refusals += [RefusalCode.LEVEL_EXTERNAL] if cell.level is not Level.GENERAL and outside else []
        due = {
            Apply.ALWAYS: True,
            Apply.ATTACHMENTS: cell.attachment,
            Apply.NOT_INDIVIDUALLY: not cell.individually,
            Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY: cell.attachment and not cell.individually,
        }[warning.apply]
        shown = warning.enabled and outside and due and cell.sender is not SenderKind.LIST_OUTSIDE
        rule = Rule(warning.apply.value) if outside else Rule.NO_OUTSIDE
        assert decision.outcome is (Outcome.REFUSE if refusals else Outcome.WARN if shown else Outcome.SEND), cell
        assert decision.rule is (rule if warning.enabled else Rule.DISABLED), cell
        assert decision.exempt is (cell.sender is SenderKind.LIST_OUTSIDE), cell
        assert decision.refusals == tuple(refusals), cell


@given(POLICIES)
@settings(max_examples=60)
def test_no_policy_can_name_an_address_or_domain_that_the_probes_trip_over(policy: Policy) -> None:
    known = policy_with(
        policy.warning, (policy.restricted.use, policy.confidential.use)
    )  # the same rules among other people
    assert truth_table(policy) == truth_table(known)


@pytest.mark.parametrize(
    "domains",
    [
        (DomainRule("hanbit.example", subdomains=True),),
        (DomainRule("x0outside", subdomains=True), DomainRule("x1outside", subdomains=True)),
        (DomainRule("probe.x0outside"),),
        (DomainRule(f"{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.example"),),
        (DomainRule(f"{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.example", subdomains=True),),
        (DomainRule(f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 52}.example", subdomains=True),),
    ],
    ids=["only names below", "the made-up top-level domains", "the made-up domain", "long", "long, below", "longest"],
)
def test_the_table_does_not_depend_on_the_names_of_domains(domains: tuple[DomainRule, ...]) -> None:
    assert truth_table(Policy(Company(domains))) == truth_table(Policy(Company((DomainRule("hanbit.example"),))))


@pytest.mark.parametrize("address", ["p@hanbit.example", "p-list_outside@hanbit.example", "p-inside@hanbit.example"])
def test_a_list_at_an_address_the_probes_would_take_moves_them(address: str) -> None:
    taken = mailing_list(address, ["guest@other.example"])
    assert truth_table(replace(POLICY, lists=(*POLICY.lists, taken))) == truth_table(POLICY)


def test_the_smallest_limits_change_nothing() -> None:
    limits = replace(POLICY.limits, attachment_size_limit=1, max_external_recipients=1)
    assert truth_table(replace(POLICY, limits=limits)) == truth_table(POLICY)


@given(POLICIES)
@settings(max_examples=60)
def test_each_wording_is_what_a_member_with_that_language_sees(policy: Policy) -> None:
    table = wording_table(policy, LANGUAGES)
    assert list(table) == [WordingCell(language, surface) for language in LANGUAGES for surface in Surface]
    for cell, wording in table.items():
        assert wording == choose(policy, cell.surface, cell.language)


@pytest.mark.parametrize(
    ("languages", "tabs", "expected"),
    [
        ((), {}, ("en", "ko", None, "und")),
        (("ja",), {}, ("ja", "en", "ko", None, "und")),
        (("ko-KR", "ja"), {"default": "x", "ko": "y"}, ("ko-KR", "ja", "en", None, "und")),
        ((), {"fr": "orphan", "default": "x"}, ("fr", "en", "ko", None, "und")),
        (("??", "und"), {"C": "x"}, ("en", "ko", None, "und")),
        (("zh-TW", "zh-Hant", "zh-Hans"), {}, ("zh-TW", "zh-Hans", "en", "ko", None, "und")),
    ],
)
def test_the_languages_worth_a_row(languages: tuple[str, ...], tabs: dict[str, str], expected: tuple[Any, ...]) -> None:
    company = replace(POLICY.company, languages=languages)
    policy = replace(POLICY, company=company, warning=OutgoingWarning(mobile=tabs))
    assert member_languages(policy, ("en", "ko")) == expected


def test_languages_of_two_policies_are_those_of_either() -> None:
    one, other = (replace(POLICY, company=replace(POLICY.company, languages=(tag,))) for tag in ("ja", "fr"))
    assert languages_of((one, other), ()) == ("ja", "en", "fr", None, "und")
