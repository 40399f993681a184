"""What the clients themselves make of the machine's files, each in a mount namespace with an /etc of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clients.desk import MEMBER
from tests.end_to_end.terminal import Terminal
from tests.gate.support import Member
from tests.policy.support import KIM
from tests.project import ROOT

CONSOLE_SCRIPT = f"""#!/bin/sh
'''exec' "{sys.executable}" "$0" "$@"
' '''
import sys
sys.path.insert(0, {str(ROOT)!r})
from composer.__main__ import main
if __name__ == "__main__":
    sys.exit(main())
"""
"""As pip writes it where the path of Python is long or has blanks."""
_WITH_OWN_ETC = 'mount --bind "$1" /etc && mount --bind "$2" /opt && shift 2 && exec "$@"'
RECORDS = '#!/bin/sh\n{{ echo "${{0##*/}} called with $*"; cat; }} >"{home}/given"\n'
LEE = "lee@hanbit.example"


def can_have_mounts_of_its_own() -> bool:
    """Only root with the right to do so, for what lies in /etc must be root's."""
    command = ["unshare", "--mount", "mount", "--bind", "/etc", "/etc"]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not can_have_mounts_of_its_own(), reason="the system lets nobody mount here")


class Apart:
    """A copy of /etc, and a program that stands for presend in /opt, as programs see them that are started here."""

    program = "/opt/presend"

    def __init__(self, folder: Path) -> None:
        self.home, self.etc, self.opt = folder / "home", folder / "etc", folder / "opt"
        self.home.mkdir()
        self.opt.mkdir(mode=0o755)
        shutil.copytree("/etc", self.etc, symlinks=True)
        for name in ("presend", "other"):
            self.put(name, RECORDS.format(home=self.home))
        start = (shutil.which("unshare"), "--mount", "sh", "-c", _WITH_OWN_ETC, "sh", self.etc, self.opt)
        self._start = list(map(str, start))
        self.environ = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8", "TERM": "xterm-256color"}

    def put(self, name: str, text: str) -> None:
        """A program in /opt."""
        (self.opt / name).write_text(text, "utf-8")
        (self.opt / name).chmod(0o755)

    def command(self, *words: str) -> list[str]:
        """The words that start a program there."""
        return [*self._start, *words]

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program there."""
        return subprocess.run(
            self.command(*words),
            input=stdin,
            env=self.environ,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )

    def presend(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run presend itself there."""
        code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from composer.__main__ import main; sys.exit(main())"
        return self.run(sys.executable, "-P", "-c", code, *words)

    def install(self, name: str, *what: str) -> str:
        """``presend install NAME --system``; what it says."""
        done = self.presend("install", name, "--system", "--command", self.program, *what)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    @property
    def given(self) -> str:
        """What presend was called with."""
        place = self.home / "given"
        return place.read_text("utf-8") if place.exists() else ""


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def needs(*names: str) -> list[object]:
    """The checks install every program; a developer may lack one."""
    return [
        pytest.param(name, marks=pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed"))
        for name in names
    ]


@pytest.fixture
def apart(tmp_path: Path) -> Apart:
    """Nothing of presend's is in /etc."""
    return Apart(tmp_path)


@pytest.mark.parametrize("name", needs("mutt", "neomutt", "s-nail", "alpine", "git"))
def test_what_is_taken_back_leaves_etc_as_it_was(apart: Apart, name: str) -> None:
    before = contents(apart.etc)
    assert "/etc/" in apart.install(name, "--write")
    assert contents(apart.etc) != before
    apart.install(name, "--remove")
    assert contents(apart.etc) == before


FOLDERS = {"mutt": "Muttrc.d", "neomutt": "neomuttrc.d"}


@pytest.mark.parametrize("name", needs(*FOLDERS))
def test_mutt_and_neomutt_send_by_it_unless_the_member_says_otherwise(apart: Apart, name: str) -> None:
    said = apart.install(name, "--write")
    assert (
        f"/{'neo' if name == 'neomutt' else 'M'}muttrc.d/presend.rc: written.".lower().replace("mm", "m")
        in said.lower()
    )
    (apart.home / f".{name}rc").write_text(f"set from={MEMBER} record='' realname=Kim\n")
    assert apart.run(name, "-s", "Hello", "--", LEE, stdin="See you.\n").returncode == 0
    assert f"presend called with sendmail -f {MEMBER} -- {LEE}\n" in apart.given
    (apart.home / f".{name}rc").write_text("set sendmail=/other\n")
    assert "/other" in apart.run(name, "-Q", "sendmail").stdout


@pytest.mark.parametrize("name", needs("s-nail"))
def test_s_nail_sends_by_it_unless_the_member_says_otherwise(apart: Apart, name: str) -> None:
    apart.environ["MAILRC"] = str(apart.home / ".mailrc")  # as root s-nail looks into root's own home
    apart.install(name, "--write")
    done = apart.run(name, "-s", "Hello", "-r", MEMBER, LEE, stdin="See you.\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert apart.given.startswith(f"presend called with sendmail -i -- {LEE}\n")
    (apart.home / ".mailrc").write_text("set mta=/opt/other\n")
    assert apart.run(name, "-s", "Hello", "-r", MEMBER, LEE, stdin="See you.\n").returncode == 0
    assert apart.given.startswith("other called with")


PATCH = f"From: Kim <{MEMBER}>\nDate: Mon, 30 Nov 2026 10:00:00 +0000\nSubject: [PATCH] x\n\n---\n a | 1 +\n"


@pytest.mark.skipif(not Path("/usr/lib/git-core/git-send-email").exists(), reason="git-email is not installed")
@pytest.mark.parametrize("server", [False, True])
def test_git_sends_by_it_whatever_server_the_member_names(apart: Apart, server: bool) -> None:
    apart.install("git", "--write")
    own = f"[user]\n\tname = Kim\n\temail = {MEMBER}\n"
    there = "[sendemail]\n\tsmtpServer = 127.0.0.1\n\tsmtpServerPort = 1\n" if server else ""
    (apart.home / ".gitconfig").write_text(own + there)
    (apart.home / "a.patch").write_text(PATCH)
    done = apart.run(
        "git",
        "send-email",
        "--quiet",
        "--confirm=never",
        "--suppress-cc=all",
        f"--to={LEE}",
        f"--from={MEMBER}",
        "a.patch",
    )
    assert (done.stderr, apart.given.partition("\n")[0]) == ("", f"presend called with sendmail -f {MEMBER} -i {LEE}")


PINERC = (
    'personal-name=Kim\nuser-domain=hanbit.example\ninbox-path={home}/inbox\ndefault-fcc=""\nlast-version-used=7.00\n'
)


@pytest.mark.parametrize(
    ("own", "called"),
    [("sendmail-path=\nsmtp-server=\n", "presend"), ("sendmail-path=/opt/other sendmail -t\n", "other")],
)
@pytest.mark.parametrize("name", needs("alpine"))
def test_alpine_sends_by_it_unless_the_member_says_otherwise(apart: Apart, name: str, own: str, called: str) -> None:
    apart.install(name, "--write")
    (apart.home / "inbox").touch()
    (apart.home / ".pinerc").write_text(PINERC.format(home=apart.home) + own)
    command = apart.command(name, "-url", f"mailto:{LEE}?subject=Hello&body=See+you")
    with Terminal(command, apart.environ, apart.home, (80, 24)) as terminal:
        terminal.until("Hello", "See")
        terminal.press("ctrl+x")
        terminal.until("Send message?")
        terminal.press("y")
        terminal.until_true(lambda: "called with" in apart.given)
    assert apart.given.startswith(f"{called} called with sendmail -t\n")


@pytest.mark.parametrize("name", needs("mutt"))
def test_doctor_names_the_file_for_everybody_and_what_counts_before_it(apart: Apart, name: str) -> None:
    apart.install(name, "--write")
    apart.environ["PATH"] = f"/opt:{apart.environ['PATH']}"
    shared = "mutt sends through presend, as /etc/Muttrc.d/presend.rc says for everybody on this machine."
    assert ("ok", shared) in findings(apart)
    (apart.home / ".muttrc").write_text("set sendmail=/other\n")
    (own,) = [words for mark, words in findings(apart) if words.startswith("mutt") and mark == "!"]
    assert f"{apart.home}/.muttrc:1: set sendmail=/other" in own


def findings(apart: Apart) -> list[tuple[str, str]]:
    """The marks and words of ``presend doctor``."""
    said = json.loads(apart.presend("doctor", "--json").stdout)
    return [(one["mark"], one["words"]) for one in said["findings"]]


MACHINE_SENDMAIL = Path("/usr/sbin/sendmail")


@pytest.mark.skipif(not MACHINE_SENDMAIL.exists(), reason="only a name that is there can be mounted over")
@pytest.mark.parametrize("name", needs("mutt", "neomutt"))
def test_a_client_that_nobody_has_set_up_sends_through_a_sendmail_that_is_presend(
    apart: Apart, tmp_path: Path, name: str
) -> None:
    apart.put("presend", CONSOLE_SCRIPT)
    member = Member(tmp_path / "member")
    apart.home, apart.environ["HOME"] = member.home, str(member.home)
    (member.home / f".{name}rc").write_text(f"set from={KIM} record='' realname=Kim\n")
    over = f'mount --bind /opt/presend "$(readlink -f {MACHINE_SENDMAIL})" && exec "$@"'
    done = apart.run("sh", "-c", over, "sh", name, "-s", "Hello", "--", LEE, stdin="See you.\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert b"Subject: Hello" in member.arrived[LEE]
