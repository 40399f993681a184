"""The audit log: whole lines, whatever happens between them."""

from __future__ import annotations

import json
import resource
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from composer.errors import StorageError
from composer.storage.audit import AuditEvent, AuditLog

AT = datetime(2026, 11, 24, 20, 0, tzinfo=timezone(timedelta(hours=9)))


def lines(path: Path) -> list[dict[str, object]]:
    """Every line, each a JSON object of its own."""
    data = path.read_bytes()
    assert data.endswith(b"\n")
    return [json.loads(line) for line in data.splitlines()]


def test_a_line_says_when_in_utc_and_what(tmp_path: Path) -> None:
    AuditLog(tmp_path / "log" / "audit.jsonl").write(AT, AuditEvent.ACCEPTED, {"level": "restricted"})
    assert lines(tmp_path / "log" / "audit.jsonl") == [
        {"time": "2026-11-24T11:00:00.000+00:00", "event": "accepted", "level": "restricted"}
    ]


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    AuditLog(path).write(AT, AuditEvent.REFUSED, {})
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("torn", [b'{"time": "2026', b"\x00" * 70_000, b"x"])
def test_what_a_crash_left_never_damages_the_next_line(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path)
    log.write(AT, AuditEvent.ACCEPTED, {"n": 1})
    path.write_bytes(path.read_bytes() + torn)
    log.write(AT, AuditEvent.DELIVERY, {"n": 2})
    assert [line["n"] for line in lines(path)] == [1, 2]


def test_line_breaks_in_values_stay_inside_the_line(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    foreign = 'a\r\n{"event": "accepted"}\u2028\x1b[2J'
    AuditLog(path).write(AT, AuditEvent.REFUSED, {"reason": foreign})
    (line,) = lines(path)
    assert line["reason"] == foreign
    assert path.read_bytes().isascii()
    assert b"\x1b" not in path.read_bytes()


def test_lines_of_several_writers_never_mix(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    facts = {"filler": "x" * 9_000}
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: AuditLog(path).write(AT, AuditEvent.ACCEPTED, {"n": n, **facts}), range(40)))
    assert sorted(line["n"] for line in lines(path)) == list(range(40))  # type: ignore[type-var]  # whole numbers


def test_a_full_disk_leaves_whole_lines_only(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path)
    log.write(AT.astimezone(UTC), AuditEvent.ACCEPTED, {"n": 1})
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20, limits[1]))
    try:
        with pytest.raises(StorageError, match="The disk is full"):
            log.write(AT, AuditEvent.ACCEPTED, {"n": 2})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [line["n"] for line in lines(path)] == [1]
    log.write(AT, AuditEvent.ACCEPTED, {"n": 3})
    assert [line["n"] for line in lines(path)] == [1, 3]


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    (tmp_path / "audit.jsonl").symlink_to(elsewhere)
    with pytest.raises(StorageError):
        AuditLog(tmp_path / "audit.jsonl").write(AT, AuditEvent.ACCEPTED, {})
    assert elsewhere.read_text() == "mine"
