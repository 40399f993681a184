"""What a dialog of the gate is about, wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from composer.drafting.judging import Assessment
from composer.gate.asking.dialog_document import DialogAnswer
from composer.message.composition import Composition
from composer.services.clock import Clock
from composer.services.policy_source import PolicySource
from policy.questions import QuestionCode
from policy.settings import Surface

Judge = Callable[[Composition, Surface], Assessment]
"""Judges a composition for a surface, under the policy in force; raises ``PolicyFaultsError``."""


class DialogRequest(Struct, frozen=True):
    """One message to ask about, with the services that the dialog needs."""

    composition: Composition
    judge: Judge
    clock: Clock
    policy: PolicySource
    answered: frozenset[QuestionCode] = frozenset()
    """The questions that are answered already."""
    transport_name: str = ""
    """The server, command or folder by which the message will leave; foreign text."""
    keys: dict[str, str] = field(default_factory=dict)
    """The member's keymap."""
    surface: Surface | None = None
    """The surface that the member chose; None = the width of the terminal decides."""


ShowDialog = Callable[[DialogRequest, bool, Callable[[], bool]], DialogAnswer]
"""Shows a dialog on the terminal that is standard input and output, and returns its answer.

It is told whether to draw over the client's screen (which is the alternate one), and given a function that says whether
the gate still waits for the answer.
"""
