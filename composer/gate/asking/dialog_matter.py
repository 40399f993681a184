"""What a dialog of the gate is about, wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from composer.message.composition import Composition
from composer.gate.asking.dialog_document import DialogAnswer
from composer.drafting.judging import Assessment
from composer.services.bundle import Clock, PolicySource
from policy.questions import QuestionCode

Judge = Callable[[Composition, int], Assessment]
"""Judges a composition for a terminal of so many columns, under the policy now in force."""


class DialogMatter(Struct, frozen=True):
    """One message, and the few services that asking about it needs."""

    composition: Composition
    judge: Judge
    clock: Clock
    policy: PolicySource
    answered: frozenset[QuestionCode] = frozenset()
    """Questions that are not asked any more."""
    through: str = ""
    """How the message will leave, for the member; foreign text."""
    keys: dict[str, str] = field(default_factory=dict)
    """The member's keymap."""


ShowDialog = Callable[[DialogMatter, bool, Callable[[], bool]], DialogAnswer]
"""Shows it on the terminal that is standard input and output; told whether the client's screen is drawn over
(it is on the alternate one), and asked now and then whether anybody waits for the answer."""
