"""The file of everybody is believed only while it is whole and none of its sources changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from composer.disk.regular_file import CLOCK_GRAIN
from composer.services.completion_kind import CompletionKind
from composer.storage.contacts.known_people import Found, KnownPeople, PeopleFile, Watched

KIM = ("kim@hanbit.example", "Kim", "contact", True, None)
TEAM = ("team@hanbit.example", "Team", "list", False, 3)
EVERYBODY = KnownPeople(["kim", "team"], [KIM, TEAM], ("ko", None))
LATER = 2**62
"""Nanoseconds; long after every test."""


class Member:
    """Sources, and a file that was saved long after they were written."""

    def __init__(self, folder: Path) -> None:
        self.cards = folder / "cards"
        (self.cards / "team").mkdir(parents=True)
        (self.cards / "team" / "a.vcf").write_text("A", encoding="utf-8")
        self.policy = folder / "policy.toml"
        self.policy.write_text("schema = 1", encoding="utf-8")
        self.missing = folder / "config.toml"
        self.path = folder / "state" / "people"
        self.save()

    def save(self, now: int = LATER) -> None:
        """As a look-up that had to read the sources does."""
        watched = Watched()
        for path in (self.policy, self.missing):
            watched.note(path)
        watched.note_cards(self.cards)
        PeopleFile(self.path, ("1",), lambda: now).save(EVERYBODY, watched)

    def load(self, *key: str) -> KnownPeople | None:
        """As the next look-up does."""
        return PeopleFile(self.path, key or ("1",)).load()


@pytest.fixture
def member(tmp_path: Path) -> Member:
    return Member(tmp_path)


def test_everybody_comes_back_with_kinds_and_languages(member: Member) -> None:
    everybody = member.load()
    assert everybody is not None
    assert (list(everybody.texts), list(everybody.languages)) == (["kim", "team"], ["ko", None])
    assert everybody.found(0) == Found("kim@hanbit.example", "Kim", CompletionKind.CONTACT, True, None)
    assert everybody.found(1) == Found("team@hanbit.example", "Team", CompletionKind.LIST, False, 3)
    assert member.path.stat().st_mode & 0o777 == 0o600


def _replace(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.unlink()
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.policy.write_text("schema = 1\n", encoding="utf-8"),
        lambda it: _replace(it.policy),
        lambda it: it.policy.unlink(),
        lambda it: it.missing.touch(),
        lambda it: (it.cards / "b.vcf").touch(),
        lambda it: (it.cards / "team" / "b.vcf").touch(),
        lambda it: (it.cards / "team" / "a.vcf").write_text("AB", encoding="utf-8"),
        lambda it: (it.cards / "team" / "a.vcf").unlink(),
        lambda it: (it.cards / "new").mkdir(),
        lambda it: it.path.unlink(),
        lambda it: it.path.write_bytes(b""),
        lambda it: it.path.write_bytes(it.path.read_bytes()[:-1]),
        lambda it: it.path.write_bytes(it.path.read_bytes().replace(b"Kim", b"Kin")),
    ],
)
def test_after_any_change_it_is_not_believed(member: Member, change: Callable[[Member], object]) -> None:
    assert member.load() is not None
    change(member)
    assert member.load() is None


def test_another_version_or_place_does_not_believe_it(member: Member) -> None:
    assert member.load("2") is None


def test_a_source_that_was_written_a_moment_ago_may_be_written_again_unseen(member: Member) -> None:
    member.path.unlink()
    written = max(path.stat().st_ctime_ns for path in (member.policy, member.cards / "team" / "a.vcf"))
    member.save(now=written + CLOCK_GRAIN // 2)
    assert member.load() is None
    member.save(now=written + CLOCK_GRAIN * 2)
    assert member.load() is not None


def test_a_disk_that_says_no_is_no_error(member: Member) -> None:
    member.path.unlink()
    member.path.parent.rmdir()
    member.path.parent.write_bytes(b"a file in the way")
    member.save()
    assert member.load() is None
