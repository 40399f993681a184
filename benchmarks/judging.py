"""``judge`` on parsed drafts of 10, 1,000 and 10,000 recipients."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from benchmarks.table import quantile
from policy.address import parse_address, parse_field
from policy.draft import Draft
from policy.organization import Organization
from policy.settings import Company, DomainRule, Policy, Surface
from policy.verdict import Capabilities, Member, PolicyInForce, consent_hash, judge

SIZES = (10, 1_000, 10_000)
ROUNDS = 20


def draft_of(count: int) -> Draft:
    """Half inside, half outside."""
    text = ", ".join(f"user{n}@{'hanbit.example' if n % 2 else f'other{n % 50}.example'}" for n in range(count))
    return Draft(sender=parse_field("kim@hanbit.example"), to=parse_field(text), subject="s", body="b")


def measure() -> list[list[str]]:
    """Rows of size, best and median for new recipients, then for the same ones again, and the consent hash."""
    policy = Policy(Company((DomainRule("hanbit.example"),)))
    member = Member((parse_address("kim@hanbit.example"),), "en", Surface.PC, UTC)
    rows = []
    for size in SIZES:
        draft = draft_of(size)
        first: list[float] = []
        again: list[float] = []
        for _ in range(ROUNDS):
            in_force = PolicyInForce(policy, Organization(policy), "benchmark", "0" * 64)
            for spent in (first, again):
                begin = time.perf_counter()
                verdict = judge(draft, in_force, member, Capabilities(), datetime.now(UTC))
                spent.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        consent_hash(draft, verdict)
        hashing = time.perf_counter() - begin
        values = (min(first), quantile(first, 0.5), quantile(again, 0.5), hashing)
        rows.append([f"{size:,}", *(f"{value * 1000:.2f} ms" for value in values)])
    return rows
