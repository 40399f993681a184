"""Every setting of the administrator's page, changed by keyboard in a real terminal and saved together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from composer import words
from composer.administration.setting import Kind, Setting
from composer.administration.settings import BY_PATH, MOBILE, PC, SETTINGS
from tests.end_to_end.terminal import Terminal
from tests.end_to_end.test_pty_admin import admin, file, review, save
from tests.screens.admin.support import comments, differences
from tests.screens.admin.test_fields import CASES

__all__ = ["file"]

KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "end": "\x1b[F", "space": " ", "tab": "\t",
}  # fmt: skip
CASE_OF = {case.path: case for case in reversed(CASES)}
MOST = 30
"""Characters of a label that stand in its first line."""
SWITCHES = {setting.needs for setting in SETTINGS if setting.needs}
"""What hangs on them goes out of sight where they are turned off; they are changed last."""
DEFAULT = [(*path, "default") for path in (PC, MOBILE)]


class Walk:
    """Goes over the page with the arrows, and knows where it is."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.rows = [setting for setting in SETTINGS if setting.kind is not Kind.FIXED]
        self.place = 0
        self.changed = 0

    def to(self, setting: Setting) -> None:
        """Go to a row, one key at a time."""
        wanted = self.rows.index(setting)
        while self.place != wanted:
            step = 1 if wanted > self.place else -1
            self.place += step
            self.terminal.press(KEYS["down" if step == 1 else "up"])
            self._stands_on(self.rows[self.place])

    def change(self, setting: Setting) -> None:
        """Open the row, press the keys of its case, close it; the button above counts one change more."""
        case = CASE_OF[setting.path]
        keys = case.keys
        typed = "".join(key for key in keys if len(key) == 1)
        shown = typed.rstrip(",") if "ctrl+u" in keys else case.said.split()[-1]
        self.to(setting)
        self.terminal.press("enter")
        self.terminal.until("[ Done ]")
        for key in keys:
            self._type(key)
        self.terminal.until(shown)
        self._counts_one_more()
        self.terminal.press("escape")
        self._stands_on(setting)

    def write(self, setting: Setting) -> None:
        """Put a letter before Default in the window of a surface."""
        self.to(setting)
        self.terminal.press("enter")
        self.terminal.until("Default", "[ Close ]", gone="Mail Security:")
        self.terminal.send("X")
        self.terminal.until("│X")
        self.terminal.press("ctrl+s")
        self.terminal.until("only after")
        self.terminal.press("escape")
        self._counts_one_more()
        self._stands_on(setting)

    def _type(self, key: str) -> None:
        """What follows a key for the whole line must find the line empty."""
        if key == "ctrl+u":
            self.terminal.send("\x15")
            self.terminal.until_true(
                lambda: any(row[:-2].strip() == "|" for row in self.terminal.text.splitlines()), key
            )
        else:
            self.terminal.send(KEYS.get(key, key))

    def _lines(self) -> list[str]:
        """Without the scroll bar."""
        return [row[:-2].strip() for row in self.terminal.text.splitlines()]

    def _counts_one_more(self) -> None:
        self.changed += 1
        self.terminal.until(f"Save {self.changed} change")

    def _stands_on(self, setting: Setting) -> None:
        label = setting.label()[:MOST]
        self.terminal.until_true(lambda: any(row.startswith(label) for row in self._focused()), label)

    def _focused(self) -> Iterator[str]:
        return (row.lstrip("* ") for row in self.terminal.text.splitlines() if "[>Edit<]" in row)


def test_every_setting_is_changed_in_a_terminal_and_the_file_holds_exactly_that(tmp_path: Path, file: Path) -> None:
    words.use("en")
    before = file.read_text("utf-8")
    with admin(tmp_path, str(file)) as terminal:
        terminal.until("Mail Security: Hanbit Trading", "[>Edit<]")
        walk = Walk(terminal)
        for setting in walk.rows:
            if setting.kind is Kind.WINDOW:
                walk.write(setting)
            elif setting.path not in SWITCHES:
                walk.change(setting)
        for setting in reversed(walk.rows):
            if setting.path in SWITCHES:
                walk.change(setting)
        review(terminal)
        save(terminal)
        terminal.until("Saved and in force.")
    after = file.read_text("utf-8")
    found = differences(before, after)
    assert {path: found.pop(path)[0] for path in DEFAULT} == dict.fromkeys(DEFAULT, "X")
    assert found == {path: case.stored for path, case in CASE_OF.items() if path in BY_PATH}
    assert comments(after) == comments(before)
