"""Ctrl+C ends a verb at whatever moment it comes, and what is left is said."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.end_to_end.terminal import environ_of
from tests.forkserver.client import run

INTERRUPTED_AT_ONCE = """import os, signal, sys, threading
from composer.cli.wiring.interruptible_verb import interruptible_verb
def act(_abort):
    os.kill(os.getpid(), signal.SIGINT)
    threading.Event().wait()
def left():
    print("what is left is looked for")
    return []
interruptible_verb(act, left, sys.stdout)
"""


def test_interrupted_while_its_thread_begins_it_says_what_is_left_all_the_same(tmp_path: Path) -> None:
    ended = run([sys.executable, "-c", INTERRUPTED_AT_ONCE], env=environ_of(tmp_path), cwd=tmp_path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"what is left is looked for\n", b"")
