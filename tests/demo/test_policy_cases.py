"""The demonstration's own cases pass, and notice every change of its policy that a message can show."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest
from msgspec.structs import replace

from composer.demo.policy_source import shipped_policy
from policy.cases.running import Case, read_cases, run_case, verdict_of
from policy.organization import Organization
from policy.refusal import RefusalCode
from policy.settings import Apply, Expiry, OutgoingWarning, Policy
from policy.verdict import Outcome, PolicyInForce

SHIPPED = shipped_policy()
CASES = read_cases(files("composer.demo").joinpath("policy-cases.toml").read_text("utf-8"))
NOT_REACHED = {6, 10}
"""Rows of the table of wordings that this policy cannot show: no Chinese is enabled, and Default is written."""


def in_force(policy: Policy) -> PolicyInForce:
    return PolicyInForce(policy, Organization(policy), "test", "0" * 64)


def failing(policy: Policy) -> list[str]:
    """The names of the cases that do not pass under a policy."""
    judged = in_force(policy)
    return [case.name for case in CASES if not run_case(case, judged).passed]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_passes(case: Case) -> None:
    assert run_case(case, in_force(SHIPPED)).mismatches == ()


def test_no_two_cases_have_one_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def test_the_cases_reach_every_row_outcome_and_most_refusals() -> None:
    verdicts = [verdict_of(case, in_force(SHIPPED)) for case in CASES]
    assert {verdict.outcome for verdict in verdicts} == set(Outcome)
    assert {verdict.wording.row for verdict in verdicts if verdict.wording} == set(range(1, 11)) - NOT_REACHED
    assert {refusal.code for verdict in verdicts for refusal in verdict.refusals} == set(RefusalCode) - {
        RefusalCode.LEVEL_DISABLED,  # every level is in use
        RefusalCode.FILE_MISSING,  # the files of cases are not on any disk
        RefusalCode.FILE_CHANGED,
        RefusalCode.FILE_NOT_REGULAR,
    }


def warning(**values: object) -> Policy:
    return replace(SHIPPED, warning=replace(SHIPPED.warning, **values))


def restricted(**values: object) -> Policy:
    return replace(SHIPPED, restricted=replace(SHIPPED.restricted, **values))


def confidential(**values: object) -> Policy:
    return replace(SHIPPED, confidential=replace(SHIPPED.confidential, **values))


def limits(**values: int) -> Policy:
    return replace(SHIPPED, limits=replace(SHIPPED.limits, **values))


def company(**values: object) -> Policy:
    return replace(SHIPPED, company=replace(SHIPPED.company, **values))


def without(texts: str, tab: str) -> Policy:
    """A text taken out."""
    kept = {name: text for name, text in getattr(SHIPPED.warning, texts).items() if name != tab}
    return warning(**{texts: kept})


MUTATIONS: dict[str, Policy] = {
    "the warning off": warning(enabled=False),
    **{f"condition {apply.value}": warning(apply=apply) for apply in Apply if apply is not Apply.ALWAYS},
    "restricted not in use": restricted(use=False),
    "restricted named": restricted(name="Inside"),
    "restricted without expiry": restricted(expires_after=Expiry.NONE),
    "restricted expires later": restricted(expires_after=Expiry.QUARTER),
    "restricted may be forwarded": restricted(forwarding_prohibited=False),
    "confidential not in use": confidential(use=False),
    "confidential not named": confidential(name=""),
    "confidential expires earlier": confidential(expires_after=Expiry.DAY),
    "confidential may be forwarded": confidential(forwarding_prohibited=False),
    "no time-limited files": replace(SHIPPED, time_limited_files=False),
    "a smaller attachment limit": limits(attachment_size_limit=999_999),
    "a larger attachment limit": limits(attachment_size_limit=1_100_000),
    "fewer time-limited files": limits(time_limited_max_files=1),
    "more time-limited files": limits(time_limited_max_files=3),
    "smaller time-limited files": limits(time_limited_max_size=4_999_999),
    "larger time-limited files": limits(time_limited_max_size=5_100_000),
    "fewer outsiders": limits(max_external_recipients=19),
    "more outsiders": limits(max_external_recipients=21),
    **{
        f"without {tag}": company(languages=tuple(t for t in ("ko", "ja", "en") if t != tag))
        for tag in ("ko", "ja", "en")
    },
    "with Vietnamese": company(languages=("ko", "ja", "en", "vi")),
    "another default language": company(default_language="ko"),
    **{
        f"without the domain {place}": company(
            domains=(*SHIPPED.company.domains[:place], *SHIPPED.company.domains[place + 1 :])
        )
        for place in range(len(SHIPPED.company.domains))
    },
    **{f"without the text pc {tab}": without("pc", tab) for tab in SHIPPED.warning.pc},
    **{f"without the text mobile {tab}": without("mobile", tab) for tab in SHIPPED.warning.mobile},
    "texts exchanged": warning(pc=SHIPPED.warning.mobile, mobile=SHIPPED.warning.pc),
    **{
        f"without the list {entry.address}": replace(
            SHIPPED, lists=tuple(other for other in SHIPPED.lists if other is not entry)
        )
        for entry in SHIPPED.lists
    },
    "an outsider for everybody": replace(
        SHIPPED, lists=(replace(SHIPPED.lists[0], members=("partner@other.example",)), *SHIPPED.lists[1:])
    ),
    **{
        f"nobody may send as {entry.address}": replace(
            SHIPPED, lists=tuple(replace(one, senders=()) if one is entry else one for one in SHIPPED.lists)
        )
        for entry in SHIPPED.lists
    },
}


@pytest.mark.parametrize("policy", MUTATIONS.values(), ids=MUTATIONS.keys())
def test_each_change_of_the_policy_fails_a_case(policy: Policy) -> None:
    assert policy != SHIPPED
    assert failing(policy)


UNSEEN: dict[str, Callable[[Policy], Policy]] = {
    "import": lambda policy: replace(policy, external_import=False),
    "backup": lambda policy: replace(policy, backup=False),
    "designated IPs": lambda policy: replace(policy, designated_ips_only=True),
    "Sent after expiration": lambda policy: replace(
        policy, restricted=replace(policy.restricted, delete_sent_after_expiration=True)
    ),
}


@pytest.mark.parametrize("change", UNSEEN.values(), ids=UNSEEN.keys())
def test_what_does_not_concern_a_message_fails_none(change: Callable[[Policy], Policy]) -> None:
    changed = change(SHIPPED)
    assert changed != SHIPPED
    assert failing(changed) == []


def test_with_nothing_written_most_of_the_wordings_fail() -> None:
    assert len(failing(replace(SHIPPED, warning=OutgoingWarning()))) >= 8
