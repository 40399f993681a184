"""The changes to a policy that the panel offers, each a function from policy to policy."""

from __future__ import annotations

from dataclasses import replace

from policy.settings import Apply, Level, Policy


def with_warning(policy: Policy, enabled: bool) -> Policy:
    """The warning switched on or off."""
    return replace(policy, warning=replace(policy.warning, enabled=enabled))


def with_apply(policy: Policy, apply: Apply) -> Policy:
    """Another of the four conditions."""
    return replace(policy, warning=replace(policy.warning, apply=apply))


def with_level(policy: Policy, level: Level, use: bool) -> Policy:
    """A level put in or out of use; General needs no switch."""
    if level is Level.RESTRICTED:
        return replace(policy, restricted=replace(policy.restricted, use=use))
    return replace(policy, confidential=replace(policy.confidential, use=use))


def with_time_limited(policy: Policy, allowed: bool) -> Policy:
    """Files with a download time limit allowed or not."""
    return replace(policy, time_limited_files=allowed)
