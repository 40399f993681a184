"""A server that is down or stands still, in a real terminal: what presend says, what goes on, and what is left."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.delivery.smtp_servers import Inbox, Talk, running, scripted
from tests.end_to_end.terminal import PATIENCE, Terminal, environ_of
from tests.forkserver.client import Child

CONFIG = """language = "en"
[[identities]]
address = "kim@hanbit.example"
[transport]
kind = "smtp"
host = "127.0.0.1"
port = {port}
security = "plaintext"
[mailbox]
path = "{home}/Mail"
[preferences]
undo_seconds = 0
"""
POLICY = 'schema = 1\n[company]\ndomains = ["hanbit.example"]\nlanguages = ["en"]\n'
LEE = "lee@hanbit.example"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A member's home; what was left to the background ends with the test."""
    folder = tmp_path / "home"
    (folder / ".config" / "presend").mkdir(parents=True)
    (folder / ".config" / "presend" / "policy.toml").write_text(POLICY)
    yield folder
    for process in flushers(folder):
        os.kill(process, signal.SIGKILL)


def set_up(home: Path, port: int) -> None:
    """Settings for a server on the loopback."""
    (home / ".config" / "presend" / "config.toml").write_text(CONFIG.format(port=port, home=home))


@contextmanager
def standing_still(answered: tuple[str, ...] = ()) -> Iterator[tuple[int, threading.Event]]:
    """A server that answers these commands and then nothing; its port, and when it has been met."""
    met, over = threading.Event(), threading.Event()

    def script(talk: Talk) -> None:
        if answered:
            talk.say("220 test ESMTP")
        for _command in answered:
            talk.hear()
            talk.say("354 go on" if talk.heard[-1][:4] == b"DATA" else "250 OK")
        if answered[-1:] == ("DATA",):
            talk.hear_content()
        met.set()
        over.wait(60)

    with scripted(script) as port:
        try:
            yield port, met
        finally:
            over.set()


def composer(home: Path, *options: str) -> Terminal:
    """presend as the member starts it."""
    return Terminal([sys.executable, "-m", "composer", *options], environ_of(home), home, (80, 24))


def letter(subject: str = "Minutes") -> tuple[str, ...]:
    """The options of a letter that needs no question."""
    return ("compose", "--to", LEE, "--subject", subject, "--body", "here they are")


def presend(home: Path, *words: str) -> Child:
    """A verb without a terminal."""
    return Child(
        [sys.executable, "-m", "composer", *words],
        env=environ_of(home),
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def flushers(home: Path) -> list[int]:
    """Processes that go on in the background for this home."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
            around = (place / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"flush" in words and b"HOME=" + os.fsencode(home) in around:
            found.append(int(place.name))
    return found


def come_true(holds: Callable[[], object]) -> None:
    """Wait until something holds; fails where it never does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came to that"
        threading.Event().wait(0.05)


def free_port() -> int:
    """A port of the loopback on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the background is found in /proc")
def test_a_server_that_is_down_send_close_quit_and_the_mail_goes_when_it_is_there(home: Path) -> None:
    set_up(home, free_port())
    with composer(home, *letter()) as terminal:
        terminal.until("Minutes", "sent without a warning")
        terminal.press("ctrl+s")
        terminal.until("could not be sent yet")
        terminal.press("escape")
        terminal.until("To", gone="could not be sent yet")
        terminal.press("ctrl+q")
        terminal.until("1 message waits. presend goes on trying in the background", "[>Leave<]")
        terminal.press("enter")
        assert terminal.ended() == 0
        assert "1 message waits. presend goes on trying in the background for up to five days" in " ".join(
            terminal.text.split()
        )
    come_true(lambda: flushers(home))
    (process,) = flushers(home)
    assert os.getsid(process) == process
    assert {str(Path(f"/proc/{process}/fd/{number}").readlink()) for number in (0, 1, 2)} == {os.devnull}
    inbox = Inbox()
    with running(inbox) as port:
        set_up(home, port)
        with composer(home) as terminal:
            terminal.until("1 message waits. F9 shows the outbox.")
            terminal.press("ctrl+q")
            terminal.until("[>Leave<]")
            terminal.press("enter")
            assert terminal.ended() == 0
        job = next((home / ".local" / "share" / "presend" / "outbox" / "queue").iterdir()).name
        retried = presend(home, "outbox", "retry", job)
        assert (retried.communicate()[0].decode().splitlines()[1], retried.returncode) == ("The message is sent.", 0)
        assert [mail.recipients for mail in inbox.mails] == [[LEE]]


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
@pytest.mark.parametrize(
    ("answered", "said", "left"),
    [
        ((), "1 message waits", "1 message waits"),
        (("EHLO", "MAIL", "RCPT", "DATA"), "the server's answer is not there", "nobody can tell whether it arrived"),
    ],
)
def test_a_server_that_stands_still_does_not_keep_the_member(
    home: Path, key: str, answered: tuple[str, ...], said: str, left: str
) -> None:
    with standing_still(answered) as (port, met):
        set_up(home, port)
        with composer(home, *letter()) as terminal:
            terminal.until("Minutes", "sent without a warning")
            terminal.press("ctrl+s")
            terminal.until_true(met.is_set, "the server")
            terminal.press(key)
            terminal.until(said.split()[0], said.split()[-1], "[>Leave<]")
            terminal.press("enter")
            assert terminal.ended() == 0
            assert left in " ".join(terminal.text.split())


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the background is found in /proc")
def test_a_terminal_that_is_closed_leaves_the_mail_to_the_background(home: Path) -> None:
    set_up(home, free_port())
    with composer(home, *letter()) as terminal:
        terminal.until("Minutes", "sent without a warning")
        terminal.press("ctrl+s")
        terminal.until("could not be sent yet")
        terminal.signal(signal.SIGHUP)
        come_true(lambda: flushers(home))
        terminal.signal(signal.SIGHUP)
        assert terminal.ended() == 128 + signal.SIGHUP
    (process,) = flushers(home)
    os.kill(process, signal.SIGHUP)
    assert flushers(home) == [process]


@pytest.mark.parametrize("action", ["retry", "flush", "flush --wait"])
def test_ctrl_c_ends_a_verb_that_waits_for_a_server_and_says_what_is_left(home: Path, action: str) -> None:
    set_up(home, free_port())
    with composer(home, *letter()) as terminal:
        terminal.until("Minutes", "sent without a warning")
        terminal.press("ctrl+s")
        terminal.until("could not be sent yet")
        terminal.kill()
    queue = home / ".local" / "share" / "presend" / "outbox" / "queue"
    (job,) = [folder.name for folder in queue.iterdir()]
    journal = queue / job / "journal"
    journal.write_bytes(journal.read_bytes() + b'{"type":"retried","at":"2026-01-01T00:00:00Z"}\n')
    with standing_still() as (port, met):
        set_up(home, port)
        process = presend(home, "outbox", *action.split(), *([job] if action == "retry" else []))
        assert met.wait(PATIENCE)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[0].decode()
        assert process.returncode == 130
        assert "1 message waits. It is tried again when you start presend" in " ".join(said.split())


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="what a process has open is found in /proc")
@pytest.mark.parametrize("action", ["flush", "flush --wait"])
def test_ctrl_c_ends_a_verb_that_waits_for_another_presend_and_says_what_is_left(home: Path, action: str) -> None:
    set_up(home, free_port())
    with composer(home, *letter()) as terminal:
        terminal.until("Minutes", "sent without a warning")
        terminal.press("ctrl+s")
        terminal.until("could not be sent yet")
        terminal.kill()
    lock = home / ".local" / "share" / "presend" / "outbox" / "accept.lock"
    with lock.open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        process = presend(home, "outbox", *action.split())
        come_true(lambda: str(lock) in open_in(process.pid))
        process.send_signal(signal.SIGINT)
        said = process.communicate()[0].decode()
    assert process.returncode == 130
    assert "1 message waits. It is tried again when you start presend" in " ".join(said.split())


def open_in(process: int) -> set[str]:
    """The files that a process has open; what is closed meanwhile is left out."""
    found = set()
    for entry in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            found.add(str(entry.readlink()))
    return found
