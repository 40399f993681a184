"""A password command that hangs says so on the client's terminal, where Ctrl+C ends it, and all is as before then."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from composer.storage import locks
from composer.terminal.processes import has_younger_holder
from tests.end_to_end.terminal import PATIENCE, Terminal
from tests.gate.member import COLLEAGUE, Member

SETTINGS = """language = "{language}"
[[identities]]
address = "kim@hanbit.example"
[transport]
kind = "smtp"
host = "127.0.0.1"
port = 9
security = "plaintext"
user = "kim"
{way} = "{command}"
"""
HANGS = "echo $$ > {home}/group; exec sleep 600"
ASKS = """terminal=$(readlink /proc/$(cat client)/fd/0)
exec 3<>$terminal
printf 'PASSPHRASE? ' >&3
read answer <&3
echo "$answer" >answer
exec 3>&-
exec sleep 600
"""
"""As pinentry does, which opens the terminal that the member named."""
STARTS = """import subprocess, sys
with open("message") as message, open("said", "w") as said:
    ended = subprocess.run(sys.argv[1:], stdin=message, stderr=said, start_new_session=True)
input(f"ENDED {ended.returncode}")
"""
"""A client that keeps no signal from its program."""
WAITS = "Waiting for the command that prints your password. Ctrl+C stops it"
CTRL_C = "\x03"
PLACES = [(screen, way) for screen in ("main", "alternate") for way in ("setsid", "closed", "plain", "background")]


def member(home: Path, command: str = HANGS, way: str = "password_command", language: str = "en") -> Member:
    """A member whose mail needs a secret."""
    made = unwarned(home)
    settings = home / ".config" / "presend" / "config.toml"
    settings.write_text(SETTINGS.format(way=way, command=command.format(home=home), language=language))
    return made


def unwarned(home: Path) -> Member:
    """A member whom nobody asks anything."""
    made = Member(home)
    policy = home / ".config" / "presend" / "policy.toml"
    policy.write_text(policy.read_text().replace("enabled = true", "enabled = false"))
    return made


@contextmanager
def sending(made: Member, screen: str = "main", way: str = "setsid", name: str = "") -> Iterator[Terminal]:
    """A client in its terminal that has handed the message to presend."""
    command = [sys.executable, "-m", "tests.gate.client", screen, way, name, str(made.home)]
    with Terminal(command, made.environ, made.home, (80, 24)) as terminal:
        terminal.until("READY", "row 11")
        terminal.send("s")
        yield terminal


def presend_of(made: Member) -> int:
    """The process that the client has started."""
    return child_of(int((made.home / "client").read_text()))


def child_of(pid: int) -> int:
    """The only one."""
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text())


def is_stopped(made: Member, terminal: Terminal) -> None:
    """Kept, nothing queued, nothing running."""
    terminal.until_true((made.home / "done").exists, "the end of presend")
    assert (len(made.kept), list(made.home.rglob("outbox/queue/*"))) == (1, [])
    started = made.home / "group"
    assert not (started.exists() and Path(f"/proc/{started.read_text().strip()}").exists())


@pytest.mark.parametrize(("screen", "way"), PLACES)
def test_ctrl_c_ends_a_command_that_hangs_and_the_clients_terminal_is_as_it_was(
    screen: str, way: str, tmp_path: Path
) -> None:
    made = member(tmp_path)
    command = [sys.executable, "-m", "tests.gate.client", screen, way, "", str(tmp_path)]
    with Terminal(command, made.environ, tmp_path, (80, 24)) as terminal:
        terminal.until("READY", "row 11")
        before, settings = terminal.looks, terminal.settings
        terminal.send("s")
        terminal.until(f"presend: {WAITS}", "the message is kept.", gone="READY")
        terminal.send(CTRL_C)
        is_stopped(made, terminal)
        terminal.until_true(lambda: terminal.looks == before, "the screen as it was")
        assert terminal.settings == settings
        terminal.send("q")
        terminal.ended()
    assert (tmp_path / "status").read_text() == ("0" if way == "background" else "75")  # of the shell between
    assert "presend was interrupted" in (tmp_path / "said").read_text() or way == "closed"
    assert (tmp_path / "keys").read_bytes() == b"q"


def test_a_token_command_that_hangs_is_the_same(tmp_path: Path) -> None:
    made = member(tmp_path, way="token_command")
    with sending(made) as terminal:
        terminal.until(WAITS)
        terminal.send(CTRL_C)
        is_stopped(made, terminal)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ko", "비밀번호를 출력하는 명령을 기다리고 있습니다."),
        ("ja", "パスワードを出力するコマンドを待っています。"),
    ],
)
def test_it_is_said_in_the_members_language_and_fits_a_narrow_window(language: str, words: str, tmp_path: Path) -> None:
    made = member(tmp_path, language=language)
    with sending(made) as terminal:
        terminal.until(words)
        terminal.resize(30, 10)
        terminal.until_true(lambda: "Ctrl+C" in terminal.text and words not in terminal.text, "shorter lines")
        terminal.send(CTRL_C)
        is_stopped(made, terminal)


def test_other_keys_do_nothing_and_do_not_reach_the_client(tmp_path: Path) -> None:
    made = member(tmp_path)
    with sending(made) as terminal:
        terminal.until(WAITS)
        terminal.send("q\r\x1b \x1a\x1c" + CTRL_C)
        is_stopped(made, terminal)
        terminal.until("READY")
        terminal.send("x")
        terminal.ended()
    assert (tmp_path / "keys").read_bytes() == b"x"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_too_and_gives_the_terminal_back(number: signal.Signals, tmp_path: Path) -> None:
    made = member(tmp_path)
    command = [sys.executable, "-c", STARTS, sys.executable, "-m", "composer", "sendmail", COLLEAGUE]
    with Terminal(command, made.environ, tmp_path, (80, 24)) as terminal:
        settings = terminal.settings
        terminal.until(WAITS)
        os.kill(child_of(terminal.pid), number)
        terminal.until("ENDED 75", gone=WAITS)
        assert (terminal.settings, terminal.is_alternate) == (settings, False)
    assert made.kept == ["not_delivered"]


def test_a_secret_that_comes_late_gives_the_terminal_back_and_the_message_goes_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "secret")
    made = member(tmp_path, "cat {home}/secret")
    with sending(made) as terminal:
        terminal.until(WAITS)
        (tmp_path / "secret").write_text("hunter2\n")
        terminal.until_true((tmp_path / "done").exists, "the end of presend")
        terminal.until("READY", gone=WAITS)
    said = (tmp_path / "said").read_text()
    assert "Waiting" not in said
    assert "hunter2" not in said
    assert (tmp_path / "status").read_text() == "75"  # no server listens there


def test_a_command_that_asks_on_the_terminal_has_it_for_itself(tmp_path: Path) -> None:
    made = member(tmp_path, "sh {home}/asks")
    (tmp_path / "asks").write_text(ASKS)
    with sending(made) as terminal:
        terminal.until("PASSPHRASE?")
        tasks = Path(f"/proc/{presend_of(made)}/task")
        terminal.until_true(lambda: len(list(tasks.iterdir())) == 2, "presend, which would say that it waits")
        assert WAITS not in terminal.text
        terminal.send("hunter2\r")
        terminal.until(WAITS)
        assert (tmp_path / "answer").read_text() == "hunter2\n"
        terminal.send(CTRL_C)
        is_stopped(made, terminal)
        terminal.until("READY", gone=WAITS)


def test_a_process_that_holds_a_terminal_and_is_younger_is_seen(tmp_path: Path) -> None:
    with Terminal(["/bin/cat"], Member(tmp_path).environ, tmp_path, (80, 24)) as terminal:
        device = terminal.path.stat().st_rdev
        terminal.until_true(lambda: has_younger_holder(device), "the program in it")
        terminal.kill()
        terminal.until_true(lambda: not has_younger_holder(device), "its end")


def test_a_window_that_is_closed_ends_it(tmp_path: Path) -> None:
    made = member(tmp_path)
    with sending(made) as terminal:
        terminal.until(WAITS)
        program = os.pidfd_open(presend_of(made))
    assert select.select([program], [], [], PATIENCE)[0] == [program]
    os.close(program)
    assert made.kept == ["not_delivered"]


def test_where_the_client_reads_on_it_is_said_on_standard_error(tmp_path: Path) -> None:
    made = member(tmp_path)
    with sending(made, name="aerc") as terminal:
        said = tmp_path / "said"
        terminal.until_true(lambda: said.exists() and WAITS in said.read_text(), "the sentence")
        assert WAITS not in terminal.text
        os.kill(int((tmp_path / "group").read_text()), signal.SIGKILL)  # this client has blocked the others
        is_stopped(made, terminal)


@pytest.mark.parametrize("screen", ["main", "alternate"])
def test_behind_another_sender_it_is_said_there_too(screen: str, tmp_path: Path) -> None:
    made = unwarned(tmp_path)
    outbox = tmp_path / ".local" / "share" / "presend" / "outbox"
    outbox.mkdir(parents=True)
    with locks.exclusive(outbox / "sender.lock"), sending(made, screen) as terminal:
        terminal.until("Waiting for another message that is being sent. Ctrl+C stops waiting")
        terminal.send(CTRL_C)
        is_stopped(made, terminal)
        terminal.until("READY", gone="Waiting")
    assert made.mail == []
