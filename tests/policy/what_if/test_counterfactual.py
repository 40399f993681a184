"""What would have led to another outcome: each answer is true, and the likely questions are answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from policy.address import parse_address, parse_field
from policy.draft import Draft, FileChoice, FileFacts, FileRole, FileState
from policy.settings import Apply, Company, DomainRule, Expiry, Level, MailLimits, OutgoingWarning, Policy
from policy.verdict import Capabilities, Member, Outcome
from policy.what_if.changes import (
    AtLevel,
    Change,
    ConditionChosen,
    DomainInside,
    Individually,
    LevelUsed,
    Limit,
    LimitRaised,
    ListOutsiders,
    SentFrom,
    TimeLimitedAllowed,
    WarningSwitched,
    WithoutFile,
    WithoutFiles,
    WithoutMalformed,
    WithoutOutsiders,
    WithoutRecipient,
)
from policy.what_if.counterfactual import Counterfactual, counterfactuals
from policy.what_if.situation import Situation, applied
from tests.policy.support import KIM, ME, NOW, POLICY, file, in_force, mail

OUTSIDER = "x@other.example"
SEND, WARN, REFUSE = Outcome.SEND, Outcome.WARN, Outcome.REFUSE


def situation(draft: Draft, policy: Policy = POLICY, member: Member = ME) -> Situation:
    return Situation(draft, in_force(policy), member, Capabilities(file_service=True), NOW)


def found(draft: Draft, policy: Policy = POLICY, member: Member = ME) -> dict[tuple[Change, ...], Outcome]:
    otherwise = counterfactuals(situation(draft, policy, member))
    return {one.changes: one.outcome for one in (*otherwise.message, *otherwise.policy)}


def with_apply(apply: Apply) -> Policy:
    return replace(POLICY, warning=OutgoingWarning(apply=apply))


def under(**limits: int) -> Policy:
    return replace(POLICY, limits=replace(POLICY.limits, **limits))


BIG = file(101)
CONDITIONAL = with_apply(Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY)
PARTNERS = "partners@hanbit.example"

LEADING = [
    (mail(f"lee@hanbit.example, {OUTSIDER}"), POLICY, WithoutRecipient(parse_address(OUTSIDER)), SEND),
    (mail(OUTSIDER), POLICY, WithoutOutsiders(), SEND),
    (mail(f"{OUTSIDER}, y@other.example"), POLICY, WithoutOutsiders(), SEND),
    (mail(f"{PARTNERS}, {OUTSIDER}"), POLICY, WithoutOutsiders(), SEND),
    (mail(f"partner@other.example, {PARTNERS}"), POLICY, WithoutOutsiders(), SEND),
    (mail(f"{PARTNERS}, {KIM}"), POLICY, WithoutRecipient(parse_address(PARTNERS)), SEND),
    (
        mail(OUTSIDER), replace(POLICY, company=Company((DomainRule("hanbit.example", subdomains=True),))),
        WithoutOutsiders(), SEND,
    ),
    (mail("lee@hanbit.example, nobody"), POLICY, WithoutMalformed(), SEND),
    (mail(OUTSIDER, files=(file(),)), CONDITIONAL, WithoutFile(file()), SEND),
    (mail(OUTSIDER, files=(file(), file(20, "b"))), CONDITIONAL, WithoutFiles(), SEND),
    (mail(files=(file(0),)), POLICY, WithoutFile(file(0)), SEND),
    (mail(OUTSIDER, files=(file(),)), CONDITIONAL, Individually(on=True), SEND),
    (mail(OUTSIDER, files=(file(),), individually=True), CONDITIONAL, Individually(on=False), WARN),
    (mail(OUTSIDER), POLICY, AtLevel(Level.RESTRICTED), REFUSE),
    (mail(OUTSIDER, level=Level.RESTRICTED), POLICY, AtLevel(Level.GENERAL), WARN),
    (mail(OUTSIDER), POLICY, SentFrom(parse_address(PARTNERS)), SEND),
    (mail(OUTSIDER, PARTNERS), POLICY, SentFrom(parse_address(KIM)), WARN),
    (mail(sender="lee@hanbit.example"), POLICY, SentFrom(parse_address(KIM)), SEND),
    (mail(OUTSIDER), POLICY, WarningSwitched(on=False), SEND),
    (mail(OUTSIDER), replace(POLICY, warning=OutgoingWarning(enabled=False)), WarningSwitched(on=True), WARN),
    (mail(OUTSIDER), POLICY, ConditionChosen(Apply.ATTACHMENTS), SEND),
    (mail(OUTSIDER, individually=True), POLICY, ConditionChosen(Apply.NOT_INDIVIDUALLY), SEND),
    (mail(OUTSIDER), POLICY, ConditionChosen(Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY), SEND),
    (mail(OUTSIDER), with_apply(Apply.ATTACHMENTS), ConditionChosen(Apply.ALWAYS), WARN),
    (mail(level=Level.CONFIDENTIAL), POLICY, LevelUsed(Level.CONFIDENTIAL), SEND),
    (
        mail(level=Level.RESTRICTED),
        replace(POLICY, restricted=replace(POLICY.restricted, use=False)),
        LevelUsed(Level.RESTRICTED), SEND,
    ),
    (mail(files=(BIG,)), POLICY, TimeLimitedAllowed(allowed=True), SEND),
    (
        mail(files=(BIG,)),
        replace(under(time_limited_max_size=100), time_limited_files=True),
        LimitRaised(Limit.TIME_LIMITED_SIZE, 101), SEND,
    ),
    (
        mail(files=(BIG, file(102, "b"))),
        replace(under(time_limited_max_files=1), time_limited_files=True),
        LimitRaised(Limit.TIME_LIMITED_FILES, 2), SEND,
    ),
    (mail(files=(BIG,)), POLICY, LimitRaised(Limit.ATTACHMENT_SIZE, 101), SEND),
    (
        mail(f"{OUTSIDER}, y@other.example"), under(max_external_recipients=1),
        LimitRaised(Limit.OUTSIDE_RECIPIENTS, 2), WARN,
    ),
    (mail(OUTSIDER), POLICY, DomainInside("other.example"), SEND),
    (mail(OUTSIDER, PARTNERS), POLICY, ListOutsiders(parse_address(PARTNERS), present=False), WARN),
    (
        mail(OUTSIDER, "team@hanbit.example"), POLICY,
        ListOutsiders(parse_address("team@hanbit.example"), present=True), SEND,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "policy", "change", "outcome"), LEADING)
def test_a_single_change_with_another_outcome_is_told_with_its_outcome(
    draft: Draft, policy: Policy, change: Change, outcome: Outcome
) -> None:
    assert found(draft, policy)[(change,)] is outcome


def test_every_kind_of_change_is_in_the_table() -> None:
    kinds = {type(case[2]) for case in LEADING}
    assert kinds == {
        AtLevel, ConditionChosen, DomainInside, Individually, LevelUsed, LimitRaised, ListOutsiders, SentFrom,
        TimeLimitedAllowed, WarningSwitched, WithoutFile, WithoutFiles, WithoutMalformed, WithoutOutsiders,
        WithoutRecipient,
    }  # fmt: skip
    assert {case[2].limit for case in LEADING if isinstance(case[2], LimitRaised)} == set(Limit)


def test_mail_inside_is_changed_by_nothing_but_what_stands_in_its_own_way() -> None:
    assert found(mail()) == {}


def test_pairs_are_told_only_where_no_single_change_of_the_message_helps() -> None:
    pairs = [one for one in found(mail(OUTSIDER, files=(file(0),), level=Level.RESTRICTED)) if len(one) == 2]
    assert (WithoutFile(file(0)), AtLevel(Level.GENERAL)) in pairs
    assert all(len(one) == 1 for one in found(mail(OUTSIDER, level=Level.RESTRICTED)))


def test_nobody_is_taken_away_where_nobody_would_be_left() -> None:
    changes = [change for changes in found(mail(OUTSIDER)) for change in changes]
    assert not any(isinstance(change, WithoutRecipient) for change in changes)


def test_who_is_taken_as_allowed_may_be_told_of_the_lists_that_name_the_sender() -> None:
    anybody = replace(ME, identities=None)
    assert found(mail(OUTSIDER), member=anybody)[(SentFrom(parse_address(PARTNERS)),)] is SEND


def test_a_recipient_that_a_literal_stands_for_is_not_offered_as_a_domain_of_the_company() -> None:
    changes = [change for changes in found(mail("x@[192.0.2.7]")) for change in changes]
    assert not any(isinstance(change, DomainInside) for change in changes)


def test_of_many_recipients_only_some_are_tried_alone() -> None:
    many = ", ".join(f"p{at}@d{at}.example" for at in range(30))
    otherwise = counterfactuals(situation(mail(many), under(max_external_recipients=29)))
    alone = [one for one in otherwise.message if isinstance(one.changes[0], WithoutRecipient)]
    assert len(alone) == 5


ADDRESSES = st.sampled_from([
    "lee@hanbit.example", OUTSIDER, "y@third.example", "z@[192.0.2.7]", "nobody", "G: a@x.example, bad;",
    PARTNERS, "team@hanbit.example", "empty@hanbit.example", "nested@hanbit.example", "onlyunknown@hanbit.example",
])  # fmt: skip
FILES = st.builds(
    FileFacts,
    name=st.sampled_from(["a", "b"]),
    size=st.sampled_from([0, 1, 60, 100, 101, 300]),
    role=st.sampled_from(FileRole),
    choice=st.sampled_from(FileChoice),
    state=st.sampled_from(FileState),
)


def fields() -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(ADDRESSES, max_size=3).map(lambda written: parse_field(", ".join(written)))


DRAFTS = st.builds(
    Draft,
    sender=st.sampled_from([KIM, "lee@hanbit.example", PARTNERS, "team@hanbit.example", "", "bad"]).map(parse_field),
    to=fields(),
    cc=fields(),
    bcc=fields(),
    subject=st.just("Hello"),
    files=st.lists(FILES, max_size=3).map(tuple),
    level=st.sampled_from(Level),
    expires_after=st.just(Expiry.NONE),
    individually=st.booleans(),
)
POLICIES = st.builds(
    lambda apply, enabled, limited, outside: replace(
        POLICY,
        warning=OutgoingWarning(enabled, apply),
        time_limited_files=limited,
        limits=MailLimits(100, 1, 200, outside),
    ),
    st.sampled_from(Apply),
    st.booleans(),
    st.booleans(),
    st.integers(1, 3),
)
MEMBERS = st.sampled_from([ME, replace(ME, identities=None), replace(ME, identities=())])


def outcome_after(changes: tuple[Change, ...], start: Situation) -> Outcome:
    for change in changes:
        start = applied(change, start)
    return start.verdict().outcome


@given(DRAFTS, POLICIES, MEMBERS)
def test_every_answer_is_true_and_another_outcome(draft: Draft, policy: Policy, member: Member) -> None:
    start = situation(draft, policy, member)
    outcome = start.verdict().outcome
    otherwise = counterfactuals(start)
    for one in (*otherwise.message, *otherwise.policy):
        assert outcome_after(one.changes, start) is one.outcome
        assert one.outcome is not outcome


@given(DRAFTS, POLICIES, MEMBERS)
def test_a_pair_helps_and_neither_of_its_halves_does(draft: Draft, policy: Policy, member: Member) -> None:
    start = situation(draft, policy, member)
    order = [SEND, WARN, REFUSE]
    rank = order.index(start.verdict().outcome)
    pairs = [one for one in counterfactuals(start).message if len(one.changes) == 2]
    for pair in pairs:
        assert order.index(pair.outcome) < rank
        assert all(order.index(outcome_after((half,), start)) >= rank for half in pair.changes)


@given(DRAFTS, POLICIES, MEMBERS)
def test_changes_of_the_policy_leave_the_message_alone_and_the_other_way_round(
    draft: Draft, policy: Policy, member: Member
) -> None:
    start = situation(draft, policy, member)
    otherwise = counterfactuals(start)

    def after(one: Counterfactual) -> Situation:
        return applied(one.changes[0], start)

    assert all(after(one).in_force is start.in_force for one in otherwise.message)
    assert all(after(one).draft is start.draft for one in otherwise.policy)
