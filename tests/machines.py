"""A machine's folder of presend in a test's own folder, and ``presend`` as it runs on such a machine.

Run as a program: ``python -m tests.machines FOLDER [VERB ...]``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from composer.storage.machine import Machine


def machine_in(folder: Path) -> Machine:
    """One whose files are those of whoever runs the tests, and on which nothing above ``folder`` is looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    return at(folder)


def at(folder: Path) -> Machine:
    """The same without making the folder: a machine on which nothing was laid down."""
    return Machine(folder, owner=os.getuid(), above=folder, clients=folder / "clients", log=folder / "log")


def without_policy(home: Path) -> list[str]:
    """``presend`` as a command on a machine that has nothing in /etc/presend, whatever the real one has."""
    return [sys.executable, "-m", "tests.machines", str(home / "no-machine")]


def lay_down(path: Path, text: str) -> Path:
    """A file as an administrator leaves it, which only the owner may change."""
    path.parent.mkdir(mode=0o755, exist_ok=True)
    path.parent.chmod(0o755)
    path.write_text(text, "utf-8")
    path.chmod(0o644)
    return path


if __name__ == "__main__":
    from composer.__main__ import main

    sys.exit(main(sys.argv[2:], at(Path(sys.argv[1]))))
