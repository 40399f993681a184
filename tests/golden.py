"""Pictures of screens, and what commands print, as text, one file each; written anew with ``PRESEND_GOLDEN=write``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

FOLDER = Path(__file__).parent / "golden"


def picture(app: App[Any]) -> str:
    """What stands on the screen, each row without the spaces at its end."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips) + "\n"


async def assert_golden(pilot: Pilot[Any], name: str) -> None:
    """The screen looks as in ``tests/golden/NAME.txt``; raises AssertionError with both pictures."""
    await pilot.pause()
    assert_golden_text(picture(pilot.app), f"{name}.txt")


def assert_text_golden(seen: str, name: str) -> None:
    """The text is that of ``tests/golden/NAME.txt``; raises AssertionError with both."""
    assert_golden_text(seen, f"{name}.txt")


def assert_golden_text(seen: str, name: str) -> None:
    """The text is that of ``tests/golden/NAME``; raises AssertionError with both."""
    path = FOLDER / name
    if os.environ.get("PRESEND_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(seen.encode("utf-8"))
    assert path.exists(), f"there is no {path.name}; write it with PRESEND_GOLDEN=write and look at it:\n{seen}"
    expected = path.read_bytes().decode("utf-8")
    assert seen == expected, f"{path.name} was\n{expected}\nand is now\n{seen}"
