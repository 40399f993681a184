"""Each shell in a terminal, with the script loaded as the manual says: what TAB writes and shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.clients.client import require
from tests.clients.desk import Desk
from tests.clients.scene import desk_with_presend
from tests.end_to_end.terminal import Terminal

MAIL = "From: kim@hanbit.example\nTo: lee@other.example\nSubject: Offer: [1] 'now' $(x)\n\nHello\n"


@dataclass(frozen=True)
class Shell:
    """How a shell is started with presend's completion, and a bare prompt."""

    name: str
    place: str
    """The file that it reads at its start."""
    start: str
    """What stands in the file."""
    has_descriptions: bool = True
    tabs: str = "\t\t"
    """What shows all choices once what they have in common is written too."""


SHELLS = (
    Shell("bash", ".bashrc", "PS1='$ '\neval \"$(presend completion bash)\"\n", has_descriptions=False, tabs="\t\t\t"),
    Shell(
        "zsh",
        ".zshrc",
        "PS1='$ '\nautoload -Uz compinit && compinit -u -D\neval \"$(presend completion zsh)\"\n",
    ),
    Shell(
        "fish",
        ".config/fish/config.fish",
        "function fish_prompt; echo -n '$ '; end\nset -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n"
        "presend completion fish | source\n",
        tabs="\t",
    ),
)
FINISHED = {
    "presend pol": "presend policy",
    "presend policy matrix --format j": "presend policy matrix --format json",
    "presend outbox --policy x re": "presend outbox --policy x retry",
    "presend install aer": "presend install aerc",
    "presend doctor --js": "presend doctor --json",
    "presend admin my": r"presend admin my\ policy.toml",
}
each_shell = pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell.name)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A member's home with presend on the PATH, a file and a message that was not sent."""
    desk = desk_with_presend(tmp_path, port=25)
    desk.environ["PATH"] = f"{desk.program.parent}:{desk.environ['PATH']}"
    desk.write("my policy.toml", "")
    assert desk.alone([desk.program, "sendmail", "lee@other.example"], MAIL).status == 77
    return desk


@pytest.fixture
def terminal(desk: Desk, shell: Shell) -> Iterator[Terminal]:
    """The shell, at its prompt."""
    require(shell.name)
    desk.write(shell.place, shell.start)
    with desk.terminal(shell.name) as terminal:
        terminal.until_true(lambda: terminal.row.rstrip() == "$", "the prompt")
        yield terminal


@each_shell
def test_tab_finishes_the_word(terminal: Terminal) -> None:
    for typed, completed in FINISHED.items():
        terminal.send(f"{typed}\t")
        terminal.until_true(lambda: terminal.row.rstrip() == f"$ {completed}", completed)  # noqa: B023 - read at once
        terminal.press("ctrl+u")
        terminal.until_true(lambda: terminal.row.rstrip() == "$", "an empty line")


@each_shell
def test_tab_shows_verbs_and_what_they_do(terminal: Terminal, shell: Shell) -> None:
    terminal.send("presend d\t\t")
    terminal.until("demo", "doctor", "drafts")
    if shell.has_descriptions:
        terminal.until("look whether everything is set up")


@each_shell
@pytest.mark.parametrize("before", ["presend drafts finish ", "presend compose --draft "])
def test_tab_names_what_was_not_sent(terminal: Terminal, desk: Desk, before: str) -> None:
    identity = desk.presend("drafts", "list").split()[0]
    terminal.send(f"{before}{identity[:4]}\t")
    terminal.until_true(lambda: terminal.row.rstrip() == f"$ {before}{identity}", identity)


@each_shell
def test_tab_shows_every_id_of_what_was_not_sent(terminal: Terminal, desk: Desk, shell: Shell) -> None:
    assert desk.alone([desk.program, "sendmail", "lee@other.example"], MAIL.replace("Offer", "Second")).status == 77
    ends = [line.split()[0][-6:] for line in desk.presend("drafts", "list").splitlines()]
    terminal.send("presend drafts show ")
    terminal.until("presend drafts show")
    terminal.send(shell.tabs)
    terminal.until(*ends)
    if shell.has_descriptions:
        terminal.until("nobody to ask")


@each_shell
def test_without_presend_tab_writes_nothing_into_the_terminal(terminal: Terminal, desk: Desk) -> None:
    desk.program.unlink()
    shutil.rmtree(desk.home / ".data")
    terminal.send("presend drafts finish \tmore")
    terminal.until_true(lambda: terminal.row.rstrip() == "$ presend drafts finish more", "the line alone")
    assert [row for row in terminal.text.splitlines() if row.strip()] == [terminal.row]
