"""The preview's message is warned about under every policy there can be."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from composer.drafting.warning_sample import WarningSample
from composer.message.composition import snapshot
from composer.sentences import warning
from policy.address import Address, parse_address
from policy.document import read
from policy.draft import Draft, FileFacts
from policy.organization import Organization
from policy.settings import (
    Apply,
    Company,
    DomainRule,
    LevelSettings,
    MailingList,
    MailLimits,
    OutgoingWarning,
    Policy,
    Surface,
)
from policy.truth_table.audience import as_shown, with_texts
from policy.verdict import Outcome
from policy.wording import Wording, WordingReason, WordingRow
from tests.hostile.corpus import ONE_LINERS
from tests.screens.dialog_support import Assessor, message
from tests.screens.dialog_support import policy as policy_with_list

WORDING = Wording(Surface.PC, "ko", (WordingReason.OWN_TAB,), "text", WordingRow.OWN_TAB)
BARE = Policy(Company((DomainRule("hanbit.example"),)))
POLICIES: Mapping[str, Policy] = {
    "bare": BARE,
    "off": replace(BARE, warning=OutgoingWarning(False)),
    **{f"{apply.value}": replace(BARE, warning=OutgoingWarning(True, apply)) for apply in Apply},
    "tightest limits": replace(BARE, limits=MailLimits(1, 1, 1, 1)),
    "levels in use": replace(BARE, restricted=LevelSettings(True), confidential=LevelSettings(True)),
    "sub-domains only": replace(BARE, company=Company((DomainRule("hanbit.example", subdomains=True),))),
    "everything under example": replace(BARE, company=Company((DomainRule("example", subdomains=True),))),
    "the outsiders are inside": replace(
        BARE, company=Company(tuple(map(DomainRule, ("hanbit.example", "partner.example", "partner.outside0"))))
    ),
    "the sender is a list with outsiders": replace(
        BARE, lists=(MailingList(Address("name", "hanbit.example"), members=("x@other.example",)),)
    ),
    "the outsider's name is a list": replace(BARE, lists=(MailingList(Address("name", "partner.example")),)),
}


@pytest.mark.parametrize("surface", list(Surface))
@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_every_policy_warns_of_it_with_one_outside_recipient_and_one_file(policy: Policy, surface: Surface) -> None:
    wording = replace(WORDING, surface=surface)
    assessment = WarningSample(policy, surface).saying(wording)
    verdict = assessment.verdict
    assert verdict.outcome is Outcome.WARN
    assert verdict.wording == wording
    assert [str(recipient.address) for recipient in verdict.outside] == [assessment.composition.to]
    assert [judged.file.name for judged in verdict.files] == [file.name for file in assessment.composition.files]
    assert len(verdict.files) == 1


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_the_rule_is_the_one_the_policy_has(policy: Policy) -> None:
    rule = WarningSample(policy, Surface.PC).saying(WORDING).verdict.warning.rule
    assert rule.value == policy.warning.apply.value


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_sender_and_recipient_are_addresses_on_the_sides_they_stand_for(policy: Policy) -> None:
    composition = WarningSample(policy, Surface.PC).saying(WORDING).composition
    organization = Organization(policy)
    sides = [
        organization.is_internal_domain(parse_address(text).domain) for text in (composition.sender, composition.to)
    ]
    assert sides == [True, False]


def test_the_composition_is_what_was_judged() -> None:
    assessment = WarningSample(BARE, Surface.PC).saying(WORDING)
    facts = tuple(FileFacts(file.name, file.size, file.path) for file in assessment.composition.files)
    again = snapshot(assessment.composition, Draft(files=facts))
    assert (again.sender, again.to, again.files) == (
        assessment.draft.sender, assessment.draft.to, assessment.draft.files,
    )  # fmt: skip


def test_other_words_change_nothing_else() -> None:
    sample = WarningSample(BARE, Surface.PC)
    one, other = sample.saying(WORDING), sample.saying(replace(WORDING, text="other"))
    assert replace(one, verdict=replace(one.verdict, wording=None)) == replace(
        other, verdict=replace(other.verdict, wording=None)
    )


def test_a_domain_of_the_longest_legal_length_has_a_sample_too() -> None:
    domain = ".".join(["a" * 63] * 3 + ["b" * 55])
    policy = read(f'schema = 1\n[company]\ndomains = ["*.{domain}"]\n', lambda name: name)
    assert WarningSample(policy, Surface.PC).saying(WORDING).verdict.outcome is Outcome.WARN


TEXTS = st.one_of(
    st.text(max_size=200), st.sampled_from([*ONE_LINERS.values(), "", " ", "\u3164", "one\r\ntwo\u2028three"])
)


@settings(deadline=None)
@given(st.fixed_dictionaries({"default": TEXTS, "en": TEXTS}), st.sampled_from(Surface))
def test_the_preview_of_a_tab_says_what_its_members_read_in_the_dialog(texts: dict[str, str], surface: Surface) -> None:
    policy = with_texts(policy_with_list(), surface, texts)
    for tab, language in (("en", "en"), ("default", "fr")):
        preview = WarningSample(policy, surface).saying(as_shown(policy, surface, tab))
        assess = Assessor(policy, surface)
        assess.member = replace(assess.member, language=language)
        assert warning.text(preview.verdict) == warning.text(assess(message()).verdict)
