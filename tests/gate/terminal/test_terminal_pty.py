"""A program whose client hides the terminal from it asks there all the same, and gives everything back."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.terminal import PATIENCE, Terminal, environ_of
from tests.gate.client import BLOCKED
from tests.gate.member import Member
from tests.gate.reader import RECIPIENTS

SCREENS = ["main", "alternate"]
WAYS = ["setsid", "closed", "plain", "background"]


class Client:
    """The client in its terminal, and what its program left."""

    def __init__(
        self, folder: Path, screen: str, way: str, name: str = "", environ: dict[str, str] | None = None
    ) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "tests.gate.client", screen, way, name, str(folder)]
        self.terminal = Terminal(command, environ_of(folder) | (environ or {}), folder, (80, 24))
        self.terminal.until("READY", "row 11")
        self.looks, self.settings = self.terminal.looks, self.terminal.settings

    def dialog(self) -> Terminal:
        """Start the program and wait for its dialog."""
        self.terminal.send("s")
        self.terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
        return self.terminal

    def result(self) -> Any:
        """What the program tells after it has ended."""
        self.terminal.until_true((self.folder / "done").exists, "the end of the program")
        return json.loads((self.folder / "result").read_text())

    @property
    def pid(self) -> int:
        """Of the program."""
        return int((self.folder / "pid").read_text())

    def is_as_before(self) -> None:
        """Every cell, the cursor, the modes and the line settings."""
        self.terminal.until_true(lambda: self.terminal.looks == self.looks, "the screen as it was")
        assert self.terminal.settings == self.settings


@pytest.fixture
def client(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Client]:
    made = Client(tmp_path, *request.param)
    with made.terminal:
        yield made


def clients(*of: tuple[str, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("client", of, indirect=True, ids=["-".join(one) for one in of])


@clients(*[(screen, way) for screen in SCREENS for way in WAYS])
def test_the_dialog_opens_on_the_clients_terminal_and_going_back_leaves_it_as_it_was(client: Client) -> None:
    terminal = client.dialog()
    assert "From: kim@hanbit.example, through smtp.hanbit.example" in terminal.text
    terminal.press("enter")
    assert client.result()["answer"] == "back"
    client.is_as_before()


@pytest.mark.parametrize("key", ["\x1b[15;5~", "\x1bl"], ids=["Ctrl+F5", "Alt+L"])
@clients(*[(screen, "setsid") for screen in SCREENS])
def test_a_spoilt_dialog_is_drawn_again_by_a_key_and_the_client_has_its_screen_afterwards(
    client: Client, key: str
) -> None:
    terminal = client.dialog()
    terminal.draw_again(key, "This message goes outside Hanbit Trading.", "[>Go back<]")
    terminal.press("enter")
    assert client.result()["answer"] == "back"


@clients(*[(screen, "setsid") for screen in SCREENS])
def test_send_is_answered_and_leaves_it_as_it_was(client: Client) -> None:
    terminal = client.dialog()
    terminal.mark("Send outside", "tab")
    terminal.press("enter")
    assert client.result()["answer"] == "send"
    client.is_as_before()


@clients(*[("main", way) for way in ("setsid", "closed", "plain")])
def test_descriptors_signals_and_variables_are_given_back(client: Client) -> None:
    client.dialog().press("escape")
    result = client.result()
    assert result["columns"] == "13"
    assert result["standard"] == [False, False, False]
    assert set(map(int, BLOCKED)) <= set(result["blocked"])


@pytest.mark.parametrize(
    ("client", "way"),
    [(("main", "plain"), "own"), (("main", "setsid"), "ancestor")],
    indirect=["client"],
    ids=["own", "ancestor"],
)
def test_how_the_terminal_was_found_is_told(client: Client, way: str) -> None:
    client.dialog().press("escape")
    assert client.result()["way"] == way


@clients(("main", "closed"))
def test_closed_descriptors_are_closed_again(client: Client) -> None:
    client.dialog().press("escape")
    assert client.result()["closed"] == [1, 2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
@clients(*[(screen, way) for screen in SCREENS for way in ("setsid", "plain")])
def test_a_signal_is_going_back_and_leaves_it_as_it_was(client: Client, number: signal.Signals) -> None:
    client.dialog()
    os.kill(client.pid, number)
    assert client.result()["answer"] == "back"
    client.is_as_before()


@pytest.mark.parametrize("at", ["socket.__new__", "import=textual.layouts.factory"])
@clients(("main", "setsid"), ("alternate", "plain"))
def test_a_signal_while_the_dialog_opens_is_going_back_and_leaves_it_as_it_was(client: Client, at: str) -> None:
    """Before the first frame, and while the warning is made."""
    interrupt = client.folder / "interrupt"
    interrupt.write_text(f"{int(signal.SIGTERM)} {at}")
    client.terminal.send("s")
    assert client.result()["answer"] == "back"
    assert not interrupt.exists()
    client.is_as_before()


@clients(*[(screen, "setsid") for screen in SCREENS])
def test_ctrl_c_is_going_back_and_leaves_it_as_it_was(client: Client) -> None:
    client.dialog().press("ctrl+c")
    assert client.result()["answer"] == "back"
    client.is_as_before()


@clients(("main", "setsid"), ("main", "plain"))
def test_the_dialog_follows_the_size_of_the_window_although_no_event_may_come(client: Client) -> None:
    terminal = client.dialog()
    before = terminal.text.splitlines()[0]
    terminal.resize(60, 24)
    terminal.until_true(
        lambda: terminal.text.splitlines()[0].rstrip().endswith("╗") and len(before) == 80, "60 columns"
    )
    terminal.press("enter")
    assert client.result()["answer"] == "back"


@clients(("main", "setsid"))
def test_keys_typed_for_the_client_do_not_answer_and_keys_after_the_answer_do_not_reach_it(client: Client) -> None:
    client.terminal.send("s\t\r\t\r\t\r")
    client.terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
    client.terminal.press("escape")
    assert client.result()["answer"] == "back"
    client.is_as_before()
    client.terminal.send("q")
    client.terminal.ended()
    assert (client.folder / "keys").read_bytes() == b"q"


def test_a_window_that_is_closed_ends_the_dialog_although_no_signal_comes_from_another_session(tmp_path: Path) -> None:
    client = Client(tmp_path, "main", "setsid")
    with client.terminal:
        client.dialog()
        program = os.pidfd_open(client.pid)
    assert select.select([program], [], [], PATIENCE)[0] == [program]
    os.close(program)
    assert json.loads((tmp_path / "result").read_text())["answer"] == "back"


# presend itself


def sending(member: Member, *, shell: bool = False, way: str = "setsid") -> Terminal:
    """A client in its terminal, perhaps under a shell that stays, about to hand its message to presend."""
    command = [sys.executable, "-m", "tests.gate.client", "main", way, "", str(member.home)]
    under = ["/bin/sh", "-c", '"$@"; read stay', "sh"] if shell else []
    terminal = Terminal([*under, *command], member.environ, member.home, (80, 24))
    terminal.until("READY", "row 11")
    return terminal


@pytest.mark.parametrize("way", ["setsid", "closed", "plain"])
@pytest.mark.parametrize(
    ("keys", "status", "mail", "kept"),
    [(["enter"], "77", [], ["went_back"]), (["tab", "enter"], "0", ["lee@hanbit.example", "outside"], [])],
    ids=["back", "send"],
)
def test_presend_sends_what_the_member_agrees_to_and_keeps_what_not(
    tmp_path: Path, way: str, keys: list[str], status: str, mail: list[str], kept: list[str]
) -> None:
    member = Member(tmp_path)
    with sending(member, way=way) as terminal:
        before = terminal.looks
        terminal.send("s")
        terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
        for key in keys:
            terminal.mark("Send outside", key) if key == "tab" else terminal.press(key)
        terminal.until_true((tmp_path / "done").exists, "the end of presend")
        terminal.until_true(lambda: terminal.looks == before, "the screen as it was")
    assert (tmp_path / "status").read_text() == status
    assert ([path.parent.parent.name for path in member.mail], member.kept) == (mail, kept)


def test_where_the_client_waits_no_more_the_dialog_leaves_the_terminal_and_keeps_the_message(tmp_path: Path) -> None:
    member = Member(tmp_path)
    with sending(member, shell=True) as terminal:
        terminal.send("s")
        terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
        os.kill(int((tmp_path / "client").read_text()), signal.SIGKILL)
        terminal.until_true(lambda: member.kept == ["went_back"], "the message among the kept ones")
        terminal.until("READY", gone="[>Go back<]")
    assert member.mail == []


def test_killed_while_the_dialog_is_open_the_message_is_kept_and_can_be_finished(tmp_path: Path) -> None:
    member = Member(tmp_path)
    with sending(member) as terminal:
        terminal.send("s")
        terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
        assert member.kept == ["interrupted"]
        client = (tmp_path / "client").read_text()
        (gate,) = Path(f"/proc/{client}/task/{client}/children").read_text().split()
        os.kill(int(gate), signal.SIGKILL)
        terminal.until_true((tmp_path / "done").exists, "the end of presend")
    assert (member.kept, member.mail) == (["interrupted"], [])
    (kept,) = tmp_path.rglob("kept/*/kept.json")
    command = [sys.executable, "-m", "composer", "drafts", "finish", kept.parent.name]
    with Terminal(command, member.environ, tmp_path, (80, 24)) as terminal:
        terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
        terminal.mark("Send outside", "tab")
        terminal.press("enter")
        terminal.until_true(lambda: member.kept == [], "the end of the kept message")
        terminal.ended()
    assert [path.parent.parent.name for path in member.mail] == ["lee@hanbit.example", "outside"]


def test_without_any_terminal_above_nothing_is_sent_and_the_message_is_kept(tmp_path: Path) -> None:
    """As with cron, or with ``sendmail_wait`` below 0: whoever started it is gone."""
    member = Member(tmp_path)
    command = [sys.executable, "-m", "composer", "sendmail", "--", *RECIPIENTS]
    orphan = '(setsid "$@" <message >said 2>&1; echo $? >status.new; mv status.new status) & '
    subprocess.run(["/bin/sh", "-c", orphan, "sh", *command], check=True, cwd=tmp_path, env=member.environ)
    with Terminal(["/bin/cat"], member.environ, tmp_path, (80, 24)) as other:
        other.until_true((tmp_path / "status").exists, "the end of presend")
    assert (tmp_path / "status").read_text() == "77\n"
    assert (member.mail, member.kept) == ([], ["nobody_to_ask"])
    assert "no terminal" in (tmp_path / "said").read_text()


@clients(*[("main", "setsid", name) for name in ("aerc", "alot", "meli")])
def test_where_the_client_goes_on_reading_nobody_is_asked(client: Client) -> None:
    client.terminal.send("s")
    assert client.result()["answer"] == "nobody"
    client.is_as_before()


def test_a_client_that_says_that_it_is_paused_is_no_rival_for_the_keys(tmp_path: Path) -> None:
    client = Client(tmp_path, "main", "plain", "alot", {"PRESEND_CLIENT_PAUSED": "1"})
    with client.terminal as terminal:
        client.dialog()
        terminal.press("escape")
        assert client.result()["client"] == "alot"
        client.is_as_before()


class Babbling(Terminal):
    """A terminal whose every answer has thousands of digits."""

    def send(self, text: str) -> None:
        """Keys as they are, answers far too long."""
        super().send(re.sub(r"\A(\x1b\[\??)\d+(;\d+(?:R|\$y))\Z", rf"\g<1>{'9' * 5_000}\g<2>", text))


def test_a_terminal_that_answers_with_thousands_of_digits_can_be_asked_on(tmp_path: Path) -> None:
    member = Member(tmp_path)
    command = ["/bin/sh", "-c", '"$0" -m composer sendmail -- "$@" < message; echo "ENDED $?"; read line']
    with Babbling([*command, sys.executable, *RECIPIENTS], member.environ, tmp_path, (80, 24)) as terminal:
        terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
        terminal.press("enter")  # Escape would begin another answer where one comes late
        terminal.until("ENDED 77")
    assert (member.mail, member.kept) == ([], ["went_back"])
