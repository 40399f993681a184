"""The administrator's page over a list of 100,000 addresses in the policy file itself: work, and pauses meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from benchmarks.table import milliseconds
from composer.administration.session import AdminSession
from composer.administration.stores.memory_store import MemoryPolicyStore
from composer.clock import FixedClock
from composer.sentences.traps.lint_context import lint_context
from composer.threads.background import in_background

T = TypeVar("T")
MEMBERS = 100_000
HEADER = ("step", "time", "longest pause of the event loop")
NAME = ("company", "name")


def measure() -> list[list[str]]:
    """Rows of a step, its time, and the longest time for which keys had to wait; on the loop, all of it."""
    store, opening = _timed(_store)
    session, reading = _timed(lambda: AdminSession(store, lint_context()))
    session.change(NAME, "Renamed")
    _faults, typing = _timed(session.faults)
    rows = [
        ["opening: the store reads the policy", milliseconds(opening), "before the loop begins"],
        ["opening: the page's session", milliseconds(reading), "before the loop begins"],
        ["a key in a field", milliseconds(typing), milliseconds(typing)],
    ]
    for name, act in (("review", session.review), ("save", session.save)):
        spent, pause = asyncio.run(_beside_the_loop(act))
        rows.append([name, milliseconds(spent), milliseconds(pause)])
    return rows


def _store() -> MemoryPolicyStore:
    hosts = ["partner.example", *["hanbit.example"] * 19]
    members = "".join(f'  "user{place}@{hosts[place % 20]}",\n' for place in range(MEMBERS))
    text = (
        'schema = 1\n[company]\nname = "Hanbit"\ndomains = ["hanbit.example"]\n'
        f'[[lists]]\naddress = "all@hanbit.example"\nmembers = [\n{members}]\n'
    )
    return MemoryPolicyStore(text, _no_file, "policy.toml", FixedClock(datetime(2026, 11, 24, tzinfo=UTC)))


def _no_file(name: str) -> str:
    raise FileNotFoundError(name)


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    begin = time.perf_counter()
    result = act()
    return result, time.perf_counter() - begin


async def _beside_the_loop(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds until a step in a thread is done, and of the longest turn of the loop meanwhile."""
    begin = last = time.perf_counter()
    longest = 0.0
    task = asyncio.ensure_future(in_background(lambda _abort: act()))
    while not task.done():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    await task
    return last - begin, longest
