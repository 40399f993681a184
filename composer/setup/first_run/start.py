"""Makes the first-run form's logic from this machine's places and environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from composer.setup.first_run.saving import FirstRun, ProbeTransport, Surroundings
from composer.setup.first_run.values import FormValues
from composer.disk.paths import Places
from composer.storage.policy.source import SYSTEM_POLICY, NoPolicyError, find_policy, load_policy


def first_run(
    places: Places,
    environ: Mapping[str, str],
    probe: ProbeTransport,
    languages: Sequence[str],
    language: str = "",
    *,
    policy_flag: Path | None = None,
    system: Path = SYSTEM_POLICY,
) -> FirstRun:
    """The form for a member without configuration; a policy that is found already is not asked for.

    ``languages`` are the tags on offer, ``language`` what the environment says. Raises ``PresendError`` where a policy
    was asked for that may not replace the system's.
    """
    try:
        in_force = str(find_policy(policy_flag, environ, places.config, system))
    except NoPolicyError:
        in_force = ""
    around = Surroundings(
        folder=places.config,
        home=places.home,
        load_policy=load_policy,
        probe=probe,
        policy_in_force=in_force,
        languages=languages,
    )
    return FirstRun(around, FormValues(address=environ.get("EMAIL", ""), language=language))
