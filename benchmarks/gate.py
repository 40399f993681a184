"""``presend sendmail`` beside msmtp and an interpreter that does nothing: time for one message, memory for a large one.

Both hand the same message to the same postfix ``smtp-sink`` on the loopback.
"""

from __future__ import annotations

import base64
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import milliseconds, quantile, show

RUNS = 25
LARGE = 18_500_000
"""Octets of a file that base64 turns into 25 MB."""
SINK = ("smtp-sink", "/usr/sbin/smtp-sink", "/usr/lib/postfix/sbin/smtp-sink")
_HEAD = b"From: kim@hanbit.example\nTo: lee@hanbit.example\nSubject: Minutes\n"
_ATTACHED = (
    b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nhere it is\n--b\n'
    b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
)
_CONFIG = """[[identities]]
address = "kim@hanbit.example"
[transport]
kind = "smtp"
host = "127.0.0.1"
port = {port}
security = "plaintext"
"""
_POLICY = 'schema = 1\n[company]\ndomains = ["hanbit.example"]\n'
_MSMTP = "account default\nhost 127.0.0.1\nport {port}\nfrom kim@hanbit.example\ntls off\nauth off\n"
_WATCHED = (
    "import sys\nfrom composer.__main__ import main\nstatus = main(sys.argv[1:])\n"
    "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))\nsys.exit(status)"
)
"""Runs presend and prints the most memory it ever had, in KiB."""


def show_tables(home: Path, surroundings: Mapping[str, str]) -> None:
    """Both tables; nothing where no ``smtp-sink`` is installed."""
    sink = next(filter(None, map(shutil.which, SINK)), None)
    if sink is None:
        print("\nThe gate is not measured: postfix's smtp-sink is not installed.")
        return
    with _server(sink) as port:
        environ = _installed(home, port, surroundings)
        show("One message inside, handed to a server", ("command", "median", "minimum"), _times(home, environ))
        show("presend sendmail: most memory", ("message", "resident"), _memory(environ))


@contextmanager
def _server(sink: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    user = ("-u", "nobody") if os.geteuid() == 0 else ()
    server = subprocess.Popen([sink, *user, f"127.0.0.1:{port}", "100"])  # noqa: S603  # our own command
    try:
        _await(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _await(port: int) -> None:
    end = time.perf_counter() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.perf_counter() > end:
                raise
        else:
            return


def _installed(home: Path, port: int, surroundings: Mapping[str, str]) -> dict[str, str]:
    configuration = home / ".config" / "presend"
    configuration.mkdir(parents=True)
    (configuration / "config.toml").write_text(_CONFIG.format(port=port))
    (configuration / "policy.toml").write_text(_POLICY)
    msmtp = home / ".msmtprc"
    msmtp.write_text(_MSMTP.format(port=port))
    msmtp.chmod(0o600)
    return {**surroundings, "HOME": str(home)}


def _times(home: Path, environ: Mapping[str, str]) -> list[list[str]]:
    """The commands take turns, so that a busy moment hits all of them."""
    presend = str(Path(sys.executable).with_name("presend"))
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "presend sendmail": [presend, "sendmail", "-i", "--", "lee@hanbit.example"],
    }
    if shutil.which("msmtp"):
        commands["msmtp"] = ["msmtp", "-C", str(home / ".msmtprc"), "-i", "--", "lee@hanbit.example"]
    spent: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(command, input=_HEAD + b"\nhello\n", env=environ, check=True)  # noqa: S603  # the same
            spent[name].append(time.perf_counter() - begin)
    return [[name, milliseconds(quantile(times, 0.5)), milliseconds(min(times))] for name, times in spent.items()]


def _memory(environ: Mapping[str, str]) -> list[list[str]]:
    large = _HEAD + _ATTACHED + base64.encodebytes(os.urandom(LARGE)) + b"--b--\n"
    command = [sys.executable, "-c", _WATCHED, "sendmail", "lee@hanbit.example"]
    rows = []
    for name, message in (("30 octets", _HEAD + b"\nhello\n"), (f"{len(large) / 1_000_000:.0f} MB", large)):
        run = subprocess.run(command, input=message, env=environ, check=True, capture_output=True)  # noqa: S603  # the same
        rows.append([name, f"{int(run.stdout) / 1024:.0f} MiB"])
    return rows
