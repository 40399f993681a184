"""``presend admin FILE`` in a terminal of its own: changed by keyboard, saved, and the file never half written."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from composer.demo.policy_source import shipped_text
from tests.end_to_end.terminal import Terminal, environ_of
from tests.screens.admin.support import comments, differences

IMPORT = ("mail_security", "external_import")
APPLY = ("mail_security", "outgoing_warning", "apply")
NAME = ("company", "name")


def admin(folder: Path, *named: str, size: tuple[int, int] = (80, 24), lang: str = "C.UTF-8") -> Terminal:
    """The page as an administrator starts it."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    environ = environ_of(home) | {"LANG": lang}
    return Terminal([sys.executable, "-m", "composer", "admin", *named], environ, home, size)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(shipped_text(), encoding="utf-8")
    return path


@pytest.fixture
def terminal(tmp_path: Path, file: Path) -> Iterator[Terminal]:
    with admin(tmp_path, str(file)) as running:
        running.until("Mail Security: Hanbit Trading", "Import external email", "[>Edit<]")
        yield running


def deny_import(terminal: Terminal) -> None:
    """The first row, chosen with the arrows."""
    terminal.mark("(*) Allow", "enter")
    terminal.mark("(*) Do not allow", "down")
    terminal.press("enter")
    terminal.until("Allow -> Do not allow", "Save 1 change", gone="(*) Do not allow")


def review(terminal: Terminal) -> None:
    """Ctrl+S, until the review can be answered."""
    terminal.press("ctrl+s")
    terminal.until("Save these changes?", "[>Go back<]")


def save(terminal: Terminal) -> None:
    """Save from the review."""
    terminal.press("tab")
    terminal.until("[>Save<]")
    terminal.press("enter")


def test_each_kind_of_control_is_changed_by_keyboard_and_the_file_holds_exactly_that(
    terminal: Terminal, file: Path
) -> None:
    before = file.read_text("utf-8")
    deny_import(terminal)
    terminal.press(*["down"] * 5)
    terminal.until_true(lambda: "[>Edit<]" in row_with(terminal, "When the warning is shown"), "the condition's row")
    terminal.mark("(*) Always apply", "enter")
    terminal.mark("(*) Apply conditionally", "down")
    terminal.press("enter")
    terminal.until("only if attachments are included", "Save 2 changes", gone="(*) Apply conditionally")
    terminal.press(*["down"] * 13)
    terminal.until_true(lambda: "[>Edit<]" in row_with(terminal, "Company name"), "the company's row")
    terminal.press("enter")
    terminal.until("| Hanbit Trading")
    terminal.send("!")
    terminal.until("Hanbit Trading -> Hanbit Trading!")
    terminal.press("enter")
    review(terminal)
    assert file.read_text("utf-8") == before
    save(terminal)
    terminal.until("Saved and in force.")
    after = file.read_text("utf-8")
    assert differences(before, after) == {IMPORT: "deny", APPLY: "attachments", NAME: "Hanbit Trading!"}
    assert comments(after) == comments(before)
    terminal.press("ctrl+q")
    assert terminal.ended() == 0


def row_with(terminal: Terminal, label: str) -> str:
    """The row of the screen with a label; empty where it is out of sight."""
    return next((line for line in terminal.text.splitlines() if label in line), "")


def test_a_file_that_was_written_meanwhile_is_a_conflict_that_shows_both_sides(terminal: Terminal, file: Path) -> None:
    deny_import(terminal)
    review(terminal)
    theirs = file.read_text("utf-8").replace('backup = "on"', 'backup = "off"')
    file.write_text(theirs, encoding="utf-8")
    save(terminal)
    terminal.until("Somebody else saved this policy", "They changed:", "You want to change:", "[>Go back<]")
    terminal.until("Mail backup / Save to PC: off instead of on.", "Import external email")
    terminal.press("enter")
    terminal.until("Your changes are still here", "Allow -> Do not allow")
    assert file.read_text("utf-8") == theirs
    review(terminal)
    save(terminal)
    terminal.until("They changed:", "[>Go back<]")
    terminal.press("tab")
    terminal.until("[>Keep mine on top of theirs<]")
    terminal.press("enter")
    terminal.until("Save these changes?", "[>Go back<]")
    save(terminal)
    terminal.until("Saved and in force.")
    assert differences(theirs, file.read_text("utf-8")) == {IMPORT: "deny"}


def test_a_read_only_file_is_told_and_what_was_chosen_stays(terminal: Terminal, file: Path) -> None:
    before = file.read_text("utf-8")
    file.chmod(0o444)
    deny_import(terminal)
    review(terminal)
    save(terminal)
    terminal.until("Allow -> Do not allow", "Save 1 change")
    terminal.until_true(lambda: "read-only; nothing was saved" in " ".join(terminal.text.split()), "why")
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize("in_review", [False, True])
def test_a_request_to_end_leaves_the_file_as_it_was(terminal: Terminal, file: Path, in_review: bool) -> None:
    before = file.read_bytes()
    deny_import(terminal)
    if in_review:
        review(terminal)
    terminal.signal(signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    assert file.read_bytes() == before


def test_ctrl_c_ends_nothing_and_changes_nothing(terminal: Terminal, file: Path) -> None:
    before = file.read_bytes()
    deny_import(terminal)
    terminal.press("ctrl+c")
    terminal.press("f1")
    terminal.until("How this page is used")
    terminal.press("escape")
    terminal.until("Allow -> Do not allow", gone="How this page is used")
    assert file.read_bytes() == before


def test_the_language_switches_in_place(terminal: Terminal) -> None:
    deny_import(terminal)
    terminal.press("ctrl+l")
    terminal.until("메일 보안: Hanbit", gone="Mail Security:")
    terminal.press("ctrl+l")
    terminal.until("メールセキュリティ")


def test_a_policy_with_faults_is_not_opened_and_every_fault_is_named(tmp_path: Path, file: Path) -> None:
    file.write_text('schema = 1\n[company]\ndomains = ["no domain"]\nnmae = "x"\n', encoding="utf-8")
    with admin(tmp_path, str(file), size=(120, 24)) as running:
        assert running.ended() == 78
        said = running.text.replace("\n", "")  # a long path wraps a line anywhere
        assert "nmae" in said
        assert "no domain" in said


def test_a_file_that_is_not_there_is_an_error_that_says_how_to_begin(tmp_path: Path) -> None:
    with admin(tmp_path, str(tmp_path / "none.toml"), size=(200, 10)) as running:
        assert running.ended() == 66
        said = running.text.replace("\n", "")
        assert "none.toml" in said
        assert "schema = 1" in said
    assert not (tmp_path / "none.toml").exists()


def test_without_a_policy_anywhere_the_page_names_the_file_to_write(tmp_path: Path) -> None:
    with admin(tmp_path, size=(200, 10)) as running:
        assert running.ended() == 78
        assert "policy.toml" in running.text


def test_the_policy_in_force_is_opened_when_none_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "home" / ".config" / "presend"
    folder.mkdir(parents=True)
    (folder / "policy.toml").write_text(shipped_text(), encoding="utf-8")
    with admin(tmp_path) as running:
        running.until("Mail Security: Hanbit Trading")
        running.press("ctrl+q")
        assert running.ended() == 0
