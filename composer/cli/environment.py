"""What every verb asks of its surroundings: policy, settings, languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
