"""An administrator lays down a policy for the machine while a member is at work under one of their own."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from composer.storage.machine import own_login
from tests.end_to_end.terminal import Terminal, environ_of
from tests.end_to_end.test_pty_policy import POLICY, SETTINGS
from tests.end_to_end.written import OUTSIDER, write_to_an_outsider
from tests.machines import lay_down, machine_in
from tests.project import ROOT

LAX, STRICT = POLICY.format(enabled="false"), POLICY.format(enabled="true")
THEIRS = STRICT.replace("goes outside Hanbit Trading", "is judged by the machine")
MESSAGE = f"From: kim@hanbit.example\nTo: {OUTSIDER}\nSubject: Offer\n\nDear Park,\n"


OTHER_MEMBERS = '[[members]]\nlogin = "nobody-here"\naddresses = ["lee@hanbit.example"]\n'


class Desk:
    """A member's home and a machine's folder beside it."""

    def __init__(self, folder: Path) -> None:
        self.machine = machine_in(folder / "etc")
        self.home = folder / "home"
        self.own = self.home / ".config" / "presend" / "policy.toml"
        self.own.parent.mkdir(parents=True)
        self.own.write_text(LAX)
        (self.own.parent / "config.toml").write_text(SETTINGS)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "tests.machines", str(self.machine.folder), *words]

    def start(self) -> Terminal:
        return Terminal(self.command(), self.environ, self.home, (80, 24))

    @property
    def environ(self) -> dict[str, str]:
        return environ_of(self.home) | {"PYTHONPATH": str(ROOT)}

    def mail(self) -> list[Path]:
        return list(self.home.rglob("local/*/new/*"))

    def events(self) -> list[str]:
        files = list(self.home.rglob("audit.jsonl"))
        return [json.loads(line)["event"] for file in files for line in file.read_text().splitlines()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def terminal(desk: Desk) -> Iterator[Terminal]:
    """The composer with a message to the outside, for which no warning is due."""
    with desk.start() as running:
        write_to_an_outsider(running)
        yield running


def by_a_file(policy: Path) -> None:
    lay_down(policy, THEIRS)


def by_a_link(policy: Path) -> None:
    policy.symlink_to(lay_down(policy.with_name("theirs.toml"), THEIRS))


@pytest.mark.parametrize("appear", [by_a_file, by_a_link])
def test_a_composer_that_runs_already_is_held_to_it(
    desk: Desk, terminal: Terminal, appear: Callable[[Path], None]
) -> None:
    appear(desk.machine.policy)
    terminal.press("ctrl+s")
    terminal.until("This message is judged by the machine.", "[>Go back<]")
    terminal.press("enter")
    terminal.until("a warning will be shown", "The policy has changed.", gone="[>Go back<]")
    assert desk.mail() == []
    desk.machine.policy.unlink()
    terminal.until("no warning: it is switched off")


def test_one_that_nobody_can_read_sends_nothing(desk: Desk, terminal: Terminal) -> None:
    desk.machine.policy.symlink_to("nowhere")
    terminal.until("the policy is broken", "Cannot be sent")
    desk.machine.policy.unlink()
    lay_down(desk.machine.policy, THEIRS).chmod(0o666)
    terminal.until("the policy is broken", "Cannot be sent")
    desk.machine.policy.chmod(0o644)
    terminal.until("a warning will be shown")
    assert desk.mail() == []


def test_settings_that_say_who_the_member_is_after_the_start_send_nothing_until_the_next_start(
    desk: Desk, terminal: Terminal
) -> None:
    lay_down(desk.machine.settings, OTHER_MEMBERS)
    terminal.until("the policy is broken", "Cannot be sent")
    desk.machine.settings.unlink()
    terminal.until("no warning: it is switched off")
    assert (desk.events(), desk.mail()) == ([], [])


def test_a_message_that_waits_to_be_undone_comes_back(desk: Desk, terminal: Terminal) -> None:
    terminal.press("ctrl+s")
    terminal.until("You can still undo", "Send now")
    lay_down(desk.machine.policy, THEIRS)
    terminal.until("This message was not sent", "A warning is due now.")
    assert (desk.events(), desk.mail()) == (["accepted", "came_back"], [])


def test_the_first_attempt_looks_again_in_a_process_that_has_never_seen_another(desk: Desk, terminal: Terminal) -> None:
    terminal.press("ctrl+s")
    terminal.until("You can still undo")
    terminal.kill()
    (job,) = desk.home.rglob("outbox/queue/*/job.json")
    document = json.loads(job.read_text())
    document["held_until"] = document["created_at"]
    job.write_text(json.dumps(document))
    lay_down(desk.machine.policy, THEIRS)
    with Terminal(desk.command("outbox", "flush"), desk.environ, desk.home, (80, 24)) as flusher:
        flusher.ended()
    assert (desk.events(), desk.mail()) == (["accepted", "came_back"], [])


def test_a_gates_dialog_that_is_open_already_is_held_to_it(desk: Desk) -> None:
    desk.own.write_text(STRICT)
    (desk.home / "message").write_text(MESSAGE)
    gate = shlex.join(desk.command("sendmail", "-t"))
    with Terminal(
        ["/bin/sh", "-c", f"{gate} < message; echo STATUS $?; cat"], desk.environ, desk.home, (80, 24)
    ) as client:
        client.until("This message goes outside Hanbit Trading.", "[>Go back<]")
        lay_down(desk.machine.policy, THEIRS)
        client.until("This message is judged by the machine.")
        client.press("escape")
        client.until("STATUS 77")
    assert desk.mail() == []


@pytest.mark.skipif(not own_login(), reason="the machine has no name for whoever runs the tests")
def test_what_the_administrator_settled_is_said_in_the_composers_help(desk: Desk) -> None:
    lay_down(desk.machine.policy, THEIRS)
    members = f'[[members]]\nlogin = "{own_login()}"\naddresses = ["lee@hanbit.example"]\n'
    lay_down(desk.machine.settings, f"{members}[preferences]\nundo_seconds = 7\n")
    with desk.start() as running:
        running.until("lee@hanbit.example", "policy: Hanbit Trading", "f1 Help")
        running.press("f1")
        running.until("Set by your administrator: the addresses you write from")
        assert "kim@hanbit.example" not in running.text


def test_a_log_that_cannot_be_written_is_said_and_nothing_is_lost(desk: Desk, terminal: Terminal) -> None:
    log = desk.home / ".local" / "share" / "presend" / "audit.jsonl"
    log.mkdir(parents=True)
    terminal.press("ctrl+s")
    terminal.until("the audit log cannot be written", "Subject   Offer", "[>Close<]")
    assert desk.mail() == []
    log.rmdir()
    terminal.press("enter")
    terminal.until("Subject   Offer", gone="[>Close<]")
    terminal.press("ctrl+s")
    terminal.until("You can still undo")
