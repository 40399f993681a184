"""From the dialog's answer to what the gate is told; who cannot be asked has not agreed."""

from __future__ import annotations

import os
import pty
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.delivery.lazy_outbox import LazyOutbox
from composer.gate.asking.answers import NobodyToAsk, Send, WentBack
from composer.gate.asking.dialog_document import DialogAnswer
from composer.gate.asking.dialog_request import DialogRequest
from composer.gate.asking.member_ask import MemberAsk
from composer.gate.call.submission import GateMessage
from composer.gate.keeping.kept import KeptMessages
from composer.gate.services import GateServices
from composer.gate.terminal.place import FoundTerminal, Place, Way
from composer.gate.terminal.signals import EndedBySignalError
from composer.gate.transport_words import transport_words
from composer.message.composition import Composition
from composer.message.rendered import RenderedMessage
from composer.services.member_settings import Identity, MemberSettings, TransportKind, TransportSettings
from composer.services.outbox import Consent
from composer.threads.abort import Abort
from policy.draft import Draft, FileFacts
from policy.questions import QuestionCode
from policy.settings import Surface
from policy.verdict import PolicyInForce
from tests.screens.dialog_support import CLOCK, KIM, in_force, policy

CONSENT = Consent("ab" * 16, "cd" * 32, 1_200)
MESSAGE = Composition(sender="kim@hanbit.example", to="park@other.example", body="See attached.")
REPAIRED = replace(MESSAGE, individually=True)


class Source:
    """The policy of the tests."""

    def current(self) -> PolicyInForce:
        return in_force(policy())


@dataclass
class Asked:
    """A dialog that answers as it is told, and remembers what it was asked."""

    answer: Callable[[DialogRequest], DialogAnswer]
    request: DialogRequest | None = None

    def __call__(self, request: DialogRequest, _keeps_screen: bool, is_awaited: Callable[[], bool]) -> DialogAnswer:
        self.request = request
        assert is_awaited()
        return self.answer(request)


@pytest.fixture
def services(tmp_path: Path) -> GateServices:
    settings = MemberSettings(
        identities=(Identity(KIM),), transport=TransportSettings(TransportKind.SMTP, host="smtp.hanbit.example")
    )

    def none(_abort: Abort) -> LazyOutbox:
        raise AssertionError("asking needs no outbox")

    return GateServices(CLOCK, Source(), settings, LazyOutbox(none), KeptMessages(tmp_path, CLOCK), "en")


@pytest.fixture
def message(services: GateServices) -> GateMessage:
    facts = Draft(files=(FileFacts("offer.pdf", 1_000),), body=MESSAGE.body)
    return GateMessage(MESSAGE, RenderedMessage(Path("/nowhere"), b"", 0, read=facts), services)


@pytest.fixture
def terminal() -> Iterator[FoundTerminal]:
    outer, inner = pty.openpty()
    yield FoundTerminal(os.ttyname(inner), Way.ANCESTOR)
    os.close(inner)
    os.close(outer)


def ask(
    services: GateServices,
    message: GateMessage,
    found: FoundTerminal | None,
    show: Asked,
    *questions: QuestionCode,
    environ: Mapping[str, str] | None = None,
) -> object:
    asking = MemberAsk(services, environ or {}, show, find=lambda _environ: found)
    return asking.ask(message, message.assess(MESSAGE, Surface.PC), questions)


def answering(**answer: object) -> Asked:
    given: dict[str, object] = {"send": False, "composition": REPAIRED, "surface": Surface.PC}
    return Asked(lambda _request: DialogAnswer(**(given | answer)))  # type: ignore[arg-type] # a wrong name would raise


@pytest.mark.parametrize("surface", Surface)
def test_send_comes_with_the_repaired_message_judged_on_the_surface_of_the_dialog(
    services: GateServices, message: GateMessage, terminal: FoundTerminal, surface: Surface
) -> None:
    answered = frozenset({QuestionCode.EMPTY_SUBJECT})
    show = answering(send=True, surface=surface, answered=answered, consent=CONSENT)
    answer = ask(services, message, terminal, show)
    assert isinstance(answer, Send)
    assert (answer.answered, answer.consent) == (answered, CONSENT)
    assert (answer.assessment.composition, answer.assessment.member.surface) == (REPAIRED, surface)
    assert [judged.file.name for judged in answer.assessment.verdict.files] == ["offer.pdf"]


@pytest.mark.parametrize("milliseconds", [None, 0, 900])
def test_going_back_keeps_the_repairs_and_tells_how_long_the_warning_was_open(
    services: GateServices, message: GateMessage, terminal: FoundTerminal, milliseconds: int | None
) -> None:
    answer = ask(services, message, terminal, answering(milliseconds=milliseconds))
    assert isinstance(answer, WentBack)
    assert (answer.assessment.composition, answer.milliseconds) == (REPAIRED, milliseconds)


def test_the_dialog_is_told_the_way_and_which_questions_are_answered(
    services: GateServices, message: GateMessage, terminal: FoundTerminal
) -> None:
    show = answering()
    ask(services, message, terminal, show)
    assert show.request is not None
    assert show.request.transport_name == "smtp.hanbit.example"
    assert show.request.answered == {QuestionCode.EMPTY_SUBJECT}
    ask(services, message, terminal, show, QuestionCode.EMPTY_SUBJECT)
    assert show.request.answered == frozenset()


def test_the_message_as_it_was_repaired_before_is_asked_about(
    services: GateServices, message: GateMessage, terminal: FoundTerminal
) -> None:
    show = answering()
    MemberAsk(services, {}, show, find=lambda _environ: terminal).ask(message, message.assess(REPAIRED, Surface.PC), ())
    assert show.request is not None
    assert show.request.composition == REPAIRED


@pytest.mark.parametrize(
    "found",
    [
        None,
        FoundTerminal("/nowhere/tty", Way.ANCESTOR),
        FoundTerminal("/dev/null", Way.GPG_TTY),
        FoundTerminal("/dev/pts/0", Way.ANCESTOR, Place.TMUX, "alot"),
        FoundTerminal("/dev/pts/0", Way.ANCESTOR, Place.AERC, "aerc"),
    ],
)
def test_where_no_dialog_can_be_shown_there_is_nobody_to_ask(
    services: GateServices, message: GateMessage, found: FoundTerminal | None
) -> None:
    show = answering(send=True, consent=CONSENT)
    assert ask(services, message, found, show, environ={"PATH": "/nowhere"}) == NobodyToAsk()
    assert show.request is None


@pytest.mark.parametrize("error", [EndedBySignalError(15), KeyboardInterrupt()])
def test_a_signal_while_the_dialog_comes_up_is_going_back(
    services: GateServices, message: GateMessage, terminal: FoundTerminal, error: BaseException
) -> None:
    def end(_request: DialogRequest) -> DialogAnswer:
        raise error

    assert isinstance(ask(services, message, terminal, Asked(end)), WentBack)


@pytest.mark.parametrize(
    ("transport", "way"),
    [
        (TransportSettings(TransportKind.SMTP, host="smtp.hanbit.example"), "smtp.hanbit.example"),
        (TransportSettings(TransportKind.SENDMAIL, command=("/usr/bin/msmtp", "-t")), "/usr/bin/msmtp"),
        (TransportSettings(TransportKind.SENDMAIL), ""),
        (TransportSettings(TransportKind.LOCAL), "folders of this machine"),
    ],
)
def test_the_way_is_named(transport: TransportSettings, way: str) -> None:
    assert transport_words(transport) == way
