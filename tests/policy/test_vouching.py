"""Under a machine's policy nobody vouches for themselves: no exemption, and no sending as a list, by one's own word."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from composer.sentences.trace.steps import TraceRule, trace
from policy.address import parse_address
from policy.refusal import RefusalCode
from policy.settings import MailingList
from policy.verdict import Capabilities, Member, Outcome, PolicyInForce, Verdict, judge, may_send_as
from policy.vouching import Vouching
from policy.what_if.situation import Situation
from tests.policy.support import KIM, LISTS, ME, NOW, POLICY, in_force, mail

PARTNERS = "partners@hanbit.example"
SENDABLE: tuple[MailingList, ...] = tuple(replace(one, senders=(KIM,)) for one in LISTS)
OF_A_MEMBER = in_force(replace(POLICY, lists=SENDABLE))
OF_THE_MACHINE = PolicyInForce(OF_A_MEMBER.policy, OF_A_MEMBER.organization, "test", "0" * 64, is_of_the_machine=True)
OUTSIDE = mail("partner@other.example", PARTNERS)


def member(vouching: Vouching, *identities: str) -> Member:
    return replace(ME, identities=tuple(map(parse_address, identities or (KIM,))), vouching=vouching)


def judged(policy: PolicyInForce, vouching: Vouching, *identities: str) -> Verdict:
    return judge(OUTSIDE, policy, member(vouching, *identities), Capabilities(), NOW)


@pytest.mark.parametrize(
    ("policy", "vouching", "outcome", "exempt"),
    [
        (OF_A_MEMBER, Vouching.SILENT, Outcome.SEND, True),
        (OF_A_MEMBER, Vouching.ABSENT, Outcome.SEND, True),
        (OF_A_MEMBER, Vouching.NAMED, Outcome.SEND, True),
        (OF_THE_MACHINE, Vouching.NAMED, Outcome.SEND, True),
        (OF_THE_MACHINE, Vouching.SILENT, Outcome.WARN, False),
        (OF_THE_MACHINE, Vouching.ABSENT, Outcome.REFUSE, False),
    ],
)
def test_who_sends_as_a_list_with_outsiders(
    policy: PolicyInForce, vouching: Vouching, outcome: Outcome, exempt: bool
) -> None:
    verdict = judged(policy, vouching)
    assert (verdict.outcome, verdict.warning.exempt) == (outcome, exempt)


def test_calling_a_list_ones_own_address_makes_nobody_its_sender() -> None:
    verdict = judged(OF_THE_MACHINE, Vouching.ABSENT, KIM, PARTNERS)
    assert [refusal.code for refusal in verdict.refusals] == [RefusalCode.SENDER_NOT_ALLOWED]
    assert not judged(OF_THE_MACHINE, Vouching.SILENT, PARTNERS).warning.exempt


def test_who_is_not_named_still_writes_as_themselves() -> None:
    verdict = judge(mail(), OF_THE_MACHINE, member(Vouching.ABSENT), Capabilities(), NOW)
    assert verdict.outcome is Outcome.SEND


def test_the_envelope_sender_is_held_to_the_same() -> None:
    envelope = replace(mail(), envelope_sender=OUTSIDE.sender)
    verdict = judge(envelope, OF_THE_MACHINE, member(Vouching.ABSENT), Capabilities(), NOW)
    assert [refusal.subjects for refusal in verdict.refusals] == [(PARTNERS,)]


def test_a_member_of_whom_nothing_is_said_is_no_exempt_sender() -> None:
    assert ME.vouching is Vouching.SILENT
    assert may_send_as(OF_THE_MACHINE, None, Vouching.ABSENT, parse_address(PARTNERS))


@pytest.mark.parametrize(
    ("vouching", "sender", "exemption"),
    [
        (Vouching.NAMED, "They are set by your administrator.", "The administrator of this machine vouches"),
        (Vouching.ABSENT, "do not name your login, so that you may not send as a list.", "do not name your login"),
        (Vouching.SILENT, "", "This machine's settings name no members"),
    ],
)
def test_the_trace_says_who_vouches(vouching: Vouching, sender: str, exemption: str) -> None:
    situation = Situation(OUTSIDE, OF_THE_MACHINE, member(vouching), Capabilities(), NOW)
    steps = {step.code: step for step in trace(_Traced(situation))}
    assert sender in " ".join(steps[TraceRule.SENDER].details)
    assert exemption in " ".join(steps[TraceRule.EXEMPTION].details)
    assert steps[TraceRule.EXEMPTION].inputs.endswith("yes")
    assert steps[TraceRule.EXEMPTION].result == (
        "exempt from the warning" if vouching is Vouching.NAMED else "not exempt"
    )


class _Traced:
    def __init__(self, situation: Situation) -> None:
        self.draft = situation.draft
        self.verdict = situation.verdict()
        self.member = situation.member
        self.in_force = situation.in_force
