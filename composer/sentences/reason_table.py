"""The shape of the tables that have a sentence for each reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from composer.reasons import ReasonCode

Facts = Mapping[str, Any]
"""By the names that ``ReasonCode`` gives beside each code; of another version or a damaged file, any value."""
Sentences = Mapping[ReasonCode, Callable[[Facts], str]]
"""Each makes one sentence; raises ``LookupError``, ``TypeError`` or ``ValueError`` where the facts are damaged."""
