"""presend under the names of a mail system's programs: links of every kind, as administrators make them."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from composer.__main__ import NAMES
from tests.delivery.support import Office
from tests.gate.support import INSIDE, Member

PRESEND = Path(sys.executable).with_name("presend")
"""The console script, as pip and pipx write it."""


def symbolic(place: Path) -> None:
    """A symbolic link."""
    place.symlink_to(PRESEND)


def hard(place: Path) -> None:
    """A second name of the same file, on whose file system it has to lie."""
    beside = place.with_name(f"{place.name}-copied")
    shutil.copy2(PRESEND, beside)
    os.link(beside, place)


def through_pipx(place: Path) -> None:
    """A link to the link that pipx makes in its folder of programs."""
    (place.parent / "presend").symlink_to(PRESEND)
    place.symlink_to("presend")


def wrapped(place: Path) -> None:
    """A script that says the verb; the name by which it would start presend does not reach a script (execve(2))."""
    words = " ".join(NAMES[place.name])
    place.write_text(f'#!/bin/sh\nexec {shlex.quote(str(PRESEND))} {words} "$@"\n', "ascii")
    place.chmod(0o755)


def alternative(place: Path) -> None:
    """What ``update-alternatives --install`` makes."""
    folder = place.parent
    for part in ("alternatives", "administration"):
        (folder / part).mkdir()
    where = [
        "--altdir",
        str(folder / "alternatives"),
        "--admindir",
        str(folder / "administration"),
        "--log",
        os.devnull,
    ]
    subprocess.run(
        ["update-alternatives", "--quiet", *where, "--install", str(place), place.name, str(PRESEND), "90"], check=True
    )
    assert place.readlink() == folder / "alternatives" / place.name


LINKS: dict[str, Callable[[Path], None]] = {
    "a symbolic link": symbolic,
    "a hard link": hard,
    "a link to pipx's": through_pipx,
    "a script": wrapped,
    "an alternative": alternative,
}
linked = pytest.mark.parametrize(
    "link",
    [
        pytest.param(
            link,
            id=name,
            marks=pytest.mark.skipif(
                link is alternative and shutil.which("update-alternatives") is None, reason="only Debian has it"
            ),
        )
        for name, link in LINKS.items()
    ],
)


class Machine:
    """A folder of programs with one of them, and a member who calls it."""

    def __init__(self, folder: Path, name: str, link: Callable[[Path], None]) -> None:
        (folder / "sbin").mkdir()
        self.place = folder / "sbin" / name
        link(self.place)
        self.member = Member(folder / "home")

    def call(self, *words: str, message: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
        """Call it by its bare name."""
        around = {"PATH": f"{self.place.parent}:{os.environ['PATH']}", "HOME": str(self.member.home), "TZ": "UTC"}
        return subprocess.run(
            [self.place.name, *words],
            input=message,
            env={**around, "LANG": "C.UTF-8", **environ},
            cwd=self.member.home,
            capture_output=True,
            start_new_session=True,
            check=False,
        )


@linked
def test_sendmail_takes_a_message(tmp_path: Path, link: Callable[[Path], None]) -> None:
    machine = Machine(tmp_path, "sendmail", link)
    done = machine.call("-oi", "-f", "kim@hanbit.example", "--", "lee@hanbit.example", message=INSIDE)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert set(machine.member.arrived) == {"lee@hanbit.example"}


@linked
def test_mailq_shows_the_outbox(tmp_path: Path, link: Callable[[Path], None]) -> None:
    machine = Machine(tmp_path, "mailq", link)
    shown = machine.member.presend("outbox", "list")
    done = machine.call()
    assert (done.returncode, done.stdout, done.stderr) == (0, shown.stdout, b"")
    assert done.stdout


@linked
def test_newaliases_does_nothing_and_says_so_where_it_is_asked(tmp_path: Path, link: Callable[[Path], None]) -> None:
    machine = Machine(tmp_path, "newaliases", link)
    done = machine.call()
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    told = machine.call("-v")
    assert (told.returncode, told.stdout, told.stderr.count(b"\n")) == (0, b"", 1)
    assert b"no table of aliases" in told.stderr


def test_a_message_that_waits_is_in_what_mailq_shows(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "mailq", symbolic)
    office = Office(machine.member.home / ".local" / "share" / "presend")
    job = office.outbox.accept(office.submission())
    done = machine.call()
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(job.id.encode())


MODES = {
    "-bp": ("mailq",),
    "-v -bp": ("mailq", "-v"),
    "-ibp": ("mailq",),
    "-b p": ("mailq",),
    "-bi": ("newaliases",),
    "-bi -v": ("newaliases", "-v"),
    "-vbi": ("newaliases", "-v"),
}


@pytest.mark.parametrize("words", MODES)
def test_the_other_two_are_modes_of_sendmail(tmp_path: Path, words: str) -> None:
    name, *more = MODES[words]
    machine = Machine(tmp_path, name, symbolic)
    wanted = machine.call(*more)
    done = machine.member.sendmail(*words.split(), message=b"")
    assert (done.returncode, done.stdout, done.stderr) == (wanted.returncode, wanted.stdout, wanted.stderr)


@pytest.mark.parametrize("name", NAMES)
def test_wrong_words_are_64_under_every_name(tmp_path: Path, name: str) -> None:
    done = Machine(tmp_path, name, symbolic).call("--frobnicate")
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (64, b"", 1)


@pytest.mark.parametrize("name", NAMES)
def test_under_every_name_there_is_help(tmp_path: Path, name: str) -> None:
    done = Machine(tmp_path, name, symbolic).call("--help")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"-bs" not in done.stdout
    assert b"mailq" in done.stdout


def test_newaliases_needs_neither_settings_nor_a_policy(tmp_path: Path) -> None:
    (tmp_path / "sbin").mkdir()
    place = tmp_path / "sbin" / "newaliases"
    symbolic(place)
    done = subprocess.run([place], env={"HOME": str(tmp_path)}, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_link_that_is_presends_own_transport_sends_nothing_in_a_circle(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "sendmail", symbolic)
    machine.member = Member(tmp_path / "other", f'kind = "sendmail"\ncommand = "{machine.place}"')
    done = machine.call("lee@hanbit.example", message=INSIDE)
    assert (done.returncode, done.stderr.count(b"\n")) == (os.EX_UNAVAILABLE, 1)
    assert b"presend's own transport" in done.stderr
    assert (len(machine.member.kept), machine.member.waiting) == (1, [])


def test_what_shows_the_queue_ends_by_signals_as_any_program() -> None:
    code = (
        "import signal\nfrom composer.gate.terminal import signals\n"
        "signals.note_ending()\nsignals.stop_noting()\n"
        "assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL\n"
        "assert signal.getsignal(signal.SIGINT) is signal.default_int_handler\n"
        "signals.note_ending()\nsignal.raise_signal(signal.SIGTERM)\nsignals.stop_noting()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGTERM
