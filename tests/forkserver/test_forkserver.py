"""A forked child is what a started process is, and what would differ is started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from composer.cli.main import HIDDEN, VERBS
from tests.end_to_end.terminal import Terminal, environ_of
from tests.forkserver.client import Child, can_fork, run
from tests.machines import without_policy

PYTHON = sys.executable
PIPE = subprocess.PIPE


def started(command: list[str], given: bytes, environ: Mapping[str, str], folder: Path) -> tuple[int, bytes, bytes]:
    """Status and output of a process that was really started."""
    ended = subprocess.run(
        command, input=given, capture_output=True, env=environ, cwd=folder, start_new_session=True, check=False
    )
    return ended.returncode, ended.stdout, ended.stderr


def forked(command: list[str], given: bytes, environ: Mapping[str, str], folder: Path) -> tuple[int, bytes, bytes]:
    """The same of a child of the server."""
    assert can_fork(command, environ)
    ended = run(command, given=given, env=environ, cwd=folder)
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("words", [(), ("--help",), ("--nonsense",)], ids=["alone", "help", "wrong usage"])
@pytest.mark.parametrize("verb", [*VERBS, *HIDDEN, "--version"])
def test_every_verb_says_the_same_as_when_it_is_started(verb: str, words: tuple[str, ...], tmp_path: Path) -> None:
    command, environ = [*without_policy(tmp_path), verb, *words], environ_of(tmp_path)
    assert forked(command, b"", environ, tmp_path) == started(command, b"", environ, tmp_path)


PROGRAMS = {
    "arguments": "import sys; print(sys.argv, sys.path[:2], __name__)",
    "streams": (
        "import sys\n"
        "for one in (sys.stdin, sys.stdout, sys.stderr, sys.__stdout__):\n"
        "    print(one.encoding, one.errors, one.line_buffering, one.fileno(), one.name, one.buffer.name)"
    ),
    "standard input": "import sys; print(repr(sys.stdin.buffer.read()))",
    "surroundings": "import os, time; print(os.getcwd(), sorted(os.environ.items()), time.tzname, oct(os.umask(0)))",
    "signals": "import signal; print([(str(one), str(signal.getsignal(one))) for one in signal.valid_signals()])",
    "a session": "import os; print(os.getsid(0) == os.getpid() == os.getpgid(0))",
    "no terminal": "open('/dev/tty')",
    "descriptors": "import os; print([(one, os.get_inheritable(one)) for one in range(3)]); os.fstat(3)",
    "a status": "import sys; sys.exit(3)",
    "no status": "import sys; sys.exit()",
    "a sentence": "import sys; sys.exit('a sentence')",
    "a negative status": "import sys; sys.exit(-1)",
    "an interrupt": "import os, signal; os.kill(os.getpid(), signal.SIGINT); signal.pause()",
    "a signal": "import os, signal; os.kill(os.getpid(), signal.SIGTERM); signal.pause()",
    "what is done at the end": "import atexit; atexit.register(print, 'the end')",
    "a thread that goes on": "import threading; threading.Thread(target=lambda: print('later')).start()",
    "what cannot be written": "import os; print('lost'); os.close(1)",
    "a pipe that nobody reads": "import os; r, w = os.pipe(); os.close(r); os.dup2(w, 1); print('lost')",
}


@pytest.mark.parametrize("what", PROGRAMS)
def test_a_program_finds_and_leaves_what_it_would_when_it_is_started(what: str, tmp_path: Path) -> None:
    command, environ = [PYTHON, "-c", PROGRAMS[what], "a", "b"], environ_of(tmp_path)
    status, out, err = forked(command, b"given\n", environ, tmp_path)
    real_status, real_out, real_err = started(command, b"given\n", environ, tmp_path)
    assert (status, out) == (real_status, real_out)
    assert err.splitlines()[-1:] == real_err.splitlines()[-1:]  # above it are the frames of the server


def test_a_module_finds_itself_as_when_it_is_started(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("import sys; print(__name__, __file__, sys.argv, sys.path[0])")
    command, environ = [PYTHON, "-m", "mine", "a"], environ_of(tmp_path)
    assert forked(command, b"", environ, tmp_path) == started(command, b"", environ, tmp_path)


@pytest.mark.parametrize("environ", [{}, {"PYTHONUTF8": "0"}], ids=["forked", "started"])
@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1, 2)])
def test_what_is_closed_is_closed_in_the_child(
    closed: tuple[int, ...], environ: dict[str, str], tmp_path: Path
) -> None:
    looks = "import sys\nopen('found', 'w').write(repr([*map(bool, (sys.stdin, sys.stdout, sys.stderr))]))"
    around = environ_of(tmp_path) | environ
    command = [PYTHON, "-c", looks]
    assert can_fork(command, around) is not bool(environ)
    assert run(command, closed=closed, env=around, cwd=tmp_path).returncode == 0
    assert (tmp_path / "found").read_text() == repr([number not in closed for number in range(3)])


LOOKS_AT_TERMINAL = """import os, sys
sys.stdout.write("first")
print(" line", os.ttyname(0) == os.ttyname(2), os.tcgetpgrp(os.open("/dev/tty", os.O_RDWR)) == os.getpid())
os.read(0, 1)
"""


@pytest.mark.parametrize("environ", [{}, {"PYTHONUTF8": "0"}], ids=["forked", "started"])
def test_a_terminal_is_the_childs_own(environ: dict[str, str], tmp_path: Path) -> None:
    command = [PYTHON, "-c", LOOKS_AT_TERMINAL]
    with Terminal(command, environ_of(tmp_path) | environ, tmp_path, (80, 24)) as terminal:
        terminal.until("first line True True")
        terminal.press("ctrl+c")
        assert terminal.ended() == -signal.SIGINT


def test_a_child_that_goes_on_has_no_status_until_it_is_ended(tmp_path: Path) -> None:
    command = [PYTHON, "-c", "import sys; print('there', flush=True); sys.stdin.read()"]
    with Child(command, env=environ_of(tmp_path), cwd=tmp_path, stdin=PIPE, stdout=PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"there\n"
        assert child.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0)
        os.kill(child.pid, signal.SIGTERM)
        assert child.wait() == -signal.SIGTERM
    assert (child.poll(), child.wait(0), child.returncode) == (-signal.SIGTERM,) * 3


def test_children_know_nothing_of_one_another(tmp_path: Path) -> None:
    changes = "import builtins, composer.words; composer.words.use('ko'); builtins.mine = 1; import os; os.chdir('/')"
    looks = (
        "import builtins, os, composer.words; print(composer.words.active(), hasattr(builtins, 'mine'), os.getcwd())"
    )
    before, _, after = (
        run([PYTHON, "-c", one], env=environ_of(tmp_path), cwd=tmp_path).stdout for one in (looks, changes, looks)
    )
    assert before == after
    assert before != b""


STARTED: dict[str, tuple[list[str], dict[str, str | None]]] = {
    "another program": (["/bin/sh", "-c", ""], {}),
    "options of Python": ([PYTHON, "-I", "-m", "composer"], {}),
    "a file": ([PYTHON, "program.py"], {}),
    "another Python": (["/usr/bin/python3", "-m", "composer"], {}),
    "another language of the machine": ([PYTHON, "-m", "composer"], {"LANG": "ko_KR.UTF-8"}),
    "none": ([PYTHON, "-m", "composer"], {"LANG": None}),
    "another locale": ([PYTHON, "-m", "composer"], {"LC_ALL": "POSIX"}),
    "another path of Python": ([PYTHON, "-m", "composer"], {"PYTHONPATH": None}),
    "something else for Python": ([PYTHON, "-m", "composer"], {"PYTHONSAFEPATH": "1"}),
    "something for the framework": ([PYTHON, "-m", "composer"], {"TEXTUAL_ANIMATIONS": "none"}),
    "something for the loader": ([PYTHON, "-m", "composer"], {"LD_PRELOAD": "x.so"}),
}


@pytest.mark.parametrize("case", STARTED)
def test_what_a_start_would_make_different_is_started(case: str, tmp_path: Path) -> None:
    command, changed = STARTED[case]
    around = {name: value for name, value in (environ_of(tmp_path) | changed).items() if value is not None}
    assert not can_fork(command, around)


CALLS = """import os, signal, sys
from tests.forkserver.server import call
signal.signal(signal.SIGWINCH, print)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
reading, writing = os.pipe()
os.write(writing, b"given")
os.close(writing)
print(os.getpid(), call(["-c", sys.argv[1]], [reading, os.dup(1), os.dup(2)], {"TZ": "UTC"}, session=True))
"""
CALLED = """import os, signal, sys
print(os.getppid(), sys.stdin.read(), dict(os.environ), os.getsid(0) == os.getpid(),
      signal.getsignal(signal.SIGWINCH) == signal.SIG_DFL, signal.pthread_sigmask(signal.SIG_BLOCK, []))
sys.exit(5)
"""


def test_a_forked_program_can_fork_another_as_its_own_child(tmp_path: Path) -> None:
    ended = run([PYTHON, "-c", CALLS, CALLED], env=environ_of(tmp_path), cwd=tmp_path)
    called, calling = ended.stdout.decode().splitlines()
    parent, status = calling.split()
    found = (parent, "given", {"TZ": "UTC"}, True, True, {signal.SIGUSR1})
    assert (called, status) == (" ".join(map(str, found)), "5")
