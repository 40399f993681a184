"""An administrator replaces the policy file while a member writes: a process of its own, in a terminal of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal, environ_of
from tests.end_to_end.written import OUTSIDER, write_to_an_outsider

POLICY = """schema = 1
[company]
name = "Hanbit Trading"
domains = ["hanbit.example"]
[mail_security.outgoing_warning]
enabled = {enabled}
[mail_security.outgoing_warning.pc]
default = "This message goes outside Hanbit Trading."
"""
SETTINGS = """language = "en"
[[identities]]
address = "kim@hanbit.example"
[transport]
kind = "local"
[preferences]
undo_seconds = 600
"""


class Machine:
    """A member's home with settings and a policy beside them."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.policy = self.home / ".config" / "presend" / "policy.toml"
        self.policy.parent.mkdir(parents=True)
        (self.policy.parent / "config.toml").write_text(SETTINGS)
        self.replace(POLICY.format(enabled="false"))

    def replace(self, text: str) -> None:
        """As an editor or a package does it: another file under the same name."""
        fresh = self.policy.with_name("fresh")
        fresh.write_text(text)
        fresh.replace(self.policy)

    def start(self) -> Terminal:
        """presend as the member starts it."""
        return Terminal([sys.executable, "-m", "composer"], environ_of(self.home), self.home, (80, 24))

    def audit(self) -> list[str]:
        """The events in the audit log, in order."""
        (path,) = self.home.rglob("audit.jsonl")
        return [json.loads(line)["event"] for line in path.read_text().splitlines()]

    def mail(self) -> list[Path]:
        """What has arrived anywhere."""
        return list(self.home.rglob("mail/*/new/*"))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def terminal(machine: Machine) -> Iterator[Terminal]:
    """The composer with a message to the outside, for which no warning is due."""
    with machine.start() as running:
        write_to_an_outsider(running)
        yield running


def test_the_composer_says_what_changed_and_the_warning_comes(machine: Machine, terminal: Terminal) -> None:
    machine.replace(POLICY.format(enabled="true"))
    terminal.until("The policy has changed.", "a warning will be shown")
    terminal.press("ctrl+s")
    terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
    assert machine.mail() == []


def test_a_broken_policy_is_said_and_its_mending_too(machine: Machine, terminal: Terminal) -> None:
    machine.replace("schema = 1\n")
    terminal.until("the policy is broken", "Cannot be sent", "the policy cannot be used, and nothing is sent")
    terminal.press("ctrl+s")
    terminal.until("[>Close<]")
    terminal.press("enter")
    terminal.until("Subject   Offer", gone="[>Close<]")
    machine.replace(POLICY.format(enabled="false"))
    terminal.until("policy: Hanbit Trading", "no warning: it is switched off")
    assert machine.mail() == []


def test_a_held_message_comes_back_when_it_now_needs_a_warning(machine: Machine, terminal: Terminal) -> None:
    terminal.press("ctrl+s")
    terminal.until("You can still undo", "Send now")
    machine.replace(POLICY.format(enabled="true"))
    terminal.until("This message was not sent", "A warning is due now.", "[>Close<]")
    terminal.press("enter")
    terminal.until(f"To        {OUTSIDER}", "Subject   Offer", "a warning will be shown", gone="[>Close<]")
    assert machine.audit() == ["accepted", "came_back"]
    assert machine.mail() == []


def test_what_the_flusher_gave_back_after_the_terminal_closed_is_told_at_the_next_start(
    machine: Machine, terminal: Terminal
) -> None:
    terminal.press("ctrl+s")
    terminal.until("You can still undo")
    terminal.kill()
    machine.replace(POLICY.format(enabled="true"))
    (job,) = machine.home.rglob("outbox/queue/*/job.json")
    document = json.loads(job.read_text())
    document["held_until"] = document["created_at"]
    job.write_text(json.dumps(document))
    with Terminal(
        [sys.executable, "-m", "composer", "outbox", "flush"], environ_of(machine.home), machine.home, (80, 24)
    ) as flusher:
        assert flusher.ended() == 75
        assert "came back  1 recipient  Offer" in flusher.text
        assert "a warning is due" in flusher.text
    assert machine.mail() == []
    with machine.start() as again:
        again.until("1 message was not sent, because the policy changed.")
        again.press("f3")
        again.until("Offer", "came back, the policy changed")
