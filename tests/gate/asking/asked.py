"""A program that asks on its client's terminal, for the tests: ``python -m tests.gate.asking.asked FOLDER``."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from composer.gate.asking.dialog_request import DialogRequest
from composer.gate.terminal.borrowed_terminal import borrowed_as_stdio
from composer.gate.terminal.place import find_terminal
from composer.gate.terminal.signals import EndedBySignalError
from composer.services.policy_source import PolicySource
from policy.settings import Expiry, LevelSettings
from policy.verdict import PolicyInForce
from tests.screens.dialog_support import CLOCK, Assessor, message, policy


class FixedPolicy:
    """One policy for ever."""

    def __init__(self, in_force: PolicyInForce) -> None:
        self._in_force = in_force

    def current(self) -> PolicyInForce:
        return self._in_force


def request(**changes: Any) -> DialogRequest:
    """A message that goes outside, as another client has finished it."""
    assess = Assessor(policy(restricted=LevelSettings(True, "", Expiry.MONTH, True, False)))
    source: PolicySource = FixedPolicy(assess.in_force)
    return DialogRequest(
        message(**changes),
        lambda composition, _surface: assess(composition),
        CLOCK,
        source,
        transport_name="smtp.hanbit.example",
    )


def main() -> None:
    folder = Path(sys.argv[1])
    result: dict[str, Any] = {}
    found = find_terminal(os.environ)
    if found is None:
        result["answer"] = "nobody"
    else:
        result |= {"way": found.way.value, "path": found.path, "client": found.client}
        try:
            with borrowed_as_stdio(found) as taken:
                from composer.apps.gate_app import show_dialog

                (folder / "pid").write_text(str(os.getpid()))
                interrupt_itself(folder / "interrupt")
                answer = show_dialog(request(), taken.keeps_screen)
            result["answer"] = "send" if answer.send else "back"
        except EndedBySignalError as ended:
            result["answer"] = f"signal {ended.number}"
    result |= {
        "columns": os.environ.get("COLUMNS"),
        "closed": [number for number in (0, 1, 2) if not is_open(number)],
        "standard": [is_terminal(number) for number in (0, 1, 2)],
        "blocked": sorted(int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, ())),
    }
    (folder / "result").write_text(json.dumps(result))


def interrupt_itself(when: Path) -> None:
    """Where a file names a signal and what Python does (PEP 578), send the signal when that is done first.

    An import is named with its module: ``import=textual.layouts.factory``.
    """
    if not when.exists():
        return
    number, wanted = when.read_text().split()

    def hook(event: str, about: tuple[Any, ...]) -> None:
        done = f"import={about[0]}" if event == "import" else event
        if done == wanted and when.exists():
            when.unlink()
            os.kill(os.getpid(), int(number))

    sys.addaudithook(hook)


def is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def is_terminal(number: int) -> bool:
    return is_open(number) and os.isatty(number)


if __name__ == "__main__":
    main()
