"""Traps of size limits and switches of which one makes another useless."""

from __future__ import annotations

from collections.abc import Iterator

from policy.lint.trap import LintCode, Trap
from policy.settings import Apply, Policy

SMALLEST_FILE = 1000
"""Bytes; hardly any document or picture is smaller."""
_NEEDS_FILE = (Apply.ATTACHMENTS, Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY)


def limit_traps(policy: Policy) -> Iterator[Trap]:
    """Traps of switches and limits that another switch or limit leaves without effect."""
    limits = policy.limits
    if policy.external_import and policy.designated_ips_only:
        yield Trap(LintCode.IMPORT_UNAVAILABLE, ("mail_security", "external_import"))
    if policy.time_limited_files and limits.time_limited_max_size <= limits.attachment_size_limit:
        facts = {"attachment": limits.attachment_size_limit, "limit": limits.time_limited_max_size}
        yield Trap(LintCode.TIME_LIMIT_UNREACHABLE, ("mail", "general", "time_limited_max_size"), facts=facts)
    largest = _largest_file(policy)
    if policy.warning.enabled and policy.warning.apply in _NEEDS_FILE and largest < SMALLEST_FILE:
        path = ("mail_security", "outgoing_warning", "apply")
        yield Trap(LintCode.WARNING_NEEDS_FILE, path, facts={"limit": largest})


def _largest_file(policy: Policy) -> int:
    """Bytes of the largest single file that can leave, one way or the other."""
    limits = policy.limits
    if not policy.time_limited_files:
        return limits.attachment_size_limit
    return max(limits.attachment_size_limit, limits.time_limited_max_size)
