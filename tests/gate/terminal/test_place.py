"""Which terminal is the member's, by what /proc says of the processes above."""

from __future__ import annotations

import os
import pty
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from composer.gate.terminal.place import FoundTerminal, Place, Way, device_path, find_terminal, is_ours
from composer.terminal.processes import Process, all_processes, lineage, process

SELF, CHILD, CLIENT, SHELL = 40, 30, 20, 10


@dataclass(frozen=True)
class Pty:
    """A real terminal of this user."""

    path: str
    device: int


@pytest.fixture
def terminal() -> Iterator[Pty]:
    outer, inner = pty.openpty()
    yield Pty(os.ttyname(inner), os.fstat(inner).st_rdev)
    os.close(inner)
    os.close(outer)


def family(device: int, client: str = "neomutt", *, leader: bool = False, front: int = CLIENT) -> tuple[Process, ...]:
    """presend in a session without a terminal, under a client on one, under a shell."""
    head = CLIENT if leader else SHELL
    return (
        Process(SELF, "presend", CHILD, CHILD, CHILD, 0, -1),
        Process(CHILD, client, CLIENT, CHILD, CHILD, 0, -1),
        Process(CLIENT, client, SHELL, CLIENT, head, device, front),
        Process(SHELL, "bash", 1, SHELL, SHELL, 0 if leader else device, -1 if leader else front),
    )


def found(
    members: tuple[Process, ...], environ: dict[str, str] | None = None, others: tuple[Process, ...] = ()
) -> FoundTerminal | None:
    return find_terminal(environ or {}, lambda: members, lambda: (*members, *others))


def test_the_terminal_of_the_first_ancestor_that_has_one_is_found(terminal: Pty) -> None:
    assert found(family(terminal.device)) == FoundTerminal(
        terminal.path, Way.ANCESTOR, Place.HERE, "neomutt", (CLIENT, SHELL), device=terminal.device
    )


@pytest.mark.parametrize(
    ("client", "full_screen"),
    [("mutt", True), ("neomutt", True), ("alpine", True), ("s-nail", False), ("git", False), ("perl", False)],
)
def test_a_client_that_waits_is_asked_on_its_own_terminal(terminal: Pty, client: str, full_screen: bool) -> None:
    where = found(family(terminal.device, client))
    assert where is not None
    assert (where.place, where.client, where.is_full_screen) == (Place.HERE, client, full_screen)


@pytest.mark.parametrize("client", ["aerc", "alot", "meli"])
@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({}, None),
        ({"PATH": "/nowhere"}, None),
        ({"TMUX": "/tmp/tmux-1000/default,1,0"}, Place.TMUX),
        ({"PRESEND_CLIENT_PAUSED": "1"}, Place.HERE),
        ({"PRESEND_CLIENT_PAUSED": ""}, None),
        ({"PRESEND_CLIENT_PAUSED": "1", "TMUX": "/tmp/tmux-1000/default,1,0"}, Place.HERE),
    ],
)
def test_a_client_that_reads_on_is_asked_in_another_window_or_not_at_all(
    terminal: Pty, client: str, environ: dict[str, str], place: Place | None
) -> None:
    where = found(family(terminal.device, client), environ)
    assert (where and where.place) == place


@pytest.mark.parametrize(("paused", "full_screen"), [("1", False), ("", True)])
def test_a_client_that_is_paused_has_let_go_of_the_alternate_screen(
    terminal: Pty, paused: str, full_screen: bool
) -> None:
    where = found(family(terminal.device, "neomutt"), {"PRESEND_CLIENT_PAUSED": paused})
    assert where is not None
    assert (where.client, where.is_full_screen) == ("neomutt", full_screen)


@pytest.mark.parametrize(
    ("version", "place"),
    [
        ("aerc 0.14.0 +notmuch (go1.19.8 amd64 linux)", None),
        ("aerc 0.15.0", Place.AERC),
        ("0.22.1", Place.AERC),
        ("aerc 1.0.0", Place.AERC),
        ("aerc from a checkout", None),
    ],
)
def test_aerc_opens_a_tab_from_0_15_on(terminal: Pty, tmp_path: Path, version: str, place: Place | None) -> None:
    program = tmp_path / "aerc"
    program.write_text(f"#!/bin/sh\necho '{version}'\n")
    program.chmod(0o755)
    where = found(family(terminal.device, "aerc"), {"PATH": str(tmp_path)})
    assert (where and where.place) == place


def test_a_client_that_reads_another_terminal_is_no_rival(terminal: Pty) -> None:
    inner = family(terminal.device)
    outer = Process(5, "aerc", 1, 5, 5, terminal.device + 1, 5)
    where = found((*inner, outer))
    assert where is not None
    assert where.place is Place.HERE


def test_a_client_at_the_head_of_its_session_is_asked(terminal: Pty) -> None:
    assert found(family(terminal.device, leader=True)) is not None


@pytest.mark.parametrize("front", [SHELL, 99])
def test_a_job_in_the_background_takes_the_terminal_from_nobody(terminal: Pty, front: int) -> None:
    """In front is the shell that started it, or another program."""
    assert found(family(terminal.device, front=front)) is None


@pytest.mark.parametrize("environ", [{}, {"GPG_TTY": ""}, {"GPG_TTY": "/dev/null"}, {"GPG_TTY": "/nowhere"}])
def test_without_any_terminal_there_is_nobody_to_ask(environ: dict[str, str]) -> None:
    assert found(family(0), environ) is None
    assert found((), environ) is None


@pytest.mark.parametrize(("value", "is_asked"), [("1", False), ("", True)])
def test_a_script_can_say_that_nobody_is_to_be_asked(terminal: Pty, value: str, is_asked: bool) -> None:
    environ = {"PRESEND_NOBODY_TO_ASK": value, "GPG_TTY": terminal.path}
    assert (found(family(terminal.device), environ) is not None) is is_asked
    assert (found(family(0), environ) is not None) is is_asked


@pytest.mark.parametrize(("name", "is_asked"), [("dumb", False), ("vt100", True), ("", True)])
def test_a_terminal_that_can_only_print_shows_no_dialog(terminal: Pty, name: str, is_asked: bool) -> None:
    environ = {"TERM": name, "GPG_TTY": terminal.path}
    assert (found(family(terminal.device), environ) is not None) is is_asked
    assert (found(family(0), environ) is not None) is is_asked


def test_gpg_tty_is_the_last_resort(terminal: Pty) -> None:
    other_outer, other = pty.openpty()
    try:
        own = found(family(terminal.device), {"GPG_TTY": os.ttyname(other)})
        named = found(family(0), {"GPG_TTY": os.ttyname(other)})
        assert own is not None
        assert (own.path, own.way) == (terminal.path, Way.ANCESTOR)
        assert named == FoundTerminal(os.ttyname(other), Way.GPG_TTY, device=os.fstat(other).st_rdev)
    finally:
        os.close(other)
        os.close(other_outer)


@pytest.mark.parametrize("path", ["../dev/null", "relative", "/etc/passwd", "/dev/nu\0ll"])
def test_gpg_tty_that_is_no_terminal_is_not_opened(path: str) -> None:
    assert found(family(0), {"GPG_TTY": path}) is None


@pytest.mark.parametrize(("client", "is_asked"), [("mutt", False), ("neomutt", False), ("aerc", False), ("bash", True)])
def test_a_client_that_let_its_sendmail_go_reads_on(terminal: Pty, client: str, is_asked: bool) -> None:
    """``sendmail_wait`` below 0: the client is no ancestor any more, and GPG_TTY names its terminal."""
    others = (Process(77, client, 1, 77, 77, terminal.device, 77),)
    assert (found(family(0), {"GPG_TTY": terminal.path}, others) is not None) is is_asked


@pytest.mark.parametrize(
    ("device", "path"),
    [
        (os.makedev(136, 0), "/dev/pts/0"),
        (os.makedev(136, 255), "/dev/pts/255"),
        (os.makedev(137, 3), "/dev/pts/259"),
        (os.makedev(143, 1), "/dev/pts/1793"),
        (os.makedev(144, 0), None),
        (os.makedev(4, 1), "/dev/tty1"),
        (os.makedev(4, 64), "/dev/ttyS0"),
        (os.makedev(5, 0), None),
        (os.makedev(1, 3), None),
    ],
)
def test_device_numbers_name_terminals(device: int, path: str | None) -> None:
    assert device_path(device) == path


def test_the_kernels_number_and_ours_name_the_same_terminal(terminal: Pty) -> None:
    assert device_path(terminal.device) == terminal.path


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a terminal to somebody else")
def test_a_terminal_of_another_user_is_never_ours(terminal: Pty) -> None:
    assert is_ours(terminal.path)
    os.chown(terminal.path, 12_345, -1)
    assert not is_ours(terminal.path)
    assert found(family(terminal.device)) is None


# /proc


def test_a_name_with_brackets_and_spaces_is_read(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text("7 (a) b (c) S 6 7 5 34817 7 4194560 0\n")
    assert process(7, tmp_path) == Process(7, "a) b (c", 6, 7, 5, 34817, 7, state="S")


@pytest.mark.parametrize("text", ["", "7", "7 (cut", "7 (cut) S 6 7 5"])
def test_what_cannot_be_understood_is_no_process(tmp_path: Path, text: str) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text(text)
    assert process(7, tmp_path) is None


def test_a_lineage_ends_also_where_it_goes_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text("7 (a) S 7 7 7 0 -1")
    assert 1 < len(list(lineage(7, tmp_path))) < 100


def test_this_process_is_the_first_of_its_lineage_and_its_parent_the_second() -> None:
    first, second = list(lineage())[:2]
    assert (first.pid, second.pid) == (os.getpid(), os.getppid())
    assert {first.pid, second.pid} <= {one.pid for one in all_processes()}
