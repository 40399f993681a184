"""The socket between a gate that waits and a dialog elsewhere: an answer counts only when it was given."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from composer.gate.asking.dialog_document import (
    DialogAnswer,
    DialogQuestion,
    answer_in,
    environment_for,
    line_of,
    question_in,
)
from composer.gate.asking.dialog_socket import DialogPeer, connected, dialog_socket
from composer.message.composition import Composition
from composer.services.outbox import Consent
from policy.draft import FileFacts, FileRole
from policy.questions import QuestionCode
from policy.settings import Expiry, Level, Surface

COMPOSITION = Composition(
    sender="kim@hanbit.example",
    to="park@other.example",
    subject="제안\ud800",
    level=Level.RESTRICTED,
    expires_after=Expiry.WEEK,
    individually=True,
)
QUESTION = DialogQuestion(
    composition=COMPOSITION,
    files=(FileFacts("offer\udcff.pdf", 1_000, role=FileRole.INLINE),),
    answered=frozenset({QuestionCode.EMPTY_SUBJECT}),
    policy="/etc/other.toml",
    environ={"HOME": "/home/kim"},
)
ANSWER = DialogAnswer(
    send=True,
    composition=COMPOSITION,
    surface=Surface.MOBILE,
    answered=frozenset(QuestionCode),
    consent=Consent("ab" * 16, "cd" * 32, 1_200),
)


@contextmanager
def program(code: str) -> Iterator[int]:
    """A running program that opens the dialog, as a pidfd."""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as running:
        descriptor = os.pidfd_open(running.pid)
        yield descriptor
        os.close(descriptor)


@dataclass
class Dialog:
    """The other side, in a thread."""

    act: Callable[[DialogPeer], None]
    questions: list[DialogQuestion | None] = field(default_factory=list)

    def __call__(self, path: Path) -> None:
        with connected(path) as peer:
            self.questions.append(peer.question())
            self.act(peer)


def asked(dialog: Dialog, code: str = "") -> DialogAnswer | None:
    with dialog_socket() as waiting, program(code) as opener:
        other = threading.Thread(target=dialog, args=[waiting.path])
        other.start()
        try:
            return waiting.ask(QUESTION, opener)
        finally:
            other.join()


@pytest.mark.parametrize("code", ["", "import sys; sys.stdin.read()"], ids=["has ended well", "still runs"])
def test_the_question_arrives_and_the_answer_too(code: str) -> None:
    dialog = Dialog(lambda peer: peer.answer(ANSWER))
    with dialog_socket() as waiting, program(code) as opener:
        other = threading.Thread(target=dialog, args=[waiting.path])
        other.start()
        assert waiting.ask(QUESTION, opener) == ANSWER
        other.join()
    assert dialog.questions == [QUESTION]


def test_a_dialog_that_hangs_up_has_not_answered() -> None:
    assert asked(Dialog(lambda _peer: None)) is None


def test_a_dialog_sees_whether_anybody_waits() -> None:
    seen: list[bool] = []
    left = threading.Event()

    def act(peer: DialogPeer) -> None:
        seen.append(peer.is_awaited())
        left.wait(20)
        seen.append(peer.is_awaited())
        peer.answer(ANSWER)  # nobody is there, and that is no error

    dialog = Dialog(act)
    with dialog_socket() as waiting, program("") as opener:
        other = threading.Thread(target=dialog, args=[waiting.path])
        other.start()
        with waiting._dialog(opener, 20) as peer:
            peer.sendall(line_of(QUESTION))
    left.set()
    other.join()
    assert seen[-1] is False


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "import os; os.kill(os.getpid(), 9)"])
def test_a_program_that_could_not_open_the_dialog_is_not_waited_for(code: str) -> None:
    with dialog_socket() as waiting, program(code) as opener, pytest.raises(TimeoutError):
        waiting.ask(QUESTION, opener, patience=600)


def test_a_dialog_that_never_comes_up_is_given_up() -> None:
    with dialog_socket() as waiting, program("") as opener, pytest.raises(TimeoutError):
        waiting.ask(QUESTION, opener, patience=0.01)


def test_the_folder_is_private_and_gone_afterwards() -> None:
    with dialog_socket() as waiting:
        folder = waiting.path.parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


def test_no_gate_no_dialog(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"), connected(tmp_path / "dialog"):
        raise AssertionError


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"null\n", b"{}\n", b"{\n", b'{"send": true}\n', b"[" * 100_000, b"\xff\n"]
)
def test_anything_else_is_neither_question_nor_answer(line: bytes) -> None:
    assert (question_in(line), answer_in(line)) == (None, None)


def test_lines_bring_everything_back() -> None:
    assert question_in(line_of(QUESTION)) == QUESTION
    assert answer_in(line_of(ANSWER)) == ANSWER
    assert line_of(QUESTION).isascii()
    assert line_of(QUESTION).count(b"\n") == 1


def test_only_what_presend_reads_is_handed_over_and_no_password() -> None:
    given = {
        "HOME": "/home/kim",
        "LC_ALL": "ko_KR.UTF-8",
        "XDG_CONFIG_HOME": "/c",
        "PRESEND_POLICY": "/p",
        "TERM": "xterm",
        "TMUX": "x",
        "COLUMNS": "3",
        "SMTP_PASSWORD": "secret",
    }
    assert set(environment_for(given)) == {"HOME", "LC_ALL", "XDG_CONFIG_HOME", "PRESEND_POLICY"}
