"""Lists of 100,000 addresses: the composer and the rules with and without them, side by side."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks.table import milliseconds, quantile
from benchmarks.terminal import Terminal
from composer.storage.policy.list_index import ListIndexes
from composer.storage.policy.source import FilePolicySource
from policy.address import parse_address, parse_field
from policy.draft import Draft
from policy.settings import Surface
from policy.verdict import Capabilities, Member, PolicyInForce, judge

MEMBERS = 100_000
STARTS = 7
KEYS = 40
ROUNDS = 7
HEADER = ("measured", "no large list", "list not addressed", "list in To")

_SETTINGS = """[[identities]]
address = "kim@hanbit.example"
[transport]
kind = "local"
"""
_POLICY = """schema = 1
[company]
name = "Hanbit"
domains = ["hanbit.example"]
[mail.general]
max_external_recipients = 10_000
"""
_LISTS = """[[lists]]
address = "everybody@hanbit.example"
members = ["all@hanbit.example"]
[[lists]]
address = "all@hanbit.example"
members_file = "all.txt"
"""
_FIELDS = {"To": (("\x1b[Z", "\x1b[F", ", "), slice(2, 3)), "body": (("\t", "\t"), slice(6, 28))}
"""What to type to get there, one after the other, and where it stands on the screen."""


@dataclass(frozen=True, slots=True)
class Case:
    """One column."""

    folder: Path
    """Home, configuration, state and policy of one member."""
    to: str

    @property
    def policy(self) -> Path:
        """The policy file."""
        return self.folder / "policy.toml"

    @property
    def state(self) -> Path:
        """Where the indexes of the measured rules are kept."""
        return self.folder / "indexes"


def measure(root: Path, surroundings: Mapping[str, str]) -> list[list[str]]:
    """Rows of a name and one value for each case; ``root`` is an empty folder."""
    cases = _cases(root)
    rules = [_rules(case) for case in cases]
    measured = [*_programs(cases, surroundings), *((name, [one[name] for one in rules]) for name in rules[0])]
    return [[name, *map(milliseconds, values)] for name, values in measured]


def _cases(root: Path) -> list[Case]:
    """The three organizations; every twentieth member of the list is outside."""
    one, several = "lee@hanbit.example", "lee@hanbit.example, everybody@hanbit.example"
    cases = [Case(root / "without", one), Case(root / "not-addressed", one), Case(root / "addressed", several)]
    hosts = ["partner.example", *["hanbit.example"] * 19]
    lines = "".join(f"user{place}@{hosts[place % 20]}\n" for place in range(MEMBERS))
    for case, lists in zip(cases, ("", _LISTS, _LISTS), strict=True):
        configuration = case.folder / ".config" / "presend"
        configuration.mkdir(parents=True)
        (configuration / "config.toml").write_text(_SETTINGS)
        (case.folder / "all.txt").write_text(lines)
        case.policy.write_text(_POLICY + lists)
    return cases


def _programs(cases: list[Case], surroundings: Mapping[str, str]) -> list[tuple[str, list[float]]]:
    """Names and medians in seconds; the cases take turns."""
    first = [_start(case, surroundings) for case in cases]
    starts = [[_start(case, surroundings) for case in cases] for _ in range(STARTS)]
    keys = [_keys(case, surroundings) for case in cases]
    return [
        ("first start to the complete screen", first),
        ("next start to the complete screen", [quantile(times, 0.5) for times in zip(*starts, strict=True)]),
        *((f"key to echo, {what}", [one[what] for one in keys]) for what in keys[0]),
    ]


def _opened(case: Case, surroundings: Mapping[str, str]) -> Terminal:
    command = (sys.executable, "-m", "composer", "compose", "--policy", str(case.policy), "--to", case.to)
    return Terminal(command, {**surroundings, "HOME": str(case.folder)})


def _is_complete(terminal: Terminal) -> bool:
    return all(text in terminal.text for text in ("Subject", "10,000 outside", "Send"))


def _start(case: Case, surroundings: Mapping[str, str]) -> float:
    terminal = _opened(case, surroundings)
    try:
        return terminal.until(_is_complete)
    finally:
        terminal.close()


def _keys(case: Case, surroundings: Mapping[str, str]) -> dict[str, float]:
    """Seconds from a key to its echo, by field and share; typed so fast that keys meet judgements."""
    found: dict[str, float] = {}
    terminal = _opened(case, surroundings)
    try:
        terminal.until(_is_complete)
        terminal.settle()
        for field, (keys, rows) in _FIELDS.items():
            for key in keys:
                terminal.type(key)
                terminal.settle()
            spent = [_echo(terminal, "abcdefghij"[place % 10], rows) for place in range(KEYS)]
            found |= {f"{field}, {name}": quantile(spent, share) for name, share in (("median", 0.5), ("worst", 1.0))}
        return found
    finally:
        terminal.close()


def _echo(terminal: Terminal, key: str, rows: slice) -> float:
    def count() -> int:
        return "".join(terminal.screen.display[rows]).count(key)

    before = count()
    terminal.type(key)
    spent = terminal.until(lambda _it: count() > before)
    terminal.settle(0.03)
    return spent


def _rules(case: Case) -> dict[str, float]:
    """The rules without a terminal: loading, then judging a message as it is typed."""
    cold, warm, first, again = (list[float]() for _ in range(4))
    for _ in range(ROUNDS):
        for index in case.state.glob("*"):
            index.unlink()
        cold.append(_seconds(lambda: _source(case).current()))
        warm.append(_seconds(lambda: _source(case).current()))
        in_force = _source(case).current()
        first.append(_seconds(partial(_judged, case, in_force, "")))
        again.append(_seconds(partial(_judged, case, in_force, "typed")))
    measured = {"policy, no index yet": cold, "policy, indexed": warm, "judge(), first": first, "judge(), again": again}
    return {name: quantile(spent, 0.5) for name, spent in measured.items()}


def _source(case: Case) -> FilePolicySource:
    return FilePolicySource(case.policy, ListIndexes(case.state))


def _judged(case: Case, in_force: PolicyInForce, body: str) -> None:
    kim = parse_address("kim@hanbit.example")
    draft = Draft(sender=parse_field("kim@hanbit.example"), to=parse_field(case.to), subject="s", body=body)
    judge(draft, in_force, Member((kim,), "en", Surface.PC, UTC), Capabilities(), datetime.now(UTC))


def _seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin
