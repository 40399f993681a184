"""A small mail client for the tests: it draws, lets a program ask on its terminal, and waits for it.

Run as ``python -m tests.gate.client SCREEN WAY NAME FOLDER``; a key starts the program, another one ends the client.
With a file ``FOLDER/message`` the program is presend itself, which gets that message.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
import tty
from pathlib import Path
from typing import IO

from tests.forkserver.server import call
from tests.gate.reader import RECIPIENTS

MODES = "\x1b[?2004h\x1b[?1000h\x1b[?1006h\x1b[?25l"
"""What it has set: pastes, the mouse, no cursor."""
SHELLS = {"closed": ["/bin/sh", "-c", 'exec "$@" >&- 2>&-'], "background": ["/bin/sh", "-mc", '"$@" & wait']}
"""Ways in which a shell stands between the client and its sendmail."""
BLOCKED = (signal.SIGINT, signal.SIGTSTP, signal.SIGHUP, signal.SIGTERM, signal.SIGWINCH)
"""What mutt keeps from its sendmail, and more."""


def draw(screen: str) -> None:
    """A page with colours and wide characters, and the cursor in its middle."""
    enter = "\x1b[?1049h" if screen == "alternate" else ""
    rows = "".join(f"\x1b[{row};1H\x1b[3{row % 8}mrow {row} 받는 사람\x1b[m" for row in range(1, 12))
    out(f"{enter}\x1b[2J{rows}\x1b[12;1HREADY\x1b[5;9H{MODES}")


def out(text: str) -> None:
    os.write(1, text.encode())


def start(way: str, name: str, folder: Path) -> None:
    """Let the program ask, in the way a client calls its sendmail."""
    if name:
        Path("/proc/self/comm").write_text(name)
    (folder / "client").write_text(str(os.getpid()))
    module, message = ["-m", "tests.gate.asking.asked", str(folder)], b"Subject: Offer\n\nHello\n"
    if (folder / "message").exists():
        module, message = ["-m", "composer", "sendmail", "--", *RECIPIENTS], (folder / "message").read_bytes()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, BLOCKED)
    environ = {**os.environ, "COLUMNS": "13", "LINES": "7"}
    with (folder / "said").open("wb") as said:
        status = called(way, module, message, said, environ)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    (folder / "status").write_text(str(status))
    (folder / "done").touch()


def called(way: str, module: list[str], message: bytes, said: IO[bytes], environ: dict[str, str]) -> int:
    """Exit status of the program; a shell really starts it, and this client forks it."""
    session = way in ("setsid", "closed")
    if way in SHELLS:
        command = [*SHELLS[way], "sh", sys.executable, *module]
        return subprocess.run(
            command, check=False, input=message, stdout=said, stderr=said, env=environ, start_new_session=session
        ).returncode
    reading, writing = os.pipe()
    os.write(writing, message)
    os.close(writing)
    return call(module, [reading, said.fileno(), os.dup(said.fileno())], environ, session=session)


def main() -> None:
    screen, way, name, folder = sys.argv[1:]
    tty.setcbreak(0)
    settings = termios.tcgetattr(0)
    settings[tty.IFLAG] |= termios.IXANY  # something that no other program would set
    termios.tcsetattr(0, termios.TCSANOW, settings)
    if screen == "alternate":
        signal.signal(signal.SIGWINCH, lambda _number, _frame: draw(screen))
    draw(screen)
    os.read(0, 1)
    start(way, name, Path(folder))
    keys = os.read(0, 100)
    (Path(folder) / "keys").write_bytes(keys)


if __name__ == "__main__":
    main()
