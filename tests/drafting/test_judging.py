"""What a judgement costs is known beforehand, so that no key waits for one."""

from __future__ import annotations

import pytest

from composer.drafting.judging import MANY, Assessment, assess, surface_for, takes_long
from composer.message.composition import Composition
from policy.draft import Draft
from policy.settings import Company, DomainRule, Policy, Surface
from policy.verdict import Capabilities
from tests.policy.support import KIM, ME, NOW, in_force, mailing_list

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
    return assess(composition, Draft(), ME, in_force(POLICY), Capabilities(), NOW)


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


@pytest.mark.parametrize(
    ("chosen", "columns", "expected"),
    [
        (None, 59, Surface.MOBILE),
        (None, 60, Surface.PC),
        (Surface.PC, 20, Surface.PC),
        (Surface.MOBILE, 200, Surface.MOBILE),
    ],
)
def test_a_narrow_terminal_is_a_mobile_one_unless_the_member_chose(
    chosen: Surface | None, columns: int, expected: Surface
) -> None:
    assert surface_for(chosen, columns) is expected
