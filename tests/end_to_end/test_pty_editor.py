"""The member's own editor in a real terminal: whatever it is and does, a sentence is said and the terminal lives."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from composer.clock import SystemClock
from composer.message.composition import Composition
from composer.storage.drafts.folder import Drafts
from tests.end_to_end.terminal import PATIENCE, Terminal, demonstration

TYPED = "First line"


@contextmanager
def composer_with(folder: Path, line: str, variable: str = "EDITOR") -> Iterator[Terminal]:
    """A composer with a text, under a member who has set an editor; its temporary files lie in ``folder / tmp``."""
    (folder / "tmp").mkdir()
    environ = {variable: line, "TMPDIR": str(folder / "tmp")}
    with demonstration(folder, environ=environ, size=(100, 30)) as terminal:
        terminal.until("From", "To", "Subject", "f1 Help")
        terminal.focus("Subject", "tab")
        terminal.send("Half written")
        terminal.until("Half written")
        to_the_body(terminal)
        yield terminal


def to_the_body(terminal: Terminal) -> None:
    """By a click on its first row, below the rule."""
    row = next(at for at, text in enumerate(terminal.text.splitlines()) if text.startswith("───")) + 2
    terminal.send(f"\x1b[<0;1;{row}M\x1b[<0;1;{row}m")
    terminal.until_true(lambda: terminal.cursor[0] == row - 1, "the cursor in the body")
    terminal.send(TYPED)
    terminal.until(TYPED)


def editor(folder: Path, code: str) -> str:
    """The command line of a stand-in editor: Python code in which ``path`` is the file."""
    script = folder / "editor.py"
    script.write_text(f"import os, signal, sys, time\nfrom pathlib import Path\npath = Path(sys.argv[1])\n{code}\n")
    return f"'{sys.executable}' -I '{script}'"


def lives(terminal: Terminal) -> None:
    """The terminal takes keys, and the text is as it was."""
    terminal.until("[>Close<]")
    terminal.press("enter")
    terminal.until(TYPED, "f1 Help", gone="[>Close<]")
    terminal.until_true(lambda: terminal.row.startswith(TYPED), "the cursor in the text")
    terminal.send("!")
    terminal.until(f"{TYPED}!")
    assert terminal.is_alternate


def is_said(terminal: Terminal, words: str) -> bool:
    """Whether a dialog says it, in lines of any length."""
    return words in " ".join(terminal.text.split())


def left_in(folder: Path) -> list[bytes]:
    """What editors wrote that presend did not take."""
    return [path.read_bytes() for path in (folder / "tmp").glob("presend-*.txt")]


NO_EDITORS = {
    "no such program": ("nosuchprog", "nosuchprog cannot be started: there is no such program."),
    "a folder": ("/tmp", "/tmp cannot be started: it is not a program that you may run."),
    "an open quote": ("vim -c 'set", "EDITOR is vim -c 'set, which is not a command line"),
    "blanks": (" ", "EDITOR names no editor."),
    "empty quotes": ("''", "EDITOR names no editor."),
    "a device": ("/dev/null", "/dev/null cannot be started"),
}


@pytest.mark.parametrize(("line", "words"), NO_EDITORS.values(), ids=NO_EDITORS)
def test_a_command_that_is_no_editor_is_named_and_nothing_else_happens(line: str, words: str, tmp_path: Path) -> None:
    with composer_with(tmp_path, line) as terminal:
        terminal.press("ctrl+g")
        terminal.until_true(lambda: is_said(terminal, words), words)
        lives(terminal)
        assert left_in(tmp_path) == []


BAD_ENDS = {
    "fails": ("sys.exit(3)", "ended with 3", []),
    "is killed": ("os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL", []),
    "fails after writing": ("path.write_text('mine'); sys.exit(1)", "ended with 1", [b"mine"]),
    "deletes the file": ("path.unlink()", "left no file", []),
    "writes Latin-1": ("path.write_bytes(b'ok\\ngr\\xfc\\xdfe\\n')", "UTF-8 text in line 2", [b"ok\ngr\xfc\xdfe\n"]),
    "writes a NUL": ("path.write_bytes(b'a\\n\\n\\0b')", "a NUL character in line 3", [b"a\n\n\0b"]),
    "writes a huge file": ("path.write_bytes(b'x\\n' * 3_000_000)", "larger than 5", [b"x\n" * 3_000_000]),
    "writes a huge line": ("path.write_bytes(b'x' * 20_000)", "a line of more than 10,000", [b"x" * 20_000]),
    "puts a pipe there": ("path.unlink(); os.mkfifo(path)", "cannot be read: not a regular", None),
    "spoils the terminal": ("os.system('stty -echo raw'); print('\\033[?1049l\\033[5;9r\\033(0'); sys.exit(3)",
                            "ended with 3", []),
}  # fmt: skip


@pytest.mark.parametrize(("code", "words", "left"), BAD_ENDS.values(), ids=BAD_ENDS)
def test_what_an_editor_does_wrong_is_said_and_the_text_is_as_it_was(
    code: str, words: str, left: list[bytes] | None, tmp_path: Path
) -> None:
    with composer_with(tmp_path, editor(tmp_path, code)) as terminal:
        terminal.press("ctrl+g")
        terminal.until_true(lambda: is_said(terminal, words), words)
        terminal.until_true(lambda: is_said(terminal, "The text is as it was"), "what became of the text")
        lives(terminal)
        if left is not None:
            assert left_in(tmp_path) == left
        terminal.press("ctrl+q")
        terminal.until("Keep this message as a draft?")
        terminal.press("enter")
        assert terminal.ended() == 0
        assert terminal.state == terminal.fresh


GOOD_ENDS = {
    "writes": "path.write_text('Edited: \\u00fc \\ud55c')",
    "replaces the file": "new = path.with_name('new'); new.write_text('Edited: \\u00fc \\ud55c'); new.rename(path)",
    "writes a mark of the byte order": "path.write_bytes('\\ufeffEdited: \\u00fc \\ud55c\\r\\n'.encode())",
}


@pytest.mark.parametrize("code", GOOD_ENDS.values(), ids=GOOD_ENDS)
def test_what_an_editor_writes_is_the_text_and_ctrl_z_takes_it_back(code: str, tmp_path: Path) -> None:
    with composer_with(tmp_path, editor(tmp_path, code), "VISUAL") as terminal:
        terminal.press("ctrl+g")
        terminal.until("Edited: ü 한", "f1 Help", gone=TYPED)
        assert left_in(tmp_path) == []
        terminal.press("ctrl+z")
        terminal.until(TYPED, gone="Edited")


WAITS = {
    "waits": "(path.parent / 'runs').write_text(str(os.getpid())); time.sleep(3600)",
    "hears nothing": "for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):\n"
    "    signal.signal(number, signal.SIG_IGN)\n"
    "(path.parent / 'runs').write_text(str(os.getpid()))\nwhile True: time.sleep(3600)",
    "has a child": "child = os.fork()\n"
    "if child == 0: time.sleep(3600)\n"
    "(path.parent / 'runs').write_text(f'{os.getpid()} {child}')\ntime.sleep(3600)",
}
ENDS: dict[str, Callable[[Terminal], None]] = {
    "SIGTERM": lambda terminal: terminal.signal(signal.SIGTERM),
    "SIGHUP": lambda terminal: terminal.signal(signal.SIGHUP),
    "a closed terminal": lambda terminal: terminal.hang_up(),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("code", WAITS.values(), ids=WAITS)
def test_presend_that_shall_end_while_the_editor_runs_ends_it_and_keeps_the_draft(
    code: str, end: Callable[[Terminal], None], tmp_path: Path
) -> None:
    with composer_with(tmp_path, editor(tmp_path, f"path.write_text('In the editor')\n{code}")) as terminal:
        terminal.press("ctrl+g")
        noted = tmp_path / "tmp" / "runs"
        terminal.until_true(lambda: noted.exists() and noted.read_text() != "", "the editor")
        running = [os.pidfd_open(pid) for pid in (terminal.pid, *map(int, noted.read_text().split()))]
        end(terminal)
        for one in running:
            assert select.select([one], [], [], PATIENCE)[0], "it never ended"
            os.close(one)
        assert [draft.body for draft in kept(tmp_path)] == ["In the editor"]


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_presend_that_shall_end_ends_and_keeps_the_draft(end: Callable[[Terminal], None], tmp_path: Path) -> None:
    with composer_with(tmp_path, "true") as terminal:
        running = os.pidfd_open(terminal.pid)
        end(terminal)
        assert select.select([running], [], [], PATIENCE)[0], "it never ended"
        os.close(running)
        assert [draft.body.split("\n")[0] for draft in kept(tmp_path)] == [TYPED]


def test_presend_ends_by_sigterm_while_its_terminal_takes_nothing(tmp_path: Path) -> None:
    """Nobody reads what it writes, as behind a line that hangs."""
    with composer_with(tmp_path, "true") as terminal:
        running = os.pidfd_open(terminal.pid)
        terminal.send("\x1b[15;5~" * 60)
        terminal.signal(signal.SIGTERM)
        assert select.select([running], [], [], PATIENCE)[0], "it never ended"
        os.close(running)
        assert [draft.body.split("\n")[0] for draft in kept(tmp_path)] == [TYPED]


def kept(folder: Path) -> list[Composition]:
    """The drafts that the demonstration did not bring along."""
    drafts = Drafts(folder / "demonstration" / "drafts", SystemClock())
    return [draft.composition for draft in drafts.list() if not draft.id.startswith("demo-")]
