"""A session over the demonstration's policy, kept in memory."""

from __future__ import annotations

from importlib.resources import files

from composer.administration.session import AdminSession
from composer.administration.stores.memory_store import MemoryPolicyStore
from composer.demo.policy_source import SOURCE
from tests.screens.dialog_support import CLOCK


def no_file(name: str) -> str:
    """The demonstration's lists are written out."""
    raise FileNotFoundError(name)


def edited_session(text: str | None = None) -> AdminSession:
    """What an administrator edits, without any edit yet."""
    shipped = files("composer.demo").joinpath("policy.toml").read_text("utf-8")
    return AdminSession(MemoryPolicyStore(text or shipped, no_file, SOURCE, CLOCK))
