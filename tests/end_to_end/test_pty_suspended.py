"""Presend under a shell: it is suspended and comes back, whole; and it draws its screen again when asked to."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.shell import SIZE, Shell, shell_with_presend
from tests.end_to_end.terminal import PATIENCE, demonstration

REDRAW = {"Ctrl+F5": "\x1b[15;5~", "Alt+L": "\x1bl"}


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with shell_with_presend(tmp_path) as made:
        yield made


def by_palette(shell: Shell) -> None:
    shell.terminal.press("ctrl+p")
    shell.terminal.until("Type a part of what you want to do:")
    shell.terminal.send("suspend")
    shell.terminal.until("Suspend (back to the shell)", gone="Draw the screen")
    shell.terminal.press("enter")


def by_signal(shell: Shell) -> None:
    os.kill(shell.pid, signal.SIGTSTP)


WAYS: dict[str, Callable[[Shell], None]] = {"palette": by_palette, "signal": by_signal}


@pytest.mark.parametrize("suspend", WAYS.values(), ids=WAYS)
def test_suspended_the_shell_has_its_terminal_and_fg_brings_the_whole_screen_back(
    suspend: Callable[[Shell], None], shell: Shell
) -> None:
    terminal = shell.terminal
    before, modes = terminal.cells, terminal.state.modes
    for _time in range(2):
        suspend(shell)
        shell.is_at_its_prompt()
        shell.say("clear; fg")
        terminal.until_true(lambda: terminal.cells == before, "the whole screen")
        terminal.until_true(lambda: terminal.is_alternate and terminal.state.modes == modes, "the modes")
    terminal.send("-way")
    terminal.until("Subject   Half-way")
    terminal.press("ctrl+z")
    terminal.until("Subject", gone="Half-way\n")


def test_continued_in_the_background_it_leaves_the_terminal_alone_until_fg(shell: Shell) -> None:
    terminal, before = shell.terminal, shell.terminal.cells
    by_signal(shell)
    shell.is_at_its_prompt()
    shell.say("bg")
    shell.say("echo $((5 * 5))")
    terminal.until_true(lambda: "25" in terminal.text.split(), "what the shell does")
    shell.say("fg")
    terminal.until_true(lambda: terminal.cells == before, "the whole screen")
    terminal.send("!")
    terminal.until("Subject   Half!")


def test_stopped_without_a_word_it_draws_everything_again_when_it_goes_on(shell: Shell) -> None:
    terminal, before = shell.terminal, shell.terminal.cells
    os.kill(shell.pid, signal.SIGSTOP)
    terminal.until("SHELL> ")
    shell.say("reset 2>/dev/null; fg")
    terminal.until_true(lambda: terminal.cells == before and terminal.is_alternate, "the whole screen")
    terminal.send("!")
    terminal.until("Subject   Half!")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_suspended_presend_that_shall_end_ends_and_the_shell_says_so(number: signal.Signals, shell: Shell) -> None:
    by_signal(shell)
    shell.is_at_its_prompt()
    running = os.pidfd_open(shell.pid)
    os.kill(shell.pid, number)
    os.kill(shell.pid, signal.SIGCONT)
    assert select.select([running], [], [], PATIENCE)[0], "it never ended"
    os.close(running)
    shell.pid = 0


def test_a_suspended_presend_ends_when_its_window_is_closed(shell: Shell) -> None:
    by_signal(shell)
    shell.is_at_its_prompt()
    running = os.pidfd_open(shell.pid)
    shell.terminal.hang_up()
    assert select.select([running], [], [], PATIENCE)[0], "it never ended"
    os.close(running)
    shell.pid = 0


def test_without_a_shell_that_could_bring_it_back_presend_says_so_and_goes_on(tmp_path: Path) -> None:
    with demonstration(tmp_path, size=SIZE) as terminal:
        terminal.until("f1 Help")
        terminal.press("ctrl+p")
        terminal.until("Type a part of what you want to do:")
        terminal.send("suspend")
        terminal.until("Suspend (back to the shell)", gone="Draw the screen")
        terminal.press("enter")
        terminal.until("No shell waits behind presend", "[>Close<]")
        terminal.press("enter")
        terminal.until("f1 Help", gone="No shell waits")


@pytest.mark.parametrize("key", REDRAW.values(), ids=REDRAW)
def test_a_spoilt_screen_is_drawn_again_on_every_screen(key: str, tmp_path: Path) -> None:
    with demonstration(tmp_path, size=SIZE) as terminal:
        terminal.until("f1 Help")
        terminal.focus("Subject", "tab")
        terminal.send("Half")
        terminal.until("Subject   Half", "saved")
        terminal.draw_again(key, "Subject   Half", "f1 Help")
        for opening, words in (("f1", "What Send will do"), ("f3", "[ Resume ]"), ("ctrl+q", "Keep this message")):
            terminal.press(opening)
            terminal.until(words)
            terminal.draw_again(key, words)
            terminal.press("escape")
            terminal.until("Subject   Half", "f1 Help", gone=words)
        terminal.send("\x1b[17~")
        terminal.until("Mail Security")
        terminal.draw_again(key, "Mail Security")
