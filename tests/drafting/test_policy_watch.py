"""The watch over the policy in force: what is news, what is none, and that nobody asks twice at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer import words
from composer.clock import FixedClock
from composer.demo.policy_source import DemoPolicySource
from composer.drafting.policy_watch import LOOK_EVERY, PolicyEvent, PolicyNews, PolicyWatch
from composer.language.cells import cells
from composer.reasons import Reason, ReasonCode
from composer.sentences.changes.news import came_back_notice, came_back_words, explained, notice
from composer.storage.policy.source import FilePolicySource
from policy.draft import Draft
from policy.verdict import PolicyInForce
from tests.policy.support import NOW, in_force, mail, verdict_of

ALWAYS = 'schema = 1\ncompany.domains = ["hanbit.example"]\n'
NEVER = f"{ALWAYS}mail_security.outgoing_warning.enabled = false\n"
BACKUP = f'{ALWAYS}mail_security.backup = "on"\n'
BROKEN = f'{ALWAYS}mail_security.backup = "perhaps"\n'
WORSE = "schema = \n"
GONE = ""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Before each test and after it."""
    words.use("en")
    yield
    words.use("en")


@dataclass
class Desk:
    """A policy file and the watch over it."""

    folder: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))

    def __post_init__(self) -> None:
        self.write(ALWAYS)
        self.watch = PolicyWatch(FilePolicySource(self.path), self.clock)

    @property
    def path(self) -> Path:
        return self.folder / "policy.toml"

    def write(self, text: str) -> None:
        """Replace the file as an editor does; without a text it is gone."""
        if not text:
            self.path.unlink()
            return
        fresh = self.folder / "fresh"
        fresh.write_text(text)
        fresh.replace(self.path)

    def events(self, *texts: str) -> list[PolicyEvent | None]:
        """What each of these files is to the watch, one after another."""
        found = []
        for text in texts:
            self.write(text)
            news = self.watch.look()
            found.append(news.event if news else None)
        return found


def test_a_change_is_noticed_within_a_second() -> None:
    assert 0 < LOOK_EVERY <= 0.5


CHANGED, BROKE, MENDED = PolicyEvent.CHANGED, PolicyEvent.BROKEN, PolicyEvent.MENDED


@pytest.mark.parametrize(
    ("texts", "events"),
    [
        ([ALWAYS], [None]),
        ([f"{ALWAYS}# a comment\n"], [None]),
        ([NEVER], [CHANGED]),
        ([NEVER, NEVER], [CHANGED, None]),
        ([NEVER, ALWAYS], [CHANGED, CHANGED]),
        ([BROKEN], [BROKE]),
        ([BROKEN, BROKEN], [BROKE, None]),
        ([BROKEN, WORSE], [BROKE, BROKE]),
        ([BROKEN, ALWAYS], [BROKE, MENDED]),
        ([BROKEN, NEVER, NEVER], [BROKE, MENDED, None]),
        ([GONE], [BROKE]),
    ],
)
def test_only_what_is_new_is_news(tmp_path: Path, texts: list[str], events: list[PolicyEvent | None]) -> None:
    assert Desk(tmp_path).events(*texts) == events


def test_what_is_in_force_when_the_watch_begins_is_no_news(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert (desk.watch.last, desk.watch.look()) == (None, None)


def test_a_policy_that_is_broken_from_the_beginning_can_be_mended(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write(BROKEN)
    desk.watch = PolicyWatch(FilePolicySource(desk.path), desk.clock)
    assert desk.watch.last is None
    assert desk.events(BROKEN, ALWAYS) == [None, MENDED]


def test_broken_is_dated_from_when_it_broke_and_not_from_the_latest_fault(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.events(BROKEN)
    desk.clock.moment += timedelta(minutes=7)
    desk.events(WORSE)
    assert desk.watch.last is not None
    assert (desk.watch.last.at, desk.watch.last.event) == (NOW, BROKE)
    desk.events(ALWAYS)
    assert desk.watch.last.at == NOW + timedelta(minutes=7)


def test_mended_says_what_is_other_than_before_it_broke(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.events(BROKEN)
    desk.write(BACKUP)
    news = desk.watch.look()
    assert news is not None
    assert news.difference
    desk.events(BROKEN)
    desk.write(BACKUP)
    again = desk.watch.look()
    assert again is not None
    assert (again.event, bool(again.difference)) == (MENDED, False)


def test_the_demonstrations_policy_is_watched_in_memory() -> None:
    source = DemoPolicySource(FixedClock(NOW))
    watch = PolicyWatch(source, FixedClock(NOW))
    source.change({("mail_security", "outgoing_warning", "apply"): "attachments"})
    news = watch.look()
    assert news is not None
    assert (news.event, bool(news.difference)) == (CHANGED, True)
    assert watch.look() is None


class SlowSource:
    """Reading takes until the test lets it end."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_slow = False
        self.begun, self.go_on = threading.Event(), threading.Event()

    def current(self) -> PolicyInForce:
        self.asked += 1
        if self.is_slow:
            self.begun.set()
            assert self.go_on.wait(30)
        return in_force()


def test_while_somebody_asks_nobody_else_does() -> None:
    source = SlowSource()
    watch = PolicyWatch(source, FixedClock(NOW))
    source.is_slow = True
    asking = threading.Thread(target=watch.look)
    asking.start()
    assert source.begun.wait(30)
    assert watch.is_looking
    assert watch.look() is None
    assert source.asked == 2
    source.go_on.set()
    asking.join(30)
    assert not watch.is_looking


class Failing:
    """Fails in a way nobody foresaw."""

    def __init__(self) -> None:
        self.fails = False

    def current(self) -> PolicyInForce:
        if self.fails:
            raise RuntimeError
        return in_force()


def test_a_look_that_failed_leaves_the_way_free_for_the_next() -> None:
    source = Failing()
    watch = PolicyWatch(source, FixedClock(NOW))
    source.fails = True
    with pytest.raises(RuntimeError):
        watch.look()
    assert not watch.is_looking


# The words


def news_of(desk: Desk, text: str) -> PolicyNews:
    desk.write(text)
    news = desk.watch.look()
    assert news is not None
    return news


def test_the_notice_says_what_changed(tmp_path: Path) -> None:
    said = notice(news_of(Desk(tmp_path), NEVER), 1_000)
    assert said.startswith("The policy has changed. ")
    assert "will no longer show the warning." in said


@pytest.mark.parametrize("most", [60, 80, 120, 160, 1_000])
@pytest.mark.parametrize("tag", ["en", "ko", "ja"])
def test_the_notice_never_takes_more_than_it_is_given_and_sends_to_f1_for_the_rest(
    tmp_path: Path, most: int, tag: str
) -> None:
    text = f'{NEVER}mail_security.backup = "on"\nmail_security.external_import = "allow"\n'
    news = news_of(Desk(tmp_path), text)
    words.use(tag)
    said = notice(news, most)
    whole = all(line.removeprefix("- ") in said for line in explained(news)[1:])
    assert cells(said) <= most
    assert whole is ("F1" not in said)


def test_f1_has_every_sentence_and_when_it_was(tmp_path: Path) -> None:
    lines = explained(news_of(Desk(tmp_path), NEVER.replace("hanbit.example", "hanbit-shop.example")))
    assert "11:00" in lines[0]
    assert len(lines) > 2
    assert any("hanbit-shop.example" in line for line in lines)


def test_a_broken_policy_is_said_with_the_time_and_the_fault_and_nothing_of_it_reaches_the_terminal(
    tmp_path: Path,
) -> None:
    news = replace(
        news_of(Desk(tmp_path), BROKEN),
        fault=Reason(ReasonCode.OTHER, {"words": "line 3\x1b]52;c;AAAA\x07: [b]no[/b]"}),
    )
    said = notice(news, 200)
    assert said.startswith("Since ")
    assert "11:00" in said
    assert "[b]no[/b]" in said
    assert "\x1b" not in said
    assert explained(news) == [said]
    assert cells(notice(news, 40)) <= 40


def test_mended_is_said_also_where_nothing_else_changed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.events(BROKEN)
    assert notice(news_of(desk, ALWAYS), 100) == "The policy can be used again."


@pytest.mark.parametrize(
    ("message", "part"),
    [
        (mail(), "it can be sent"),
        (mail(to="partner@other.example"), "A warning is due"),
        (mail(sender="min@hanbit.example"), "you may not send from this address"),
        (mail(sender="min@hanbit.example", to="nobody@"), "nothing stands after the @"),
    ],
)
def test_a_message_that_came_back_says_what_is_in_its_way(message: Draft, part: str) -> None:
    said = came_back_words(verdict_of(message))
    assert said.startswith("This message was not sent: the policy changed")
    assert part in said


def test_a_message_that_came_back_to_a_broken_policy_says_so_and_what_else_is_to_be_said() -> None:
    assert came_back_words(None, "It is General now.").splitlines()[1:] == [
        "It is General now.", "The policy cannot be used now, and nothing can be sent.",
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "words_of_it"), [(1, "1 message was"), (2, "2 messages were")])
def test_messages_that_came_back_are_counted(count: int, words_of_it: str) -> None:
    assert came_back_notice(count).startswith(words_of_it)
