"""Closing what did not reach everybody: it arrived, it is given up, or it goes to a corrected address."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding

from composer.sentences.jobs import recipient_line
from composer.services.outbox import Job, RecipientResult, RecipientState
from composer.widgets.dialogs.after_paint import AfterPaintScreen
from composer.widgets.dialogs.dialog_parts import ButtonRow, DialogBox, DialogButton, PlainFrame
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.lists.marked_list import MarkedList
from composer.words import _, pgettext

CLOSED = frozenset({RecipientState.ACCEPTED, RecipientState.GIVEN_UP})


class Choice(Enum):
    """A decision about recipients whose delivery is open."""

    ARRIVED = "arrived"
    GIVE_UP = "give_up"
    CORRECT = "correct"


class Settlement(Struct, frozen=True):
    """A decision, and the recipients of a job that it is about."""

    choice: Choice
    address: str | None
    """The recipient's address; None = all that are open, which a correction never has."""


class SettleScreen(AfterPaintScreen[Settlement | None]):
    """Lists the open recipients of a job, and dismisses a ``Settlement``; None = no decision."""

    DEFAULT_CSS = """
    SettleScreen { align: center middle; }
    SettleScreen PlainFrame { max-width: 76; }
    SettleScreen DialogBox { max-height: 6; margin: 1 0; }
    SettleScreen MarkedList { height: auto; max-height: 8; margin: 0 0 1 0; }
    """
    FIRST_FOCUS = "#settle-list"
    BINDINGS = [Binding("escape", "go_back", "go_back", id="settle.back")]

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._open: Sequence[RecipientResult] = [one for one in job.recipients if one.state not in CLOSED]

    def compose(self) -> ComposeResult:
        """The question, the open recipients, and a button for each decision."""
        with PlainFrame():
            yield DialogBox(_words(), id="settle-words")
            yield MarkedList(id="settle-list")
            with ButtonRow():
                yield DialogButton(lambda: pgettext("button", "It arrived"), id="settle-arrived")
                yield DialogButton(lambda: pgettext("button", "Correct the address"), id="settle-correct")
                yield DialogButton(lambda: pgettext("button", "Give up"), id="settle-give-up")
                yield DialogButton(lambda: pgettext("button", "Close"), id="settle-close")

    def on_mount(self) -> None:
        """Show the recipients to be decided about."""
        self._fill()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self.query_one(DialogBox).say(_words())
        self._fill()
        for button in self.query(PushButton):
            button.retranslate()
        self.query_one(ButtonRow).fit()

    @property
    def address(self) -> str | None:
        """The address of the marked recipient; None where all open ones are marked."""
        index = (self.query_one(MarkedList).highlighted or 0) - self._has_all
        return self._open[index].address if 0 <= index < len(self._open) else None

    def on_option_list_option_highlighted(self) -> None:
        """Offer a correction only where a single recipient is marked."""
        self.query_one("#settle-correct").display = self.address is not None
        self.query_one(ButtonRow).fit()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """Dismiss the button's decision; None for Close."""
        event.stop()
        choices = {
            "settle-arrived": Choice.ARRIVED,
            "settle-correct": Choice.CORRECT,
            "settle-give-up": Choice.GIVE_UP,
        }
        choice = choices.get(event.button.id or "")
        self.answer(Settlement(choice, self.address) if choice else None)

    def action_go_back(self) -> None:
        """Dismiss None."""
        self.answer(None)

    @property
    def _has_all(self) -> bool:
        return len(self._open) > 1

    def _fill(self) -> None:
        lines = [recipient_line(one) for one in self._open]
        self.query_one(MarkedList).fill([_("All of them"), *lines] if self._has_all else lines)


def _words() -> str:
    return _("presend does not know that these have the message. What do you know or want?")
