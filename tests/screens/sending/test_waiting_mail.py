"""Mail that waits is never silent: said at the start, when a sending fails later, and when leaving."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from composer import words
from composer.app import PresendApp
from composer.delivery.transports.base import MailObject, Outcomes, SendObserver, Tell, Transport, all_of, tell_nobody
from composer.errors import TransportError
from composer.message.composition import Composition
from composer.screens.outbox import OutboxScreen
from composer.screens.sending.leave import LeaveSendingScreen
from composer.screens.sending.progress import Phase, SendingScreen
from composer.screens.sending.settle import SettleScreen
from composer.screens.sending.warning import WarningScreen
from composer.services.bundle import Services
from composer.services.member_settings import Identity, MemberSettings, Preferences
from composer.services.outbox import Job, JobState, RecipientState
from composer.threads.abort import Abort
from composer.threads.background import is_busy
from policy.address import parse_address
from tests.delivery.support import LETTER, Office
from tests.delivery.test_attempts import Wire
from tests.golden import assert_golden
from tests.pilots import until
from tests.policy.support import KIM
from tests.screens.support import Known, composer, line, settled

LEE, PARK = "lee@hanbit.example", "park@hanbit.example"
DOWN = "The server mail.hanbit.example did not answer."


@pytest.fixture(autouse=True)
def english() -> None:
    words.use("en")


class Stuck:
    """A server that says nothing until it is let go, or not at all before the dot."""

    is_open = True

    def __init__(self) -> None:
        self.begun, self.let_go = threading.Event(), threading.Event()
        self.answer = RecipientState.ACCEPTED
        self.before_dot = True

    @contextmanager
    def connect(self, _abort: Abort, _tell: Tell = tell_nobody) -> Iterator[Stuck]:
        yield self

    def send(self, mail: MailObject, observer: SendObserver) -> Outcomes:
        if not self.before_dot:
            observer.before_handover(mail.recipients)
        self.begun.set()
        assert self.let_go.wait(60), "the test never let the server go on"
        if self.before_dot and self.answer is RecipientState.ACCEPTED:
            observer.before_handover(mail.recipients)
        return all_of(mail.recipients, self.answer, "552 5.3.4 message too big")


@pytest.fixture
def stuck() -> Iterator[Stuck]:
    server = Stuck()
    yield server
    server.let_go.set()


def office_with(folder: Path, transport: Transport) -> Office:
    """The real outbox of a member."""
    return Office(folder, transport=transport)


def app_of(office: Office, opened: Composition | None = None, undo_seconds: int = 0) -> PresendApp:
    """The composer over it."""
    settings = MemberSettings((Identity(parse_address(KIM)),), preferences=Preferences(undo_seconds=undo_seconds))
    services = Services(office.clock, office.policy, settings, office.drafts, Known(), office.files, office.outbox)
    return PresendApp(services, opened or Composition(), "en")


async def shown(pilot: Pilot[Any], kind: type[Any]) -> Any:
    """Wait until a screen of this kind is in front and can be answered."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen.focused is not None)
    return pilot.app.screen


async def ended(pilot: Pilot[Any], app: PresendApp) -> None:
    """Wait until the app has ended."""
    await until(pilot, lambda: app.return_value is not None)


async def looked(pilot: Pilot[Any], wanted: Callable[[], bool]) -> None:
    """Let the app look at its outbox until something holds."""
    app = pilot.app
    assert isinstance(app, PresendApp)

    def after_a_look() -> bool:
        app.look_at_outbox()
        return wanted()

    await until(pilot, after_a_look)


async def test_the_start_says_that_a_message_waits_until_the_member_has_looked(tmp_path: Path) -> None:
    office = office_with(tmp_path, Wire([TransportError(DOWN)] * 9))
    office.send()
    app = app_of(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await looked(pilot, lambda: line(pilot, "#waiting") == "1 message waits. F9 shows the outbox.")
        assert composer(pilot).query_one("#waiting").display
        assert composer(pilot).form.body.size.height >= 9
        await pilot.press("f9")
        await shown(pilot, OutboxScreen)
        await settled(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: not composer(pilot).query_one("#waiting").display)


async def test_nothing_is_said_where_nothing_waits(tmp_path: Path) -> None:
    office = office_with(tmp_path, Wire())
    office.send()
    async with app_of(office).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert not composer(pilot).query_one("#waiting").display


async def test_what_needs_a_person_is_counted_by_itself(tmp_path: Path) -> None:
    office = office_with(tmp_path, Wire([{LEE: RecipientState.PERMANENT}, {LEE: RecipientState.UNKNOWN}]))
    office.send()
    office.send()
    async with app_of(office).run_test(size=(80, 24)) as pilot:
        await looked(pilot, lambda: line(pilot, "#waiting") == "2 messages need you. F9 shows the outbox.")


async def test_a_sending_that_fails_behind_the_members_back_is_said_in_the_composer(
    tmp_path: Path, stuck: Stuck
) -> None:
    office, stuck.answer = office_with(tmp_path, stuck), RecipientState.PERMANENT
    app = app_of(office, LETTER)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        screen = await shown(pilot, SendingScreen)
        await until(pilot, stuck.begun.is_set)
        assert screen.phase is Phase.DELIVERING
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is composer(pilot) and composer(pilot).read().subject == "")
        assert "Minutes" not in line(pilot, "#notice")
        stuck.let_go.set()
        await until(pilot, lambda: "Minutes: The message could not be sent." in line(pilot, "#notice"))
        assert "552 5.3.4 message too big" in line(pilot, "#notice")
        assert line(pilot, "#waiting") == "1 message needs you. F9 shows the outbox."
        await settled(pilot)


async def test_a_message_that_waits_is_tried_again_in_the_running_composer(tmp_path: Path) -> None:
    wire = Wire([TransportError(DOWN)])
    office = office_with(tmp_path, wire)
    office.send()
    app = app_of(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert wire.sent == []
        office.clock.moment += timedelta(seconds=301)
        app.look_at_outbox()
        await until(pilot, lambda: wire.sent != [] and not is_busy())
        assert wire.sent == [(LEE,)]


async def test_leaving_with_mail_that_waits_says_how_many_and_what_will_happen(tmp_path: Path) -> None:
    office = office_with(tmp_path, Wire([TransportError(DOWN)] * 9))
    office.send()
    office.send()
    app = app_of(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+q")
        screen = await shown(pilot, LeaveSendingScreen)
        assert "2 messages wait. presend goes on trying in the background" in screen.text
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is composer(pilot))
        assert app.return_value is None
        await pilot.press("ctrl+q")
        await shown(pilot, LeaveSendingScreen)
        await pilot.press("enter")
        await ended(pilot, app)


async def test_leaving_with_nothing_left_asks_nothing(tmp_path: Path) -> None:
    app = app_of(office_with(tmp_path, Wire()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+q")
        await ended(pilot, app)


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
@pytest.mark.parametrize(("before_dot", "said"), [(True, "1 message waits."), (False, "the server's answer is not")])
async def test_a_sending_that_stands_still_is_left_with_a_word_about_what_is_left(
    tmp_path: Path, stuck: Stuck, key: str, before_dot: bool, said: str
) -> None:
    office, stuck.before_dot = office_with(tmp_path, stuck), before_dot
    app = app_of(office, LETTER)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, stuck.begun.is_set)
        await pilot.press(key)
        screen = await shown(pilot, LeaveSendingScreen)
        assert said in screen.text
        await pilot.press("enter")
        await ended(pilot, app)
        assert not stuck.let_go.is_set()


async def test_the_outbox_is_left_while_a_retry_stands_still(tmp_path: Path, stuck: Stuck) -> None:
    office = office_with(tmp_path, Wire([{LEE: RecipientState.PERMANENT}]))
    office.send()
    office.transport = stuck
    office.outbox = office.open()
    app = app_of(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f9")
        await shown(pilot, OutboxScreen)
        await settled(pilot)
        await pilot.press("ctrl+r")
        await until(pilot, stuck.begun.is_set)
        await pilot.press("ctrl+q")
        assert "1 message waits." in (await shown(pilot, LeaveSendingScreen)).text
        await pilot.press("enter")
        await ended(pilot, app)


async def decide(pilot: Pilot[Any], *keys: str) -> SettleScreen:
    """Open the outbox and what can be decided about its newest message."""
    await settled(pilot)
    await pilot.press("f9")
    await shown(pilot, OutboxScreen)
    await settled(pilot)
    await pilot.press("ctrl+d")
    screen = await shown(pilot, SettleScreen)
    assert isinstance(screen, SettleScreen)
    await pilot.press(*keys)
    return screen


def job(office: Office) -> Job:
    """The first job there was."""
    (found,) = [path.name for path in (office.root / "outbox").glob("*/*-*") if path.name not in later(office)]
    return office.outbox.job(found)


def later(office: Office) -> set[str]:
    """Ids of all but the first job."""
    return set(sorted(path.name for path in (office.root / "outbox").glob("*/*-*"))[1:])


@pytest.mark.parametrize(
    ("button", "state", "results"),
    [
        ("#settle-arrived", JobState.SENT, {"accepted"}),
        ("#settle-give-up", JobState.CLOSED, {"accepted", "given_up"}),
    ],
)
async def test_the_outbox_screen_closes_what_is_not_known(
    tmp_path: Path, button: str, state: JobState, results: set[str]
) -> None:
    office = office_with(tmp_path, Wire([{LEE: RecipientState.UNKNOWN}]))
    first = office.send(Composition(sender=KIM, to=f"{LEE}, {PARK}", subject="Minutes", body="x"))
    async with app_of(office).run_test(size=(80, 24)) as pilot:
        await decide(pilot)
        await pilot.click(button)
        await settled(pilot)
        found = office.outbox.job(first.id)
        assert (found.state, {one.state.value for one in found.recipients}) == (state, results)
        assert office.outbox.jobs() == []


async def test_one_of_several_recipients_is_given_up_by_keyboard_alone(tmp_path: Path) -> None:
    office = office_with(tmp_path, Wire([{LEE: RecipientState.PERMANENT, PARK: RecipientState.PERMANENT}]))
    first = office.send(Composition(sender=KIM, to=f"{LEE}, {PARK}, {KIM}", subject="Minutes", body="x"))
    async with app_of(office).run_test(size=(80, 24)) as pilot:
        screen = await decide(pilot, "down", "down")
        await assert_golden(pilot, "outbox-decide-en-80x24")
        assert screen.address == PARK
        await pilot.press("tab", "tab", "tab", "enter")
        await settled(pilot)
        states = {one.address: one.state for one in office.outbox.job(first.id).recipients}
        assert states == {LEE: RecipientState.PERMANENT, PARK: RecipientState.GIVEN_UP, KIM: RecipientState.ACCEPTED}


async def test_a_corrected_address_goes_through_the_warning_to_that_one_only(tmp_path: Path) -> None:
    wire = Wire([{LEE: RecipientState.PERMANENT}])
    office = office_with(tmp_path, wire)
    first = office.send(Composition(sender=KIM, to=f"{LEE}, {PARK}", subject="Minutes", body="x"))
    app = app_of(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await decide(pilot)
        await pilot.click("#settle-correct")
        await until(pilot, lambda: composer(pilot).read().to == LEE and pilot.app.screen is composer(pilot))
        assert composer(pilot).read().cc == ""
        assert "Correct the address and send." in line(pilot, "#notice")
        await until(pilot, lambda: composer(pilot).focused is composer(pilot).query_one("#to"))
        composer(pilot).query_one("#to").value = "lee@other.example"  # type: ignore[attr-defined]  # an input
        await settled(pilot)
        await pilot.press("ctrl+s")
        await shown(pilot, WarningScreen)
        assert office.outbox.job(first.id).state is JobState.PARTIAL
        await pilot.click("#warning-send")
        await shown(pilot, SendingScreen)
        await until(pilot, lambda: wire.sent[-1] == ("lee@other.example",))
        await settled(pilot)
        assert office.outbox.job(first.id).state is JobState.CLOSED
        assert len(wire.sent) == 2


async def test_a_correction_that_is_not_sent_leaves_the_first_message_open(tmp_path: Path) -> None:
    office = office_with(tmp_path, Wire([{LEE: RecipientState.PERMANENT}]))
    first = office.send(Composition(sender=KIM, to=f"{LEE}, {PARK}", subject="Minutes", body="x"))
    async with app_of(office).run_test(size=(80, 24)) as pilot:
        await decide(pilot)
        await pilot.click("#settle-correct")
        await until(pilot, lambda: composer(pilot).read().to == LEE)
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert office.outbox.job(first.id).state is JobState.PARTIAL
