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
"""Judges a composition for a terminal of this surface, under the policy now in force."""


class DialogRequest(Struct, frozen=True):
    """One message, and the few services that asking about it needs."""

    composition: Composition
    judge: Judge
    clock: Clock
    policy: PolicySource
    answered: frozenset[QuestionCode] = frozenset()
    """Questions that are not asked any more."""
    transport_name: str = ""
    """How the message will leave, for the member; foreign text."""
    keys: dict[str, str] = field(default_factory=dict)
    """The member's keymap."""
    surface: Surface | None = None
    """The one that the member chose; None = the one that the terminal's width stands for."""


ShowDialog = Callable[[DialogRequest, bool, Callable[[], bool]], DialogAnswer]
"""Shows it on the terminal that is standard input and output; told whether the client's screen is drawn over
(it is on the alternate one), and asked now and then whether anybody waits for the answer."""
