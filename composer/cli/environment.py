"""What every verb asks of its surroundings: policy, settings, languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from composer.services import PolicySource
    from composer.storage.member_settings import MemberSettings
