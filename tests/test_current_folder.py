"""Files in the folder that one stands in are data: no way of starting presend or another program runs one."""

from __future__ import annotations

import ast
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from pathlib import Path

import pytest

from composer.cli.wiring.services import real_services
from composer.message.composition import Composition
from composer.programs import presend_again, program_named
from composer.services.outbox import Submission
from policy.address import parse_address
from policy.settings import Surface
from policy.verdict import Member as WritingMember
from tests.end_to_end.terminal import Terminal
from tests.gate.member import Member
from tests.policy.support import KIM
from tests.project import ROOT

PRESEND = str(Path(sys.executable).with_name("presend"))
MODULES = (
    "argparse",
    "asyncio",
    "budoux",
    "composer",
    "json",
    "keyring",
    "msgspec",
    "policy",
    "platformdirs",
    "re",
    "runpy",
    "signal",
    "sitecustomize",
    "subprocess",
    "textual",
    "tempfile",
    "typing",
    "usercustomize",
)
PROGRAMS = ("aerc", "git", "presend", "printf", "python", "python3", "sh", "stty", "tmux", "vi", "writes")


class Downloads:
    """A folder full of files that tell when one of them is run."""

    def __init__(self, folder: Path) -> None:
        self.told = folder / "ran"
        self.path = folder / "downloads"
        self.path.mkdir()
        for name in MODULES:
            code = f"open({str(self.told)!r}, 'a').write({f'{name} ran in '!r} + __name__ + chr(10))\n"
            (self.path / f"{name}.py").write_text(code)
        package = self.path / "composer"
        package.mkdir()
        for name in ("__init__", "__main__"):
            (package / f"{name}.py").write_text((self.path / "composer.py").read_text())
        for name in PROGRAMS:
            program = self.path / name
            program.write_text(f"#!/bin/sh\necho '{name} ran' >> '{self.told}'\n")
            program.chmod(0o755)

    @property
    def ran(self) -> str:
        """What was run."""
        return self.told.read_text() if self.told.exists() else ""


@pytest.fixture
def downloads(tmp_path: Path) -> Downloads:
    return Downloads(tmp_path)


@pytest.fixture
def member(tmp_path: Path) -> Member:
    home = tmp_path / "home"
    home.mkdir()
    return Member(home)


def environment(member: Member, **more: str) -> dict[str, str]:
    """As after a log-in: no path of Python's."""
    return {name: value for name, value in member.environ.items() if name != "PYTHONPATH"} | more


LINK = "(a link to presend)"
STARTED_AS = {
    "by its name": ([PRESEND], {}),
    "as a module": ([sys.executable, "-m", "composer"], {}),
    "with an empty entry in the path of Python": ([sys.executable, "-E", "-P", "-m", "composer"], {"PYTHONPATH": ":"}),
}
WORDS = {
    "help": ["--help"],
    "completion": ["completion", "bash"],
    "what a completion asks": ["drafts", "list"],
    "doctor": ["doctor", "--json"],
    "install": ["install", "neomutt", "--command", LINK],
    "install by git": ["install", "git", "--write", "--command", LINK],
    "contacts": ["contacts", "lee"],
    "flush": ["outbox", "flush"],
}


def test_the_planted_files_do_run_where_python_is_told_to_look_there(downloads: Downloads) -> None:
    subprocess.run([sys.executable, "-m", "composer"], cwd=downloads.path, env={}, check=True)
    subprocess.run(["/bin/sh", "-c", "vi"], cwd=downloads.path, env={"PATH": ":/bin"}, check=True)
    assert downloads.ran == "composer ran in composer\ncomposer ran in __main__\nvi ran\n"


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize(("start", "environ"), STARTED_AS.values(), ids=STARTED_AS)
def test_a_verb_runs_nothing_of_the_current_folder(
    member: Member, downloads: Downloads, start: Sequence[str], environ: Mapping[str, str], words: Sequence[str]
) -> None:
    if start[1:] == ["-m", "composer"]:  # which of two packages of that name is meant python decides, before presend
        shutil.rmtree(downloads.path / "composer")
        (downloads.path / "composer.py").unlink()
    run = subprocess.run(
        [*start, *(_linked(member) if word is LINK else word for word in words)],
        cwd=downloads.path,
        env=environment(member, **environ),
        capture_output=True,
        check=False,
    )
    assert (run.returncode in (0, 1), run.stderr) == (True, b"")
    assert downloads.ran == ""


@pytest.mark.parametrize("path", ["", ":", ".:", "/nowhere::"])
def test_an_empty_entry_of_the_path_finds_no_program_for_presend(downloads: Downloads, path: str) -> None:
    here = Path.cwd()
    os.chdir(downloads.path)
    try:
        found = program_named("tmux", {"PATH": f"{path}{os.defpath}"})
        assert program_named("tmux", {"PATH": path}) is None
    finally:
        os.chdir(here)
    assert found is None or Path(found).is_absolute()


CLIENT = """#!/bin/sh
printf 'READY\\n'
env -u PYTHONPATH {presend} sendmail -- lee@hanbit.example park@other.example < {home}/message 2> {home}/said
echo $? > {home}/status.new
mv {home}/status.new {home}/status
read line
"""
AERC = """#!/bin/sh
case "$1" in
-v) echo "aerc 0.15.0 (a stand-in)" ;;
:term\\ *) eval "exec tmux -S $TABS new-window -c {downloads} ${{1#:term }}" ;;
esac
"""


class Desk:
    """A client that goes on reading the keys, in a window of tmux, in a folder of downloads."""

    def __init__(self, member: Member, downloads: Downloads, folder: Path) -> None:
        self.member = member
        self.downloads = downloads
        self.socket = folder / "tmux"

    def start(self, client: str, environ: Mapping[str, str]) -> Terminal:
        """The client, which sends at once; as far as aerc knows it is outside tmux."""
        home, here = self.member.home, self.downloads.path
        program = _program(home / "client" / client, CLIENT.format(presend=_linked(self.member), home=home))
        stand_in = _program(home / "bin" / "aerc", AERC.format(downloads=shlex.quote(str(here))))
        around = environment(self.member, TABS=str(self.socket))
        around["PATH"] = f"{stand_in.parent}:{around['PATH']}"
        python = [
            "/usr/bin/env",
            *(f"{name}={value}" for name, value in environ.items()),
        ]  # not for the terminal itself
        tmux = [*python, _tmux(), "-S", str(self.socket), "-f", "/dev/null", "new-session", "-c", str(here)]
        hidden = ["env", "-u", "TMUX"] if client == "aerc" else []
        return Terminal([*tmux, *hidden, str(program)], around, here, (80, 24))

    def status(self, terminal: Terminal) -> int:
        """What sendmail came to."""
        path = self.member.home / "status"
        terminal.until_true(path.exists, "the end of sendmail")
        return int(path.read_text())


def _linked(member: Member) -> str:
    """A link to presend by a path without blanks, which no client's configuration takes."""
    link = member.home / "linked" / "presend"
    if not link.exists():
        link.parent.mkdir()
        link.symlink_to(PRESEND)
    return str(link)


def _program(path: Path, text: str) -> Path:
    path.parent.mkdir()
    path.write_text(text)
    path.chmod(0o755)
    return path


def _tmux() -> str:
    found = shutil.which("tmux")
    assert found, "tmux is needed"
    return found


@pytest.fixture
def desk(member: Member, downloads: Downloads) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as short:  # the name of a socket has at most 107 bytes
        made = Desk(member, downloads, Path(short))
        yield made
        subprocess.run([_tmux(), "-S", str(made.socket), "kill-server"], check=False, capture_output=True, timeout=20)


@pytest.mark.parametrize("client", ["alot", "aerc"], ids=["popup of tmux", "tab of aerc"])
@pytest.mark.parametrize("environ", [{}, {"PYTHONPATH": "/nowhere::"}, {"PYTHONSAFEPATH": "1"}])
def test_the_dialog_in_another_window_runs_nothing_of_the_current_folder(
    desk: Desk, client: str, environ: Mapping[str, str]
) -> None:
    with desk.start(client, environ) as terminal:
        terminal.until("This message goes outside Hanbit Trading.", "[>Go back<]")
        terminal.press("escape")
        assert desk.status(terminal) == 77
    assert (desk.downloads.ran, desk.member.kept) == ("", ["went_back"])


@pytest.mark.parametrize("names_its_policy", [False, True])
def test_what_waits_is_sent_after_leaving_and_nothing_of_the_current_folder_runs(
    member: Member, downloads: Downloads, names_its_policy: bool
) -> None:
    around = environment(member)
    if names_its_policy:
        own = member.home / ".config" / "presend" / "policy.toml"
        moved = own.rename(own.with_name("elsewhere.toml"))
        around["PRESEND_POLICY"] = os.path.relpath(moved, downloads.path)
    script = ["/bin/sh", "-c", '"$0"; echo "LEFT $?"; read line', PRESEND]
    with Terminal(script, around, downloads.path, (80, 24)) as terminal:
        terminal.until("From", "f1 Help")
        accepted(member, downloads.path / around.get("PRESEND_POLICY", member.home / ".config/presend/policy.toml"))
        terminal.press("ctrl+q")
        terminal.until("LEFT 0")
        terminal.until_true(lambda: bool(member.mail), "the mail")
    assert downloads.ran == ""


def accepted(member: Member, policy: Path) -> None:
    """A letter that can be undone for a moment."""
    services = real_services(policy, member.environ)
    letter = Composition(sender=KIM, to="lee@hanbit.example", subject="Minutes", body="here they are")
    writing = WritingMember((parse_address(KIM),), "en", Surface.PC, UTC)
    services.outbox.accept(Submission(letter, writing, hold_seconds=1))


def test_the_editor_is_the_members_and_not_the_one_in_the_current_folder(member: Member, downloads: Downloads) -> None:
    editor = _program(member.home / "bin" / "writes", '#!/bin/sh\necho "by the right one" > "$1"\n')
    around = environment(member, EDITOR="writes")
    around["PATH"] = f"{editor.parent}:{around['PATH']}"
    with Terminal([PRESEND], around, downloads.path, (80, 24)) as terminal:
        terminal.until("From", "f1 Help")
        terminal.press("ctrl+g")
        terminal.until("by the right one", "f1 Help")
    assert downloads.ran == ""


STARTS = {
    ("composer/delivery/hand_over.py", "os.posix_spawn"),
    ("composer/delivery/transports/secret_command.py", "subprocess.Popen"),
    ("composer/delivery/transports/sendmail.py", "subprocess.Popen"),
    ("composer/gate/asking/other_window.py", "subprocess.Popen"),
    ("composer/gate/terminal/place.py", "subprocess.run"),
    ("composer/programs.py", "shutil.which"),
    ("composer/programs.py", "sys.executable"),
    ("composer/setup/editing/git_edit.py", "subprocess.run"),
    ("composer/setup/user_units.py", "subprocess.run"),
    ("composer/terminal/foreground.py", "subprocess.Popen"),
}
"""Every place that starts a program, or looks for one; a new one belongs here, with a test of its own above.

presend itself is started by ``composer.programs.presend_again`` only, and a program is looked for by ``program_named``.
"""
_STARTING = {
    "os": ("exec", "fork", "popen", "posix_spawn", "spawn", "startfile", "system"),
    "subprocess": ("Popen", "call", "check_call", "check_output", "getoutput", "getstatusoutput", "run"),
    "asyncio": ("create_subprocess",),
    "pty": ("spawn", "fork"),
    "shutil": ("which",),
    "sys": ("executable",),
}
_WHOLE_MODULES = {"multiprocessing", "concurrent.futures.process", "webbrowser", "runpy", "code", "pdb", "pty"}


def starting(source: str) -> set[str]:
    """What in a module starts a program, by the name it is called with."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name.startswith(_STARTING.get(module, ("\0",))):
                found.add(f"{module}.{name}")
            case ast.ImportFrom(module=str(module), names=names) if module in _STARTING:
                wanted = [one.name for one in names if one.name.startswith(_STARTING[module])]
                found.update(f"{module}.{name}" for name in wanted)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found.update(one.name for one in names if one.name in _WHOLE_MODULES)
    return found


def test_every_place_that_starts_a_program_is_known() -> None:
    modules = [path for top in ("composer", "policy", "locales") for path in (ROOT / top).rglob("*.py")]
    found = {(str(path.relative_to(ROOT)), call) for path in modules for call in starting(path.read_text("utf-8"))}
    assert found == STARTS


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("import os\nos.execvp('a', ['a'])", "os.execvp"),
        ("from subprocess import Popen", "subprocess.Popen"),
        ("import sys\nrun(sys.executable)", "sys.executable"),
        ("import multiprocessing", "multiprocessing"),
        ("asyncio.create_subprocess_exec('a')", "asyncio.create_subprocess_exec"),
    ],
)
def test_a_new_place_that_starts_a_program_is_found(source: str, call: str) -> None:
    assert starting(source) == {call}


def test_presend_starts_itself_so_that_no_folder_has_a_say() -> None:
    assert presend_again("outbox")[1:] == ("-E", "-P", "-m", "composer", "outbox")
    assert Path(presend_again()[0]).is_absolute()
