"""Kept messages do not pile up: what was sent after all goes, and what is old, after it was announced."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from composer.clock import FixedClock
from composer.gate.call.arguments import SendmailCall
from composer.gate.keeping.kept import KeptMessages, KeptReason
from composer.gate.keeping.retention import Retention
from tests.gate.support import Member
from tests.policy.support import NOW

LEE, PARK = "lee@hanbit.example", "park@hanbit.example"
REFUSED = "--presend-expires=never so"
"""An option that cannot be, so that the message is kept."""
TEXT = "From: kim@hanbit.example\nTo: {to}\nSubject: {subject}\n{more}\n{body}\n"


def letter(to: str = LEE, subject: str = "Minutes", body: str = "Hello", more: str = "Message-ID: <1@x>\n") -> bytes:
    return TEXT.format(to=to, subject=subject, body=body, more=more).encode()


@pytest.fixture
def member(tmp_path: Path) -> Member:
    return Member(tmp_path / "home")


def keep(member: Member, message: bytes, *recipients: str) -> Path:
    """Hand it over so that it cannot be sent."""
    before = set(member.kept)
    assert member.sendmail(REFUSED, "--", *recipients, message=message).returncode == 65
    (kept,) = set(member.kept) - before
    return kept


SAME = {
    "the Message-ID": (letter(), [LEE], letter(body="Hello again"), [LEE]),
    "the Message-ID, and the addresses corrected": (letter(PARK), [PARK], letter(LEE), [LEE]),
    "the Message-ID, to more people": (letter(), [LEE], letter(), [LEE, PARK]),
    "the content without any Message-ID": (letter(more=""), [LEE], letter(more="Date: today\n"), [LEE]),
    "the content with another Message-ID": (letter(), [LEE], letter(more="Message-ID: <2@x>\n"), [LEE]),
}
OTHER = {
    "another Message-ID and another text": (letter(), [LEE], letter(body="Hi", more="Message-ID: <2@x>\n"), [LEE]),
    "another subject": (letter(more=""), [LEE], letter(subject="Plan", more=""), [LEE]),
    "no recipient in common": (letter(f"{LEE}, {PARK}"), [LEE], letter(f"{LEE}, {PARK}"), [PARK]),
    "a recipient missing": (letter(more=""), [LEE, PARK], letter(more=""), [LEE]),
    "an empty Message-ID": (letter(more="Message-ID:\n", body="a"), [LEE], letter(more="Message-ID:\n"), [LEE]),
}


@pytest.mark.parametrize(("first", "to", "second", "then"), SAME.values(), ids=SAME)
def test_a_kept_message_goes_when_the_client_has_sent_the_same(
    member: Member, first: bytes, to: list[str], second: bytes, then: list[str]
) -> None:
    keep(member, first, *to)
    assert member.sendmail("--", *then, message=second).returncode == 0
    assert member.kept == []


@pytest.mark.parametrize(("first", "to", "second", "then"), OTHER.values(), ids=OTHER)
def test_a_kept_message_stays_when_something_else_was_sent(
    member: Member, first: bytes, to: list[str], second: bytes, then: list[str]
) -> None:
    kept = keep(member, first, *to)
    assert member.sendmail("--", *then, message=second).returncode == 0
    assert member.kept == [kept]


def test_what_could_not_be_sent_again_takes_nothing_away(member: Member) -> None:
    kept = [keep(member, letter(), LEE), keep(member, letter(), LEE)]
    assert member.kept == sorted(kept)


def test_one_that_another_process_has_open_stays(member: Member) -> None:
    kept = keep(member, letter(), LEE)
    messages = KeptMessages(kept.parent.parent, FixedClock(NOW))
    with messages.claimed(kept.name):
        assert member.sendmail("--", LEE, message=letter()).returncode == 0
    assert member.kept == [kept]


class Days:
    """Kept messages and a calendar."""

    def __init__(self, folder: Path, days: int = 30) -> None:
        self.folder, self.days = folder / "clients", days
        incoming = self.folder / "incoming" / "a.eml"
        incoming.parent.mkdir(parents=True)
        incoming.write_bytes(b"Subject: x\r\n\r\n")
        self.id = self.at(0).kept.keep(incoming, KeptReason.WENT_BACK, SendmailCall((LEE,))).name

    def at(self, days: float) -> Retention:
        """What would be done so many days later."""
        clock = FixedClock(NOW + timedelta(days=days))
        return Retention(KeptMessages(self.folder, clock), clock, self.days)

    def swept(self, *moments: float) -> bool:
        """Whether it is still there after looks at these moments."""
        for moment in moments:
            self.at(moment).sweep()
        return self.at(0).kept.holds(self.id)

    def announced(self, days: float) -> datetime | None:
        leaving = self.at(days)
        return leaving.deleted_at(leaving.kept.load(self.id))


@pytest.mark.parametrize(
    ("moments", "stays"),
    [
        ((29,), True),
        ((30, 30.5), True),
        ((30, 31), False),
        ((400,), True),
        ((400, 401), False),
        ((400, 1, 5, 29), True),
        ((400, 1, 30, 30.9), True),
        ((400, 30, 31), False),
        ((-400, 30, 30.5), True),
        ((-400, -300, 5), True),
    ],
)
def test_a_message_goes_after_its_time_and_never_because_a_clock_was_wrong_once(
    tmp_path: Path, moments: tuple[float, ...], stays: bool
) -> None:
    assert Days(tmp_path).swept(*moments) is stays


def test_nothing_goes_where_the_settings_say_never(tmp_path: Path) -> None:
    days = Days(tmp_path, 0)
    assert days.swept(30, 31, 4_000, 4_001)
    assert days.announced(4_000) is None


def test_a_week_before_it_is_said_when_a_message_goes(tmp_path: Path) -> None:
    days = Days(tmp_path)
    assert days.announced(22) is None
    assert days.announced(23) == NOW + timedelta(days=31)
    assert days.announced(40) == NOW + timedelta(days=41)
    assert days.swept(40)
    assert days.announced(40.5) == NOW + timedelta(days=41)


def test_one_that_is_being_finished_is_not_taken_away(tmp_path: Path) -> None:
    days = Days(tmp_path)
    with days.at(0).kept.claimed(days.id):
        assert days.swept(30, 31)


def test_the_list_says_until_when_and_deletes_what_was_announced(member: Member) -> None:
    document = keep(member, letter(), LEE) / "kept.json"
    told = json.loads(document.read_text())
    told["kept_at"] = (datetime.fromisoformat(told["kept_at"]) - timedelta(days=27)).isoformat()
    document.write_text(json.dumps(told))
    shown = member.presend("drafts", "list").stdout.decode()
    assert "It will be deleted on" in shown
    assert member.kept == [document.parent]
    settings = member.home / ".config" / "presend" / "config.toml"
    settings.write_text(settings.read_text() + "[preferences]\nkeep_unsent_days = 0\n")
    assert "deleted" not in member.presend("drafts", "list").stdout.decode()
