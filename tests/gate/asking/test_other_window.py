"""Where the client goes on reading the keys the dialog opens in a popup of a real tmux, or in a tab of aerc."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal
from tests.gate.member import Member

AERC = """#!/bin/sh
case "$1" in
-v) echo "aerc {version} (a stand-in)" ;;
:term\\ *) exec {opening} ;;
esac
"""
IN_A_TAB = 'tmux -S "$TABS" new-window "${1#:term }"'
"""As an aerc does that runs already: the command has a terminal of its own, and the call returns."""
HERE = "${1#:term } </dev/tty >/dev/tty 2>&1"
"""As an aerc does that finds no other to tell: it draws on the terminal that it was started on."""


class Desk:
    """A member's client in a window of tmux."""

    def __init__(self, member: Member, folder: Path) -> None:
        self.member = member
        self.socket = folder / "tmux"

    def start(self, client: str, *, tells_tmux: bool = True, aerc: str = "", opening: str = IN_A_TAB) -> Terminal:
        """The client, ready to send."""
        environ = dict(self.member.environ)
        if aerc:
            self._install(aerc, opening)
            environ |= {"PATH": f"{self.member.home / 'bin'}:{environ['PATH']}", "TABS": str(self.socket)}
        command = [sys.executable, "-m", "tests.gate.reader", client, str(self.member.home)]
        hidden = [] if tells_tmux else ["env", "-u", "TMUX"]
        tmux = ["-S", str(self.socket), "-f", "/dev/null", "new-session", *hidden, *command]
        terminal = Terminal([_tmux(), *tmux], environ, self.member.home, (80, 24))
        terminal.until("READY")
        terminal.send("s")
        return terminal

    def tmux(self, *arguments: str) -> None:
        """Tell the server something."""
        subprocess.run([_tmux(), "-S", str(self.socket), *arguments], check=True, timeout=20)

    def looks(self) -> tuple[str, str]:
        """The pane with its colours, which screen it is, and where the cursor stands."""
        return self.told("capture-pane", "-p", "-e"), self.told("display-message", "-p", SEEN)

    def told(self, *arguments: str) -> str:
        """What the server answers."""
        command = [_tmux(), "-S", str(self.socket), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=20).stdout

    def status(self, terminal: Terminal) -> int:
        """What sendmail came to."""
        path = self.member.home / "status"
        terminal.until_true(path.exists, "the end of sendmail")
        return int(path.read_text())

    def stolen(self) -> bytes:
        """Keys that the client took while the member was asked."""
        return (self.member.home / "stolen").read_bytes()

    def _install(self, version: str, opening: str) -> None:
        path = self.member.home / "bin" / "aerc"
        path.parent.mkdir()
        path.write_text(AERC.format(version=version, opening=opening))
        path.chmod(0o755)


def _tmux() -> str:
    found = shutil.which("tmux")
    assert found, "tmux is needed"
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as short:  # the name of a socket has at most 107 bytes
        made = Desk(Member(tmp_path), Path(short))
        yield made
        subprocess.run([_tmux(), "-S", str(made.socket), "kill-server"], check=False, capture_output=True, timeout=20)


PLACES = [
    pytest.param("alot", True, "", id="alot in tmux"),
    pytest.param("meli", True, "", id="meli in tmux"),
    pytest.param("aerc", True, "0.14.0", id="old aerc in tmux"),
    pytest.param("aerc", False, "0.15.0", id="tab of aerc"),
]


@pytest.mark.parametrize(("client", "tells_tmux", "aerc"), PLACES)
def test_the_member_answers_there_and_the_client_gets_none_of_the_keys(
    desk: Desk, client: str, tells_tmux: bool, aerc: str
) -> None:
    with desk.start(client, tells_tmux=tells_tmux, aerc=aerc) as terminal:
        terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
        terminal.mark("Send outside", "tab")
        terminal.press("enter")
        assert desk.status(terminal) == 0
        terminal.until("READY")
    assert [path.parent.parent.name for path in desk.member.mail] == ["lee@hanbit.example", "outside"]
    assert (desk.stolen(), desk.member.kept) == (b"", [])


def test_an_aerc_that_reaches_no_other_opens_nothing_on_the_terminal_of_the_client(desk: Desk) -> None:
    with desk.start("aerc", tells_tmux=False, aerc="0.15.0", opening=HERE) as terminal:
        assert desk.status(terminal) == 77
        assert "READY" in terminal.text
    assert (desk.member.mail, desk.member.kept) == ([], ["nobody_to_ask"])


def test_a_tab_of_aerc_bears_the_name_of_presend(desk: Desk) -> None:
    with desk.start("aerc", tells_tmux=False, aerc="0.15.0") as terminal:
        terminal.until("[>Go back<]")
        assert desk.told("display-message", "-p", "#{pane_title}") == "presend\n"


@pytest.mark.parametrize(("client", "tells_tmux", "aerc"), [PLACES[0], PLACES[3]])
def test_going_back_there_sends_nothing_and_keeps_the_message(
    desk: Desk, client: str, tells_tmux: bool, aerc: str
) -> None:
    with desk.start(client, tells_tmux=tells_tmux, aerc=aerc) as terminal:
        terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
        terminal.press("escape")
        assert desk.status(terminal) == 77
    assert (desk.member.mail, desk.member.kept, desk.stolen()) == ([], ["went_back"], b"")


def test_a_popup_that_is_closed_without_an_answer_is_going_back(desk: Desk) -> None:
    with desk.start("alot") as terminal:
        terminal.until("[>Go back<]")
        desk.tmux("display-popup", "-C")
        assert desk.status(terminal) == 77
    assert (desk.member.mail, desk.member.kept) == ([], ["went_back"])


@pytest.mark.parametrize(
    ("client", "aerc"), [("alot", ""), ("meli", ""), ("aerc", "0.14.0"), ("aerc", "of no number"), ("aerc", "")]
)
def test_without_such_a_place_nobody_is_asked_and_the_message_is_kept(desk: Desk, client: str, aerc: str) -> None:
    if not aerc:
        desk.member.environ["PATH"] = str(Path(_tmux()).parent)
    with desk.start(client, tells_tmux=False, aerc=aerc) as terminal:
        assert desk.status(terminal) == 77
        assert "READY" in terminal.text
    assert (desk.member.mail, desk.member.kept) == ([], ["nobody_to_ask"])


SEEN = "#{alternate_on} #{cursor_x} #{cursor_y}"


@pytest.mark.parametrize(
    ("screen", "client", "paused"),
    [("main", "s-nail", ""), ("alternate", "neomutt", ""), ("alternate", "mutt", ""), ("main", "alot", "1")],
)
def test_in_a_terminal_that_tells_none_of_its_modes_the_screen_comes_back_too(
    desk: Desk, screen: str, client: str, paused: str
) -> None:
    """The client's name tells whether it draws on the alternate screen; a mouse that it wants cannot be known of."""
    home = desk.member.home
    desk.member.environ["PRESEND_CLIENT_PAUSED"] = paused
    command = [sys.executable, "-m", "tests.gate.client", screen, "setsid", client, str(home)]
    tmux = ["-S", str(desk.socket), "-f", "/dev/null", "new-session", *command]
    with Terminal([_tmux(), *tmux], desk.member.environ, home, (80, 24)) as terminal:
        terminal.until("READY", "row 11")
        before = desk.looks()
        terminal.send("s")
        terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
        terminal.press("escape")
        terminal.until_true((home / "done").exists, "the end of presend")
        terminal.until_true(lambda: desk.looks() == before, "the screen as it was")
    assert before[1].startswith("0 " if screen == "main" else "1 ")
    assert desk.member.kept == ["went_back"]
