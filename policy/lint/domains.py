"""Traps of the company's domains: whatever lies in one of them is inside and is never warned about."""

from __future__ import annotations

from collections.abc import Iterator

from policy.lint.public_domains import is_public_provider, is_public_suffix
from policy.lint.trap import LintCode, Trap
from policy.settings import Policy


def domain_traps(policy: Policy) -> Iterator[Trap]:
    """Traps of domains that make more people inside than the company has, or fewer."""
    rules = policy.company.domains
    whole = {rule.domain for rule in rules if not rule.subdomains}
    for index, rule in enumerate(rules):
        path, domain = ("company", "domains", index), rule.domain
        if rule.subdomains:
            yield Trap(LintCode.SUBDOMAINS_INSIDE, path, (domain,))
        if is_public_provider(domain):
            yield Trap(LintCode.PUBLIC_PROVIDER, path, (domain,))
        elif is_public_suffix(domain):
            yield Trap(LintCode.PUBLIC_SUFFIX, path, (domain,))
        elif rule.subdomains and domain not in whole and not _is_below(domain, policy):
            yield Trap(LintCode.DOMAIN_ITSELF_OUTSIDE, path, (domain,))


def _is_below(domain: str, policy: Policy) -> bool:
    """Whether another ``*.`` rule covers the domain."""
    return any(rule.subdomains and domain.endswith(f".{rule.domain}") for rule in policy.company.domains)
