"""``presend contacts`` over 10,000 people, as other clients call it, beside an interpreter that does nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.table import milliseconds, quantile

HEADER = ("command", "median", "minimum")
PEOPLE = 10_000
RUNS = 15


def measure(home: Path, surroundings: dict[str, str]) -> list[list[str]]:
    """Rows of the table, the two commands taking turns; the address book is in ``home``."""
    around = {**surroundings, **_address_book(home)}
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "presend contacts, 10,000 people": [sys.executable, "-m", "composer", "contacts", "person77 fam"],
        "presend contacts, nobody": [sys.executable, "-m", "composer", "contacts", "qqqq"],
    }
    spent: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        _seconds(command, around)
    for _ in range(RUNS):
        for name, command in commands.items():
            spent[name].append(_seconds(command, around))
    return [[name, milliseconds(quantile(times, 0.5)), milliseconds(min(times))] for name, times in spent.items()]


def _address_book(home: Path) -> dict[str, str]:
    """Settings, a policy and one file of cards."""
    config = home / "config" / "presend"
    config.mkdir(parents=True)
    (config / "policy.toml").write_text('schema = 1\n[company]\ndomains = ["hanbit.example"]\n', encoding="utf-8")
    (config / "config.toml").write_text(
        f'[[identities]]\naddress = "kim@hanbit.example"\n[contacts]\nvcard_folder = "{home}/cards"\n', encoding="utf-8"
    )
    (home / "cards").mkdir()
    cards = (
        f"BEGIN:VCARD\nVERSION:4.0\nFN:Person{n} Family{n % 700}\nEMAIL:person{n}@company{n % 300}.example\nEND:VCARD\n"
        for n in range(PEOPLE)
    )
    (home / "cards" / "all.vcf").write_text("".join(cards), encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(home / "config"), "XDG_STATE_HOME": str(home / "state"), "HOME": str(home)}


def _seconds(command: Sequence[str], around: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, env=around, check=False, stdout=subprocess.DEVNULL)  # noqa: S603  # our own command
    return time.perf_counter() - begin
