"""The audit log: a line is there complete or not at all, whoever writes and whatever crashes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import closing, nullcontext
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from composer.audit.actor import Actor, this_actor
from composer.audit.file import demand_room
from composer.audit.log import AuditEvent, AuditHeldError, AuditLog
from composer.audit.system_log import SystemLog
from composer.errors import StorageError
from composer.services.member_settings import AuditPlace, AuditSettings, OnFailure
from composer.storage.machine import own_login
from tests.project import ROOT
from tests.storage.support import NOON, start_child

WHO = this_actor().facts()


def lines(path: Path) -> list[dict[str, Any]]:
    """Every line; fails where one is no JSON."""
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]


def test_a_line_tells_the_time_the_event_and_the_facts(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "state" / "audit.jsonl")
    log.write(NOON, AuditEvent.ACCEPTED, {"level": "Restricted 사내용\n"})
    log.write(NOON, AuditEvent.DELIVERY, {"results": {"accepted": 2}})
    assert lines(tmp_path / "state" / "audit.jsonl") == [
        {"time": "2026-03-02T12:00:00.000+00:00", "event": "accepted", **WHO, "level": "Restricted 사내용\n"},
        {"time": "2026-03-02T12:00:00.000+00:00", "event": "delivery", **WHO, "results": {"accepted": 2}},
    ]
    assert (tmp_path / "state" / "audit.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("torn", [b'{"time": "2026', b"x" * 200_000, b"\xff"])
def test_what_a_crash_tore_is_cut_off_before_the_next_line(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path)
    log.write(NOON, AuditEvent.ACCEPTED, {"n": 1})
    with path.open("ab") as file:
        file.write(torn)
    log.write(NOON, AuditEvent.ACCEPTED, {"n": 2})
    assert [line["n"] for line in lines(path)] == [1, 2]


def test_a_file_that_is_nothing_but_a_torn_line_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    path.write_bytes(b'{"half')
    AuditLog(path).write(NOON, AuditEvent.UNDONE, {})
    assert [line["event"] for line in lines(path)] == ["undone"]


def test_several_writers_never_mix_their_lines(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from composer.audit.log import AuditEvent, AuditLog
from composer.audit.system_log import SystemLog
from tests.storage.support import NOON
log = AuditLog(Path(sys.argv[1]))
for number in range(50):
    log.write(NOON, AuditEvent.ACCEPTED, {"writer": sys.argv[2], "number": number, "filler": "x" * 9_000})
"""
    path = tmp_path / "audit.jsonl"
    children = [start_child(script, path, name) for name in ("a", "b", "c")]
    for child in children:
        child.communicate(timeout=60)
        assert child.returncode == 0
    for name in ("a", "b", "c"):
        assert [line["number"] for line in lines(path) if line["writer"] == name] == list(range(50))


def test_a_full_disk_leaves_no_part_of_a_line(tmp_path: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from composer.errors import StorageError
from composer.audit.log import AuditEvent, AuditLog
from composer.audit.system_log import SystemLog
from tests.storage.support import NOON
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
log = AuditLog(Path(sys.argv[1]))
log.write(NOON, AuditEvent.ACCEPTED, {"n": 1})
try:
    log.write(NOON, AuditEvent.ACCEPTED, {"n": 2, "filler": "x" * 2_000})
except StorageError:
    log.write(NOON, AuditEvent.ACCEPTED, {"n": 3})
"""
    path = tmp_path / "audit.jsonl"
    subprocess.run([sys.executable, "-c", script, str(path)], check=True, timeout=60, cwd=ROOT)
    assert [line["n"] for line in lines(path)] == [1, 3]


def test_a_log_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    with pytest.raises(StorageError, match=r"audit\.jsonl"):
        AuditLog(tmp_path / "audit.jsonl").write(NOON, AuditEvent.ACCEPTED, {})


@pytest.mark.parametrize("number", [1, 2])
def test_a_file_that_has_grown_and_cannot_be_put_aside_is_told_before_and_names_the_place(
    tmp_path: Path, number: int
) -> None:
    path = tmp_path / "audit.jsonl"
    place = tmp_path / f"audit.jsonl.{number}"
    path.write_bytes(b"{}\n" * 10)
    (tmp_path / "audit.jsonl.1").touch()
    place.unlink(missing_ok=True)
    place.mkdir()
    log = AuditLog(path, lambda: AuditSettings(size=20, keep=2))
    words = f"{place} was not written: a folder stands where a file is needed."
    assert log.problem() == words
    with pytest.raises(StorageError) as told:
        log.write(NOON, AuditEvent.ACCEPTED, {})
    assert str(told.value) == words
    assert path.read_bytes() == b"{}\n" * 10
    place.rmdir()
    assert log.problem() == ""
    log.write(NOON, AuditEvent.ACCEPTED, {})
    assert len(lines(path)) == 1


def test_words_are_found_in_whole_lines_only(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path)
    assert not log.holds("one")
    log.write(NOON, AuditEvent.POLICY_SAVED, {"save": "one"})
    with path.open("ab") as file:
        file.write(b'{"save": "two"')
    assert log.holds('"one"')
    assert not log.holds('"two"')
    path.unlink()
    path.mkdir()
    with pytest.raises(StorageError, match=r"audit\.jsonl"):
        log.holds("one")


# Who did it


def test_a_line_names_the_real_user_of_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("USER", "LOGNAME"):
        monkeypatch.setenv(variable, "eve")
    monkeypatch.setenv("SUDO_USER", "kim" * 1_000)
    AuditLog(tmp_path / "audit.jsonl").write(NOON, AuditEvent.ACCEPTED, {"member": "kim@hanbit.example"})
    (line,) = lines(tmp_path / "audit.jsonl")
    assert (line["login"], line["uid"]) == (own_login() or None, os.getuid())
    assert line["sudo_user"] == ("kim" * 1_000)[:256]
    assert line["member"] == "kim@hanbit.example"


def test_what_the_system_does_not_tell_is_left_out() -> None:
    assert Actor("", 7).facts() == {"login": None, "uid": 7}
    assert Actor("kim", 7, "lee", 0).facts() == {"login": "kim", "uid": 7, "sudo_user": "lee", "loginuid": 0}


# A file that has grown


def grown(path: Path, keep: int = 2) -> AuditLog:
    return AuditLog(path, lambda: AuditSettings(size=200, keep=keep))


def test_a_file_that_has_grown_is_put_aside_and_the_oldest_goes(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    log = grown(path)
    for number in range(7):
        log.write(NOON, AuditEvent.ACCEPTED, {"n": number, "filler": "x" * 200})
    assert [[line["n"] for line in lines(tmp_path / f"audit.jsonl{end}")] for end in ("", ".1", ".2")] == [
        [6],
        [5],
        [4],
    ]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2"]
    assert (tmp_path / "audit.jsonl.1").stat().st_mode & 0o777 == 0o600


def test_what_was_just_put_aside_is_still_found(tmp_path: Path) -> None:
    log = grown(tmp_path / "audit.jsonl")
    log.write(NOON, AuditEvent.POLICY_SAVED, {"save": "one", "filler": "x" * 200})
    log.write(NOON, AuditEvent.POLICY_SAVED, {"save": "two"})
    assert log.holds('"one"')
    assert log.holds('"two"')


def test_none_is_kept_where_none_is_wanted(tmp_path: Path) -> None:
    log = grown(tmp_path / "audit.jsonl", keep=0)
    for number in range(3):
        log.write(NOON, AuditEvent.ACCEPTED, {"n": number, "filler": "x" * 200})
    assert [line["n"] for line in lines(tmp_path / "audit.jsonl")] == [2]
    assert len(list(tmp_path.iterdir())) == 1


def test_writers_at_the_same_time_lose_no_line_when_files_are_put_aside(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from composer.audit.log import AuditEvent, AuditLog
from composer.services.member_settings import AuditSettings
from composer.audit.system_log import SystemLog
from tests.storage.support import NOON
log = AuditLog(Path(sys.argv[1]), lambda: AuditSettings(size=5_000, keep=100))
for number in range(40):
    log.write(NOON, AuditEvent.ACCEPTED, {"writer": sys.argv[2], "number": number, "filler": "x" * 900})
"""
    path = tmp_path / "audit.jsonl"
    children = [start_child(script, path, name) for name in ("a", "b", "c")]
    for child in children:
        child.communicate(timeout=60)
        assert child.returncode == 0
    written = [line for file in tmp_path.glob("audit.jsonl*") for line in lines(file)]
    found = sorted((line["writer"], line["number"]) for line in written)
    assert found == [(name, number) for name in ("a", "b", "c") for number in range(40)]


# Where it cannot be written


def a_folder(path: Path) -> None:
    path.mkdir()


def a_fifo(path: Path) -> None:
    os.mkfifo(path)


def a_link(path: Path) -> None:
    path.symlink_to("/dev/null")


@pytest.mark.parametrize("make", [a_folder, a_fifo, a_link])
def test_without_a_log_nothing_may_be_sent_unless_the_settings_say_so(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "audit.jsonl"
    make(path)
    with pytest.raises(AuditHeldError, match=r"Nothing is sent.*audit\.jsonl"):
        AuditLog(path).demand()
    lenient = AuditLog(path, lambda: AuditSettings(on_failure=OnFailure.SEND))
    lenient.demand()
    assert "audit.jsonl" in lenient.problem()
    with pytest.raises(StorageError, match=r"audit\.jsonl"):
        lenient.write(NOON, AuditEvent.ACCEPTED, {})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_without_the_right_to_write_holds_mail(tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").touch(mode=0)
    with pytest.raises(AuditHeldError, match=r"audit\.jsonl"):
        AuditLog(tmp_path / "audit.jsonl").demand()


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "a" / "b" / "audit.jsonl")
    log.demand()
    assert log.problem() == ""


# The machine's own log


def to_syslog(folder: Path) -> AuditLog:
    return AuditLog(folder / "audit.jsonl", lambda: AuditSettings(AuditPlace.SYSLOG), folder / "log")


def test_the_machines_log_gets_each_line_as_programs_send_them(tmp_path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as daemon:
        daemon.bind(str(tmp_path / "log"))
        log = to_syslog(tmp_path)
        log.demand()
        log.write(NOON, AuditEvent.ACCEPTED, {"n": 1, "filler": "x" * 50_000})
        head, line = daemon.recv(100_000).split(b": ", 1)
    assert head.startswith(b"<22>")
    assert head.endswith(b" presend[%d]" % os.getpid())
    assert json.loads(line)["n"] == 1
    assert not (tmp_path / "audit.jsonl").exists()


def test_a_daemon_that_wants_a_stream_gets_one(tmp_path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as daemon:
        daemon.bind(str(tmp_path / "log"))
        daemon.listen()
        to_syslog(tmp_path).write(NOON, AuditEvent.ACCEPTED, {"n": 1})
        peer, _address = daemon.accept()
        with closing(peer):
            said = peer.makefile("rb").read()
    assert said.endswith(b"\0")
    assert json.loads(said[:-1].split(b": ", 1)[1])["event"] == "accepted"


def test_a_machine_without_a_log_holds_mail(tmp_path: Path) -> None:
    with pytest.raises(AuditHeldError, match="log"):
        to_syslog(tmp_path).demand()
    assert not to_syslog(tmp_path).holds("anything")


def test_a_daemon_that_stands_still_is_named_with_the_time_it_had(tmp_path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as daemon:
        daemon.bind(str(tmp_path / "log"))
        log = SystemLog(tmp_path / "log", patience=0.01)
        with pytest.raises(StorageError, match="it took no line within 0 seconds"):
            deque(map(log.append, repeat(b"{}\n")), maxlen=0)


# A disk without room


@pytest.mark.parametrize(
    ("size", "free", "for_members", "is_well"),
    [(100, 0, 0, False), (100, 5, 5, True), (0, 0, 0, True), (100, 5, 0, os.geteuid() == 0)],
)
def test_a_full_disk_holds_mail_before_a_line_is_tried(size: int, free: int, for_members: int, is_well: bool) -> None:
    disk = os.statvfs_result((4096, 4096, size, free, for_members, 0, 0, 0, 0, 255))
    with nullcontext() if is_well else pytest.raises(OSError, match="space"):
        demand_room(disk)
