"""What every test finds as it is for a person at a terminal, and leaves as it found it; properties have no clock."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from composer import words
from tests import pilots, surroundings

settings.register_profile(
    "any_machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,  # a change is judged by the same examples in each run; new ones are looked for here
)
settings.load_profile("any_machine")


_HOME = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Before a test is imported or a worker is started: both have what is settled here."""
    _hear_signals()
    surroundings.settle()
    pilots.come_to_rest_at_once()
    if not hasattr(config, "workerinput"):
        try:
            surroundings.hide_what_is_laid_down(lambda: _show_again(config))
        except OSError as error:
            pytest.exit(
                f"{surroundings.LAID_DOWN} holds what counts for every presend on this machine, and it cannot be "
                f"hidden from the tests ({error}). Run them as root, or where that folder is empty.",
                returncode=pytest.ExitCode.USAGE_ERROR,
            )
        config.stash[_HOME] = surroundings.move_in()


def pytest_unconfigure(config: pytest.Config) -> None:
    """What the run has made for itself goes with it."""
    if _HOME in config.stash:
        shutil.rmtree(config.stash[_HOME], ignore_errors=True)


def _show_again(config: pytest.Config) -> None:
    """What pytest starts anew would write to the files in which this one catches its output."""
    config.pluginmanager.getplugin("capturemanager").stop_global_capturing()


def _hear_signals() -> None:
    """Started in the background or by nohup, the tests would hand ignored signals on to every program they start."""
    for number, usual in (
        (signal.SIGINT, signal.default_int_handler),
        (signal.SIGHUP, signal.SIG_DFL),
        (signal.SIGTERM, signal.SIG_DFL),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, usual)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Three for two cores: a good third of a worker's time is spent waiting for screens, programs and servers."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + cores // 2


def pytest_collection_finish() -> None:
    """The tests themselves are no garbage, and need not be looked through again and again for any."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """There is one active language in a process; a test that fails in another one must not change the next."""
    words.use("en")
    yield
    words.use("en")
