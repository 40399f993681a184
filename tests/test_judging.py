"""What a judgement costs is known beforehand, so that no key waits for one."""

from __future__ import annotations

import pytest

from composer.message.composition import Composition, snapshot
from composer.drafting.judging import MANY, Assessment, takes_long
from policy.settings import Company, DomainRule, Policy
from tests.policy.support import KIM, ME, in_force, mailing_list, verdict_of

LISTS = tuple(
    mailing_list(f"{name}@hanbit.example", [f"user{place}@hanbit.example" for place in range(count)])
    for name, count in (("few", MANY), ("many", MANY + 1))
)
POLICY = Policy(Company((DomainRule("hanbit.example"),)), lists=LISTS)
FEW, MANY_MEMBERS = "few@hanbit.example", "many@hanbit.example"


def written(count: int) -> str:
    """So many addresses in one field."""
    return ", ".join(f"user{place}@hanbit.example" for place in range(count))


def assessed(*fields: str) -> Assessment:
    """A judged message with this in To, Cc and Bcc."""
    to, cc, bcc = fields
    composition = Composition(sender=KIM, to=to, cc=cc, bcc=bcc)
    draft = snapshot(composition, ())
    return Assessment(composition, draft, verdict_of(draft, POLICY), ME, in_force(POLICY))


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (("", "", ""), (KIM, "", ""), False),
        ((written(MANY), "", ""), (written(MANY), "", ""), False),
        ((written(MANY), "", ""), (written(MANY), KIM, ""), False),
        ((written(MANY + 1), "", ""), (written(MANY + 1), "", ""), True),
        ((written(MANY), KIM, ""), (written(MANY), KIM, ""), True),
        ((FEW, "", ""), (FEW, "", KIM), False),
        ((MANY_MEMBERS, "", ""), (MANY_MEMBERS, "", ""), False),
        (("", MANY_MEMBERS, ""), ("", MANY_MEMBERS, ""), False),
        ((MANY_MEMBERS, "", ""), (f"{MANY_MEMBERS}, ", "", ""), True),
        ((MANY_MEMBERS, "", ""), (MANY_MEMBERS, KIM, ""), True),
        ((MANY_MEMBERS, "", ""), (MANY_MEMBERS, "", KIM), True),
        ((MANY_MEMBERS, "", ""), ("", "", ""), True),
    ],
)
def test_many_addresses_always_take_long_and_a_large_list_beside_other_addresses(
    before: tuple[str, str, str], now: tuple[str, str, str], expected: bool
) -> None:
    assert takes_long(assessed(*before), now) is expected
