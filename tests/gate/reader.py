"""A mail client that goes on reading the keys while its sendmail runs: ``python -m tests.gate.reader NAME HOME``.

A first key sends the message; every key that comes meanwhile is written to ``HOME/stolen``.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tty
from pathlib import Path

RECIPIENTS = ("lee@hanbit.example", "park@other.example")


def main() -> None:
    name, home = sys.argv[1], Path(sys.argv[2])
    Path("/proc/self/comm").write_text(name)
    tty.setcbreak(0)
    os.write(1, b"\x1b[2J\x1b[HREADY")
    os.read(0, 1)
    command = [sys.executable, "-m", "composer", "sendmail", "--", *RECIPIENTS]
    with (home / "message").open("rb") as message, (home / "said").open("wb") as said:
        sending = subprocess.Popen(command, stdin=message, stdout=said, stderr=said)
    stolen = bytearray()
    while sending.poll() is None:
        if select.select([0], [], [], 0.05)[0]:
            stolen += os.read(0, 100)
    (home / "stolen").write_bytes(stolen)
    (home / "status.new").write_text(str(sending.returncode))
    (home / "status.new").rename(home / "status")
    os.read(0, 1)


if __name__ == "__main__":
    main()
