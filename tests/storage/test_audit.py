"""The audit log: a line is there complete or not at all, whoever writes and whatever crashes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from composer.errors import StorageError
from composer.audit.log import AuditEvent, AuditLog
from tests.storage.support import NOON, start_child


def lines(path: Path) -> list[dict[str, Any]]:
    """Every line; fails where one is no JSON."""
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]


def test_a_line_tells_the_time_the_event_and_the_facts(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "state" / "audit.jsonl")
    log.write(NOON, AuditEvent.ACCEPTED, {"level": "Restricted 사내용\n"})
    log.write(NOON, AuditEvent.DELIVERY, {"results": {"accepted": 2}})
    assert lines(tmp_path / "state" / "audit.jsonl") == [
        {"time": "2026-03-02T12:00:00.000+00:00", "event": "accepted", "level": "Restricted 사내용\n"},
        {"time": "2026-03-02T12:00:00.000+00:00", "event": "delivery", "results": {"accepted": 2}},
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
    subprocess.run([sys.executable, "-c", script, str(path)], check=True, timeout=60, cwd=Path(__file__).parents[2])
    assert [line["n"] for line in lines(path)] == [1, 3]


def test_a_log_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    with pytest.raises(StorageError, match=r"audit\.jsonl"):
        AuditLog(tmp_path / "audit.jsonl").write(NOON, AuditEvent.ACCEPTED, {})


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
