"""The three levels: use, defaults, the moment of expiry."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from policy import levels
from policy.settings import Company, Expiry, Level, LevelSettings, Policy

SEOUL = ZoneInfo("Asia/Seoul")
BERLIN = ZoneInfo("Europe/Berlin")
RESTRICTED = LevelSettings(use=True, expires_after=Expiry.MONTH, forwarding_prohibited=True)


NOT_USED = LevelSettings()


def policy(restricted: LevelSettings = NOT_USED, confidential: LevelSettings = NOT_USED) -> Policy:
    return Policy(Company(()), restricted=restricted, confidential=confidential)


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("confidential", [True, False])
def test_the_picker_lists_general_and_the_levels_in_use(restricted: bool, confidential: bool) -> None:
    listed = levels.levels_in_use(policy(LevelSettings(use=restricted), LevelSettings(use=confidential)))
    expected = {Level.GENERAL}
    expected |= {Level.RESTRICTED} if restricted else set()
    expected |= {Level.CONFIDENTIAL} if confidential else set()
    assert set(listed) == expected


def test_picking_a_level_loads_its_defaults_and_general_clears_them() -> None:
    rules = policy(RESTRICTED)
    assert levels.defaults(Level.RESTRICTED, rules) == (Expiry.MONTH, True)
    assert levels.defaults(Level.GENERAL, rules) == (Expiry.NONE, False)


@pytest.mark.parametrize(
    ("expiry", "now", "zone", "expected"),
    [
        (Expiry.NONE, "2026-01-31T12:00:00+00:00", UTC, None),
        (Expiry.DAY, "2026-01-31T12:00:00+00:00", UTC, "2026-02-01T12:00:00+00:00"),
        (Expiry.WEEK, "2026-01-31T12:00:00+00:00", UTC, "2026-02-07T12:00:00+00:00"),
        (Expiry.MONTH, "2026-01-31T12:00:00+00:00", UTC, "2026-02-28T12:00:00+00:00"),
        (Expiry.MONTH, "2028-01-31T12:00:00+00:00", UTC, "2028-02-29T12:00:00+00:00"),
        (Expiry.QUARTER, "2026-11-30T12:00:00+00:00", UTC, "2027-02-28T12:00:00+00:00"),
        (Expiry.MONTH, "2026-12-15T12:00:00+00:00", UTC, "2027-01-15T12:00:00+00:00"),
        # Already the last of January in Seoul, still the 30th in UTC.
        (Expiry.MONTH, "2026-01-30T20:00:00+00:00", SEOUL, "2026-02-27T20:00:00+00:00"),
        # A day is 24 hours across the change of clocks; a month keeps the wall clock.
        (Expiry.DAY, "2026-03-28T12:00:00+01:00", BERLIN, "2026-03-29T11:00:00+00:00"),
        (Expiry.MONTH, "2026-03-01T12:00:00+01:00", BERLIN, "2026-04-01T10:00:00+00:00"),
    ],
)
def test_the_moment_of_expiry(expiry: Expiry, now: str, zone: ZoneInfo, expected: str | None) -> None:
    moment = levels.expires_at(expiry, datetime.fromisoformat(now), zone)
    assert (moment and moment.isoformat()) == expected


@pytest.mark.parametrize(
    ("level", "name", "label"),
    [
        (Level.GENERAL, "", "General"),
        (Level.RESTRICTED, "", "Restricted"),
        (Level.RESTRICTED, "Board only", "Restricted Board only"),
        (Level.CONFIDENTIAL, "극비", "Confidential 극비"),
        (Level.CONFIDENTIAL, "a\x1b[31m\u202eb", "Confidential a[31mb"),
        (Level.RESTRICTED, " \u200b ", "Restricted"),
    ],
)
def test_the_audit_label_has_the_canonical_word_in_front(level: Level, name: str, label: str) -> None:
    rules = policy(LevelSettings(use=True, name=name), LevelSettings(use=True, name=name))
    judged = levels.judged(level, Expiry.NONE, False, rules, datetime.now(UTC), UTC)
    assert judged.audit_label == label


def test_general_neither_expires_nor_prohibits_forwarding_whatever_is_asked() -> None:
    judged = levels.judged(Level.GENERAL, Expiry.DAY, True, policy(), datetime.now(UTC), UTC)
    assert (judged.expires_at, judged.expires_after, judged.forwarding_prohibited) == (None, Expiry.NONE, False)
