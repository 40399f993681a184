"""Print every table, peers side by side in one run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import contacts, gate, judging, large_lists, large_policy
from benchmarks.programs import Program, environ, programs
from benchmarks.table import milliseconds, quantile, show
from benchmarks.terminal import Terminal

STARTS = 15
KEYS = 60


def start_once(program: Program, surroundings: dict[str, str]) -> tuple[float, int]:
    """Seconds to the complete screen, and memory once it is quiet."""
    terminal = Terminal(program.command, surroundings)
    try:
        complete = terminal.until(lambda it: all(text in it.text for text in program.complete))
        terminal.settle()
        return complete, terminal.memory()
    finally:
        terminal.close()


def starts(peers: list[Program], surroundings: dict[str, str]) -> None:
    """Process start to the complete screen; the peers take turns, so that a busy moment hits all of them."""
    spent: dict[str, list[float]] = {peer.name: [] for peer in peers}
    memory: dict[str, int] = {}
    for peer in peers:
        start_once(peer, surroundings)
    for _ in range(STARTS):
        for peer in peers:
            seconds, memory[peer.name] = start_once(peer, surroundings)
            spent[peer.name].append(seconds)
    rows = [
        [name, milliseconds(quantile(times, 0.5)), milliseconds(min(times)), f"{memory[name] / 1_048_576:.0f} MiB"]
        for name, times in spent.items()
    ]
    show("Process start to the complete screen", ("program", "median", "minimum", "memory (PSS)"), rows)


def echo(terminal: Terminal) -> list[float]:
    """Seconds from a key to its echo, for a run of keys.

    A key is seen in its own row: elsewhere letters come and go, as sentences follow what is typed.
    """
    spent = []
    for place in range(KEYS):
        key = "abcdefghij"[place % 10]
        terminal.type(key)
        spent.append(terminal.until(lambda it, key=key: it.before_cursor.endswith(key)))  # type: ignore[misc]  # bound per key
    return spent


def keys(peers: list[Program], surroundings: dict[str, str]) -> None:
    """Key to echo in the first address field and in the body."""
    rows = []
    for peer in peers:
        if not peer.keys_to_body:
            continue
        terminal = Terminal(peer.command, surroundings)
        try:
            terminal.until(lambda it, peer=peer: all(text in it.text for text in peer.complete))  # type: ignore[misc]  # bound per peer
            terminal.settle()
            for field, move in (("To", peer.keys_to_field), ("body", peer.keys_to_body)):
                terminal.type(move)
                terminal.settle()
                spent = echo(terminal)
                rows.append([peer.name, field, *(milliseconds(quantile(spent, share)) for share in (0.5, 0.95))])
        finally:
            terminal.close()
    show("Key to echo", ("program", "field", "median", "p95"), rows)


def versions(surroundings: dict[str, str]) -> None:
    """``presend --version`` beside an interpreter that does nothing."""
    presend = str(Path(sys.executable).with_name("presend"))
    rows = []
    for name, command in (
        ("presend --version", [presend, "--version"]),
        ("python -c pass", [sys.executable, "-c", "pass"]),
    ):
        spent = []
        for _ in range(STARTS):
            begin = time.perf_counter()
            subprocess.run(command, env=surroundings, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own command
            spent.append(time.perf_counter() - begin)
        rows.append([name, milliseconds(quantile(spent, 0.5)), milliseconds(min(spent))])
    show("Command line", ("command", "median", "minimum"), rows)


def main() -> None:
    """All tables."""
    with tempfile.TemporaryDirectory() as home:
        surroundings = environ(Path(home))
        os.chdir(Path(__file__).parent.parent)
        peers = programs(Path(home))
        starts(peers, surroundings)
        keys(peers, surroundings)
        versions(surroundings)
        show("Lists of 100,000 addresses", large_lists.HEADER, large_lists.measure(Path(home) / "lists", surroundings))
        show("The administrator's page, 100,000 addresses inline", large_policy.HEADER, large_policy.measure())
        show("Looking an address up", contacts.HEADER, contacts.measure(Path(home) / "contacts", surroundings))
        gate.show_tables(Path(home) / "gate", surroundings)
    header = ("recipients", "minimum", "median", "the same again", "consent hash")
    show("judge() on a parsed draft", header, judging.measure())


if __name__ == "__main__":
    main()
