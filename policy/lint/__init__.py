"""Traps of a policy that loads: what an administrator has probably not meant, each with a stable code.

One module for each room of the administrator's page, each a function from policy to traps:
wording, level names, domains, lists, limits. ``located`` finds what was accepted knowingly in the file.
"""

from __future__ import annotations

from policy.lint.domains import domain_traps
from policy.lint.level_names import level_traps
from policy.lint.limits import limit_traps
from policy.lint.lists import list_traps
from policy.lint.trap import LintContext, Trap
from policy.lint.wording import language_traps, wording_traps
from policy.settings import Policy


def lint(policy: Policy, around: LintContext) -> tuple[Trap, ...]:
    """Every trap of a policy, in the order of the administrator's menus."""
    return (
        *domain_traps(policy),
        *language_traps(policy),
        *limit_traps(policy),
        *wording_traps(policy, around),
        *level_traps(policy, around),
        *list_traps(policy),
    )
