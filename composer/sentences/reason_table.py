"""The shape of the tables that have a sentence for each reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from composer.reasons import ReasonCode

Facts = Mapping[str, Any]
"""The facts of a reason, by the names that ``ReasonCode`` gives; from another version or a damaged file, any value."""
Sentences = Mapping[ReasonCode, Callable[[Facts], str]]
"""The function that makes the sentence of each reason.

It raises ``LookupError``, ``TypeError`` or ``ValueError`` where the facts are damaged.
"""
