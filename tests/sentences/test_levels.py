"""The level's button says the most that its cells hold, and gets shorter in a fixed order."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer import words
from composer.language.cells import cells
from composer.message.composition import Composition
from composer.sentences.compose_form import level_words
from policy.settings import Expiry, Level, LevelSettings, Surface
from tests.screens.support import World, policy

FORBIDDEN = LevelSettings(True, "Board only", Expiry.WEEK, True)
MESSAGE = Composition(level=Level.RESTRICTED, expires_after=Expiry.WEEK, forwarding_prohibited=True)
OPEN = Composition(level=Level.RESTRICTED)
LANGUAGES = ("en", "ko", "ja")
ROWS = [
    ("en", MESSAGE, 80, "Level: Board only, expires 1 Dec 2026, 09:30, no forwarding"),
    ("en", MESSAGE, 59, "Level: Board only, expires 1 Dec 2026, 09:30, no forwarding"),
    ("en", MESSAGE, 57, "Level: Board only, until 1 Dec, no forwarding"),
    ("en", MESSAGE, 44, "Level: Board only, until 1 Dec, no fwd"),
    ("en", MESSAGE, 37, "Board only, until 1 Dec, no fwd"),
    ("en", MESSAGE, 30, "Board ..., until 1 Dec, no fwd"),
    ("en", MESSAGE, 28, "Boar..., until 1 Dec, no fwd"),
    ("en", MESSAGE, 5, "B..., until 1 Dec, no fwd"),
    ("en", OPEN, 60, "Level: Board only, does not expire, forwarding allowed"),
    ("en", OPEN, 50, "Level: Board only, no expiry, forwarding allowed"),
    ("en", OPEN, 40, "Level: Board only, no expiry, fwd ok"),
    ("en", OPEN, 30, "Board only, no expiry, fwd ok"),
    ("ko", MESSAGE, 80, "등급: Board only, 2026. 12. 1. 09:30 만료, 전달 금지"),
    ("ko", MESSAGE, 43, "등급: Board only, 12월 1일까지, 전달 금지"),
    ("ko", MESSAGE, 36, "Board only, 12월 1일까지, 전달 금지"),
    ("ja", MESSAGE, 80, "レベル: Board only、2026/12/01 9:30 に期限切れ、転送禁止"),
    ("ja", MESSAGE, 43, "レベル: Board only、12月1日まで、転送禁止"),
    ("ja", MESSAGE, 30, "Boar...、12月1日まで、転送禁止"),
]


@pytest.fixture(autouse=True)
def in_english() -> None:
    words.use("en")


def said(folder: Path, language: str, message: Composition, most: int) -> str:
    world = World(folder)
    world.source.policy = policy(restricted=FORBIDDEN)
    words.use(language)
    try:
        return level_words(world.app().assessor.assess(message, Surface.PC), most)
    finally:
        words.use("en")


@pytest.mark.parametrize(("language", "message", "most", "expected"), ROWS)
def test_what_is_said_in_so_many_cells(
    tmp_path: Path, language: str, message: Composition, most: int, expected: str
) -> None:
    assert said(tmp_path, language, message, most) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", [MESSAGE, OPEN, Composition()])
def test_more_room_never_says_less_and_no_room_is_exceeded(tmp_path: Path, language: str, message: Composition) -> None:
    least = cells(said(tmp_path, language, message, 0))
    widths = [cells(said(tmp_path, language, message, most)) for most in range(121)]
    assert widths == sorted(widths)
    assert all(width <= max(most, least) for most, width in enumerate(widths))
