"""An organization and a member for each row of the table of wordings (``policy.wording.WordingRow``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from policy.settings import Surface
from policy.wording import DEFAULT_TAB, WordingRow


class Scenario(NamedTuple):
    """What of a policy and of a member decides which row is reached."""

    languages: tuple[str, ...]
    """The languages that the company has enabled."""
    pc: tuple[str, ...]
    """The tabs that are written for PC; ``default`` is one of them."""
    mobile: tuple[str, ...]
    member: str | None
    """The member's language; None = not set."""
    surface: Surface = Surface.PC
    default_language: str = ""


_BOTH = (DEFAULT_TAB, "ko")
SCENARIOS: Mapping[WordingRow, Scenario] = {
    WordingRow.OWN_TAB: Scenario(("ko", "ja"), _BOTH, _BOTH, "ko"),
    WordingRow.NOT_ENABLED: Scenario(("ko",), _BOTH, _BOTH, "fr"),
    WordingRow.NOT_WRITTEN: Scenario(("ko", "ja"), _BOTH, _BOTH, "ja"),
    WordingRow.OTHER_SURFACE_ONLY: Scenario(("ko",), (DEFAULT_TAB,), _BOTH, "ko"),
    WordingRow.OTHER_SPELLING: Scenario(("ko",), _BOTH, _BOTH, "ko-KR"),
    WordingRow.OTHER_SCRIPT_SPELLING: Scenario(
        ("zh-Hant",), (DEFAULT_TAB, "zh-Hant"), (DEFAULT_TAB, "zh-Hant"), "zh-TW"
    ),
    WordingRow.RELATIVE_ENABLED: Scenario(("zh-Hans",), (DEFAULT_TAB, "zh-Hans"), (DEFAULT_TAB, "zh-Hans"), "zh-TW"),
    WordingRow.NOT_SET: Scenario(("ko",), _BOTH, _BOTH, None, default_language="ko"),
    WordingRow.UNREADABLE: Scenario(("ko",), _BOTH, _BOTH, "und"),
    WordingRow.BUILT_IN: Scenario(("ko",), (), ("ko",), "fr"),
}
"""The simplest one for each row."""
