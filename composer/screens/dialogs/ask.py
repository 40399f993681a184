"""A plain question or notice: some words and two or three buttons; it looks nothing like the warning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from composer.widgets.dialogs.after_paint import AfterPaintScreen
from composer.widgets.dialogs.dialog_parts import ButtonRow, DialogBox, DialogButton
from composer.widgets.dialogs.push_button import PushButton

T = TypeVar("T")


class Answer(Struct, Generic[T], frozen=True):
    """One button."""

    value: T
    label: Callable[[], str]


class AskScreen(AfterPaintScreen[T], Generic[T]):
    """Dismisses the value of the button that was pressed; Escape = ``otherwise``. The first button has the focus."""

    DEFAULT_CSS = """
    AskScreen { align: center middle; }
    AskScreen > Vertical {
        width: 100%; max-width: 64; height: auto; max-height: 100%; background: $surface;
        border-top: solid $foreground 50%; border-bottom: solid $foreground 50%; padding: 0 1;
    }
    AskScreen.-ascii > Vertical { border-top: ascii $foreground 50%; border-bottom: ascii $foreground 50%; }
    AskScreen DialogBox { max-height: 12; margin: 1 0; }
    AskScreen.-short DialogBox { max-height: 8; }
    """
    FIRST_FOCUS = "#answer-0"
    BINDINGS = [Binding("escape", "go_back", "go_back", id="ask.back")]

    def __init__(self, words: Callable[[], str], answers: Sequence[Answer[T]], otherwise: T) -> None:
        super().__init__()
        self._words = words
        self._otherwise = otherwise
        self._answers = tuple(answers)
        self._answered = False

    def compose(self) -> ComposeResult:
        """The words and the buttons."""
        with Vertical():
            yield DialogBox(self._words(), id="ask-words")
            with ButtonRow():
                for place, answer in enumerate(self._answers):
                    yield DialogButton(answer.label, id=f"answer-{place}")

    @property
    def text(self) -> str:
        """What is asked or said."""
        return self.query_one(DialogBox).text

    def retranslate(self) -> None:
        """Ask again in the language now active."""
        self.query_one(DialogBox).say(self._words())
        for button in self.query(PushButton):
            button.retranslate()
        self.query_one(ButtonRow).fit()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """One answer."""
        event.stop()
        place = int((event.button.id or "").removeprefix("answer-"))
        self._answer(self._answers[place].value)

    def action_go_back(self) -> None:
        """No answer."""
        self._answer(self._otherwise)

    def _answer(self, value: T) -> None:
        """Only the first answer counts."""
        if not self._answered:
            self._answered = True
            self.dismiss(value)
