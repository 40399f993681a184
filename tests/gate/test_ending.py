"""A client ends presend while a server or another sender keeps it waiting: it ends, and what it says is so."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from composer.delivery.queue.spool import Patience
from composer.exit_status import Exit
from composer.gate.services import Process
from composer.storage import locks
from tests.delivery.smtp_servers import Talk, scripted
from tests.delivery.support import Office
from tests.forkserver.client import Child
from tests.gate.support import INSIDE, Gate, Member, agrees
from tests.gate.test_command import LEE, SMTP
from tests.project import ROOT

WAITS = "Waiting for another message that is being sent. Ctrl+C stops waiting, and this message is kept."
STEPS = ["greeting", "EHLO", "MAIL", "RCPT", "DATA", "content", "answer", "QUIT"]
ENDING = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


class Running:
    """A gate in a process of its own, which a server's script can end."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._is_there = threading.Event()

    def begin(self, one: Member, message: bytes, *words: str) -> tuple[int, bytes]:
        """Start it with a message, or with other words, and wait for its end: status, and what it said."""
        around = {"PATH": os.environ["PATH"], "HOME": str(one.home), "LANG": "C.UTF-8", "TZ": "UTC"}
        around["PYTHONPATH"] = str(ROOT)
        command = [sys.executable, "-m", "composer", *(words or ("sendmail", LEE))]
        with Child(
            command, env=around, cwd=one.home, stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        ) as process:
            self.process = process
            self._is_there.set()
            _out, said = process.communicate(message)
        return process.returncode, said

    def end(self, *signals: signal.Signals) -> None:
        """Ask it to end."""
        assert self._is_there.wait(30)
        assert self.process is not None
        for number in signals:
            self.process.send_signal(number)


def stalls_at(step: str, running: Running, *signals: signal.Signals) -> Callable[[Talk], None]:
    """A server that stops answering there, where the client ends presend; then it waits until that is gone."""

    def script(talk: Talk) -> None:
        if step != "greeting":
            talk.converse({"EHLO": "250 test"}, step if step in ("EHLO", "MAIL", "RCPT") else "DATA")
        if step in ("content", "answer", "QUIT"):
            talk.say("354 go on")
            if step != "content":
                talk.hear_content()
        if step == "QUIT":
            talk.say("250 taken")
            talk.hear()
        running.end(*signals)
        while talk.hear():
            pass

    return script


def member(tmp_path: Path, port: int) -> Member:
    return Member(tmp_path / "home", SMTP.format(port=port))


LONG = INSIDE + b"a line of a very long message\n" * 200_000


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("signals", [(number,) for number in ENDING] + [(signal.SIGTERM, signal.SIGINT)], ids=str)
def test_ended_while_the_server_stalls_it_says_what_is_so_and_lets_go(
    step: str, signals: tuple[signal.Signals, ...], tmp_path: Path
) -> None:
    running = Running()
    with scripted(stalls_at(step, running, *signals)) as port:
        one = member(tmp_path, port)
        status, said = running.begin(one, LONG if step == "content" else INSIDE)
    outbox = one.home / ".local" / "share" / "presend" / "outbox"
    assert not locks.is_held(outbox / "sender.lock")
    if step == "QUIT":
        assert (status, said, len(one.waiting), len(one.kept)) == (0, b"", 0, 0)
    elif step == "answer":
        assert (status, len(one.waiting), len(one.kept)) == (0, 1, 0)
        assert b"nobody can tell" in said
        assert b"not known" in one.presend("outbox", "list").stdout
    else:
        assert (status, len(one.waiting), len(one.kept)) == (os.EX_TEMPFAIL, 0, 1)
        assert b"broken off" in said or b"interrupted" in said
        assert b"drafts finish" in said
        assert one.presend("outbox", "list").stdout == b"The outbox is empty.\n"


@pytest.mark.parametrize("step", ["MAIL", "content", "QUIT"])
def test_finishing_what_was_kept_can_be_ended_too(step: str, tmp_path: Path) -> None:
    running = Running()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        down = listener.getsockname()[1]
    one = member(tmp_path, down)
    assert one.sendmail(LEE, message=LONG).returncode == os.EX_TEMPFAIL
    (kept,) = one.kept
    with scripted(stalls_at(step, running, signal.SIGTERM)) as port:
        settings = one.home / ".config" / "presend" / "config.toml"
        settings.write_text(settings.read_text().replace(f"port = {down}", f"port = {port}"))
        status, said = running.begin(one, b"", "drafts", "finish", kept.name)
    if step == "QUIT":
        assert (status, said, one.kept, one.waiting) == (0, b"", [], [])
    else:
        assert (status, one.kept, one.waiting) == (os.EX_TEMPFAIL, [kept], [])
        assert b"interrupted" in said


@contextmanager
def another_sender(folder: Path) -> Iterator[None]:
    """Somebody who sends and stands still."""
    with locks.exclusive(folder / "outbox" / "sender.lock"):
        yield


def test_behind_another_sender_it_says_what_it_waits_for_and_gives_up(tmp_path: Path) -> None:
    office = Office(tmp_path, patience=Patience(sender=0.2, notice=0.05))
    gate = Gate(office)
    said: list[str] = []
    gate.process = Process(say=said.append)
    with another_sender(tmp_path):
        result = gate.take(INSIDE, LEE)
    assert said == [WAITS]
    assert result.exit is Exit.TEMPORARY
    assert "Another presend has been at work in the outbox" in result.sentence
    assert office.outbox.jobs() == []
    (kept,) = office.kept.list()
    assert kept.id == result.kept_id
    assert gate.finish(kept.id).exit is Exit.OK
    assert [mailbox for mailbox, _message in office.arrived()] == [LEE]


def test_behind_another_sender_it_can_be_ended(tmp_path: Path) -> None:
    office = Office(tmp_path, patience=Patience(notice=0.0))
    gate = Gate(office)
    calls: list[Callable[[], None]] = []
    gate.process = Process(on_ending=calls.append, say=lambda _words: calls[-1]())
    with another_sender(tmp_path):
        result = gate.take(INSIDE, LEE)
    assert (result.exit, "interrupted" in result.sentence) == (Exit.TEMPORARY, True)
    assert (office.outbox.jobs(), len(office.kept.list()), office.arrived()) == ([], 1, [])


def test_an_outbox_in_which_another_stands_still_keeps_the_message_outside(tmp_path: Path) -> None:
    office = Office(tmp_path, patience=Patience(moment=0.05))
    gate = Gate(office, agrees)
    with locks.exclusive(tmp_path / "outbox" / "accept.lock"):
        result = gate.take(INSIDE, LEE)
    assert (result.exit, len(office.kept.list())) == (Exit.TEMPORARY, 1)
    assert "Another presend" in result.sentence


def test_a_real_process_says_what_it_waits_for(tmp_path: Path) -> None:
    one = Member(tmp_path / "home")
    assert one.sendmail(LEE).returncode == 0
    said: list[bytes] = []
    with another_sender(one.home / ".local" / "share" / "presend"):
        around = {"PATH": os.environ["PATH"], "HOME": str(one.home), "LANG": "C.UTF-8", "TZ": "UTC"}
        around["PYTHONPATH"] = str(ROOT)
        command = [sys.executable, "-m", "composer", "sendmail", LEE]
        with subprocess.Popen(command, env=around, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdin is not None
            assert process.stderr is not None
            process.stdin.write(INSIDE)
            process.stdin.close()
            said.append(process.stderr.readline())
            process.terminate()
            said.append(process.stderr.read())
    assert said[0] == f"presend: {WAITS}\n".encode()
    assert b"interrupted" in said[1]
    assert (process.returncode, len(one.kept), len(one.waiting)) == (os.EX_TEMPFAIL, 1, 0)
