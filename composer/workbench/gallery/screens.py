"""The scenes of every screen that a member can meet; nothing in them is random or depends on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from textual.app import App
from textual.screen import Screen
from textual.widgets import Input

from composer.administration.settings import APPLIED
from composer.demo.received import ReceivedScreen
from composer.message.composition import Composition
from composer.screens.compose.attach import AttachScreen
from composer.screens.compose.individually import IndividuallyScreen
from composer.screens.compose.leave import LeaveScreen
from composer.screens.compose.level import LevelScreen
from composer.screens.compose.pasted import DroppedScreen, LongLineScreen
from composer.screens.compose.screen import ComposeScreen
from composer.screens.dialogs.help import HelpScreen
from composer.screens.dialogs.notice import NoticeScreen
from composer.screens.dialogs.palette import PaletteScreen
from composer.screens.dialogs.replace import ReplaceScreen
from composer.screens.drafts import DraftsScreen
from composer.screens.first_run.screen import FirstRunScreen
from composer.screens.outbox import OutboxScreen
from composer.screens.sending.progress import Phase, SendingScreen
from composer.screens.sending.questions import QuestionScreen
from composer.screens.sending.warning import WarningScreen
from composer.setup.first_run.saving import FirstRun, Surroundings
from composer.setup.first_run.values import FormValues
from composer.widgets.dialogs.foreign_box import ForeignBox
from composer.widgets.fields.address_input import AddressInput
from composer.widgets.fields.body_area import LONGEST_LINE
from composer.widgets.fields.choice import Choice
from composer.widgets.fields.choice_list import ChoiceList
from composer.widgets.lists.pick_list import PickList
from composer.widgets.plain import Line
from composer.workbench.gallery.admin import ADMIN
from composer.workbench.gallery.stage import Scene, Stage
from policy.settings import Apply

HOME = Path("/home/kim")
OUTSIDE = Composition(
    to="Partner <partner@other.example>, sales@hanbit.example",
    cc="buyer@shop.example",
    subject="Price list 2027",
    body="Hello,\n\nplease find our prices for 2027 below.\n",
)
INSIDE = Composition(to="team-a@hanbit.example", subject="Lunch on Friday", body="Who joins?\n")


class FormApp(App[None]):
    """The first-run form, with made-up surroundings instead of this machine's."""

    ENABLE_COMMAND_PALETTE = False

    def on_mount(self) -> None:
        """Open the form of the first start, for which every policy loads and every server answers."""

        def nothing(*_given: object) -> None:
            """Every policy loads, every server answers."""

        around = Surroundings(HOME / ".config/presend", HOME, nothing, nothing)
        self.push_screen(FirstRunScreen(FirstRun(around, FormValues(language="ko"))))


async def _judged(stage: Stage) -> None:
    await stage.until(lambda: isinstance(stage.screen, ComposeScreen) and stage.screen.assessment)
    await stage.until(lambda: stage.screen.query_one("#quiet", Line).text)


async def _faults(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("tab")
    await stage.until(lambda: stage.screen.query(".fault"))


async def _completion(stage: Stage) -> None:
    await _judged(stage)
    field = stage.screen.query_one("#to", AddressInput)
    while not field.offers:
        field.value = ""  # the address book is read while one types
        await stage.press(*"sal")
        await stage.pilot.pause()
    await stage.until(stage.is_saved)


async def _warning(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("ctrl+s")
    await stage.on(WarningScreen, "#warning-back")
    await stage.until(lambda: stage.screen.query_one("#warning-hint", ForeignBox).text)


async def _warning_cleared(stage: Stage) -> None:
    stage.world.policy.change({APPLIED: Apply.NOT_INDIVIDUALLY.value})
    await _warning(stage)
    await stage.tab_to("#warning-individually")
    await stage.press("enter")
    await stage.on(WarningScreen, "#warning-back")


async def _question(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("ctrl+s")
    await stage.on(QuestionScreen, "#answer-0")


async def _level(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("ctrl+t")
    await stage.on(LevelScreen, "#level-list")
    await stage.press("down")


async def _individually(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("f8")
    await stage.on(IndividuallyScreen, "#individually-on")


async def _attach(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("ctrl+o")
    await stage.on(AttachScreen)
    await stage.press(*"c")
    await stage.until(lambda: stage.screen.query_one(PickList).rows)


async def _drafts(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("f3")
    await stage.on(DraftsScreen)
    await stage.until(lambda: isinstance(stage.screen, DraftsScreen) and stage.screen.shown)


async def _held(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("ctrl+s")
    await stage.on(SendingScreen)


async def _ended(stage: Stage) -> None:
    await _held(stage)
    await stage.tab_to("#sending-now")
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.screen, SendingScreen) and stage.screen.phase is Phase.ENDED)


async def _received(stage: Stage) -> None:
    await _ended(stage)
    await stage.press("f4")
    await stage.on(ReceivedScreen)


async def _outbox(stage: Stage) -> None:
    await _held(stage)
    await stage.tab_to("#sending-leave")
    await stage.press("enter")
    await stage.on(ComposeScreen)
    await stage.press("f9")
    await stage.on(OutboxScreen)
    await stage.until(lambda: isinstance(stage.screen, OutboxScreen) and stage.screen.shown)


async def _help(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("f1")
    await stage.on(HelpScreen)


async def _palette(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("ctrl+p")
    await stage.on(PaletteScreen)


async def _notice(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("ctrl+s")
    await stage.on(NoticeScreen)


async def _leave(stage: Stage) -> None:
    await _judged(stage)
    stage.screen.query_one("#subject", Input).value = "Price list 2028"
    await stage.until(stage.is_saved)
    await stage.press("ctrl+q")
    await stage.on(LeaveScreen)


async def _panel(stage: Stage) -> None:
    await _judged(stage)
    await stage.press("f2")
    await stage.until(lambda: stage.screen.query("#demo-panel OneOf:focus"))
    await stage.until(lambda: stage.screen.query_one("#trace").size.height > 1)


async def _shown(stage: Stage, screen: Screen[Any]) -> None:
    """Show over the composer a screen that in use only a coincidence opens."""
    await _judged(stage)
    await stage.app.push_screen(screen)
    await stage.on(type(screen))


async def _replace(stage: Stage) -> None:
    folder = Path("/home/kim/.config/presend")
    await _shown(stage, ReplaceScreen((folder / "policy.toml", folder / "config.toml")))


async def _dropped(stage: Stage) -> None:
    await _shown(stage, DroppedScreen())


async def _long_line(stage: Stage) -> None:
    await _shown(stage, LongLineScreen(LONGEST_LINE))


async def _choice(stage: Stage) -> None:
    await _judged(stage)
    stage.screen.query_one("#from", Choice).action_open()
    await stage.on(ChoiceList)


PRICES = ("price-list.pdf",)
_NAMELESS = Composition(to=INSIDE.to, body=INSIDE.body)
_FAULTY = Composition(to="partner@other.example, kim@, lee@hanbit..example", subject="Offer")

SCREENS: Mapping[str, Scene] = MappingProxyType(
    {
        "composer": Scene(_judged),
        "composer-filled": Scene(_judged, OUTSIDE, PRICES),
        "composer-faults": Scene(_faults, _FAULTY),
        "composer-completion": Scene(_completion),
        "warning": Scene(_warning, OUTSIDE, PRICES),
        "warning-cleared": Scene(_warning_cleared, OUTSIDE),
        "question": Scene(_question, _NAMELESS),
        "level": Scene(_level, INSIDE),
        "individually": Scene(_individually, OUTSIDE),
        "attach": Scene(_attach, INSIDE),
        "drafts": Scene(_drafts),
        "sending-held": Scene(_held, INSIDE),
        "sending-ended": Scene(_ended, INSIDE),
        "outbox": Scene(_outbox, INSIDE),
        "help": Scene(_help, OUTSIDE),
        "palette": Scene(_palette),
        "notice": Scene(_notice, _FAULTY),
        "leave": Scene(_leave, INSIDE),
        "replace": Scene(_replace),
        "dropped": Scene(_dropped, INSIDE),
        "long-line": Scene(_long_line, INSIDE),
        "choice": Scene(_choice, INSIDE),
        "first-run": Scene(make=FormApp),
        "demonstration": Scene(_panel, OUTSIDE),
        "received": Scene(_received, INSIDE),
        **ADMIN,
    }
)
"""Every scene by name, in the order in which a member would meet the screens."""
