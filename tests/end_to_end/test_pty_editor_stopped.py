"""An editor that is stopped: under a shell presend stops with it, and where there is no shell the editor goes on."""

from __future__ import annotations

import os
import select
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from composer.terminal.process_tree import is_stopped
from tests.end_to_end.shell import Shell, shell_with_presend
from tests.end_to_end.terminal import PATIENCE
from tests.end_to_end.test_pty_editor import TYPED, composer_with, editor, kept, to_the_body

VIM = shutil.which("vim") or ""
NOTED = "(path.parent / 'runs').write_text(str(os.getpid()))"
STOPS = {
    "itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "itself as Ctrl+Z does": "os.kill(os.getpid(), signal.SIGTSTP)",
    "its group": "os.kill(0, signal.SIGSTOP)",
    "its group as Ctrl+Z does": "os.kill(0, signal.SIGTSTP)",
}
WAITS = "while not (path.parent / 'end').exists(): time.sleep(0.02)"
EDITED = "path.write_text('Edited')"


@contextmanager
def shell_with_editor(folder: Path, *code: str) -> Iterator[Shell]:
    """presend under bash, in a text, with a stand-in editor that runs."""
    lines = "\n".join((NOTED, *code))
    with in_a_text(folder, editor(folder, lines)) as shell:
        shell.terminal.press("ctrl+g")
        noted = folder / "tmp" / "runs"
        shell.terminal.until_true(lambda: noted.exists() and noted.read_text() != "", "the editor")
        yield shell


@contextmanager
def in_a_text(folder: Path, line: str) -> Iterator[Shell]:
    (folder / "tmp").mkdir()
    with shell_with_presend(folder, {"EDITOR": line, "TMPDIR": str(folder / "tmp")}) as shell:
        to_the_body(shell.terminal)
        yield shell


def pid_of_editor(folder: Path) -> int:
    return int((folder / "tmp" / "runs").read_text())


def end_of_wait(folder: Path) -> None:
    (folder / "tmp" / "end").touch()


def all_stopped(shell: Shell, folder: Path) -> None:
    """The shell has its terminal; presend and the editor are stopped."""
    shell.is_at_its_prompt()
    assert is_stopped(shell.pid)
    assert is_stopped(pid_of_editor(folder))
    shell.say("clear")
    shell.terminal.until("SHELL> ", gone="Stopped")


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_under_a_shell_the_whole_job_stops_and_fg_continues_both(stop: str, tmp_path: Path) -> None:
    with shell_with_editor(tmp_path, stop, stop, EDITED) as shell:
        for _time in range(2):
            all_stopped(shell, tmp_path)
            shell.say("fg")
        shell.terminal.until("Edited", "f1 Help", gone=TYPED)
        shell.terminal.send("!")
        shell.terminal.until("Edited!")


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_where_no_shell_could_continue_it_the_editor_goes_on_at_once(stop: str, tmp_path: Path) -> None:
    with composer_with(tmp_path, editor(tmp_path, f"{stop}\n{stop}\n{EDITED}")) as terminal:
        terminal.press("ctrl+g")
        terminal.until("Edited", "f1 Help", gone=TYPED)
        terminal.send("!")
        terminal.until("Edited!")


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_presend_that_is_stopped_beneath_its_editor_comes_back_to_it(number: signal.Signals, tmp_path: Path) -> None:
    with shell_with_editor(tmp_path, WAITS, EDITED) as shell:
        os.kill(shell.pid, number)
        shell.terminal.until("Stopped", "SHELL> ")
        assert is_stopped(pid_of_editor(tmp_path)) == (number == signal.SIGTSTP)
        shell.say("clear; fg")
        end_of_wait(tmp_path)
        shell.terminal.until("Edited", "f1 Help", gone=TYPED)


def test_a_signal_to_stop_means_nothing_where_no_shell_could_continue_presend(tmp_path: Path) -> None:
    with composer_with(tmp_path, editor(tmp_path, f"{NOTED}\n{WAITS}\n{EDITED}")) as terminal:
        terminal.signal(signal.SIGTSTP)
        terminal.send("!")
        terminal.until(f"{TYPED}!")
        terminal.press("ctrl+g")
        terminal.until_true((tmp_path / "tmp" / "runs").exists, "the editor")
        terminal.signal(signal.SIGTSTP)
        end_of_wait(tmp_path)
        terminal.until("Edited", "f1 Help", gone=TYPED)


def test_an_editor_that_ends_in_the_background_leaves_the_shell_its_terminal(tmp_path: Path) -> None:
    with shell_with_editor(tmp_path, STOPS["itself"], WAITS, EDITED) as shell:
        all_stopped(shell, tmp_path)
        shell.say("bg")
        end_of_wait(tmp_path)
        shell.say("wait; clear; echo $((6 * 7))")
        shell.terminal.until_true(lambda: "42" in shell.terminal.text.split(), "what the shell does")
        assert not shell.terminal.is_alternate
        shell.say("fg")
        shell.terminal.until("Edited", "f1 Help", gone=TYPED)


ENDS: dict[str, Callable[[Shell], None]] = {
    "SIGTERM": lambda shell: shell.say("kill %1"),
    "SIGHUP": lambda shell: shell.say("kill -HUP %1"),
    "a closed terminal": lambda shell: shell.terminal.hang_up(),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("stop", [STOPS["itself"], STOPS["its group as Ctrl+Z does"]], ids=["itself", "its group"])
def test_a_stopped_job_that_shall_end_ends_and_keeps_the_draft(
    stop: str, end: Callable[[Shell], None], tmp_path: Path
) -> None:
    with shell_with_editor(tmp_path, "path.write_text('In the editor')", stop, WAITS) as shell:
        all_stopped(shell, tmp_path)
        running = [os.pidfd_open(pid) for pid in (shell.pid, pid_of_editor(tmp_path))]
        end(shell)
        for one in running:
            assert select.select([one], [], [], PATIENCE)[0], "it never ended"
            os.close(one)
        shell.pid = 0
        assert [draft.body for draft in kept(tmp_path)] == ["In the editor"]


needs_vim = pytest.mark.skipif(not VIM, reason="needs vim")


@needs_vim
def test_ctrl_z_in_vim_is_the_shells(tmp_path: Path) -> None:
    with in_a_text(tmp_path, f"{VIM} -u NONE -N") as shell:
        shell.terminal.press("ctrl+g")
        for _time in range(2):
            shell.terminal.until("~", TYPED, gone="SHELL> ")
            shell.terminal.press("ctrl+z")
            shell.is_at_its_prompt()
            shell.say("clear; fg")
        shell.terminal.until("~", TYPED, gone="SHELL> ")
        shell.terminal.send("AEdited\x1b:wq\r")
        shell.terminal.until(f"{TYPED}Edited", "f1 Help")


@needs_vim
def test_ctrl_z_in_vim_without_a_shell_leaves_vim_where_it_is(tmp_path: Path) -> None:
    with composer_with(tmp_path, f"{VIM} -u NONE -N") as terminal:
        terminal.press("ctrl+g")
        terminal.until("~", TYPED)
        terminal.press("ctrl+z")
        terminal.send("AEdited\x1b:wq\r")
        terminal.until(f"{TYPED}Edited", "f1 Help")
