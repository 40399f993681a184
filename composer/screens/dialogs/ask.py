"""A plain question or notice: some words and two or three buttons; it looks nothing like the warning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding

from composer.screens.dialogs.language_key import LANGUAGE_KEY
from composer.widgets.dialogs.after_paint import AfterPaintScreen
from composer.widgets.dialogs.dialog_parts import PAGES, ButtonRow, DialogBox, DialogButton, PlainFrame
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.plain import Line

T = TypeVar("T")


class Answer(Struct, Generic[T], frozen=True):
    """One button of the dialog, and the answer that it stands for."""

    value: T
    label: Callable[[], str]


class AskScreen(AfterPaintScreen[T], Generic[T]):
    """Asks by some words and two or three buttons, and dismisses the value of the one that was pressed.

    Escape dismisses ``otherwise``. The first button has the focus.
    """

    DEFAULT_CSS = """
    AskScreen { align: center middle; }
    AskScreen PlainFrame { max-width: 64; }
    AskScreen .ask-title { text-style: bold; }
    AskScreen DialogBox { max-height: 12; margin: 1 0; }
    AskScreen.-short DialogBox { max-height: 8; }
    """
    FIRST_FOCUS = "#answer-0"
    BINDINGS = [Binding("escape", "go_back", "go_back", id="ask.back"), LANGUAGE_KEY, *PAGES]

    def __init__(
        self,
        words: Callable[[], str],
        answers: Sequence[Answer[T]],
        otherwise: T,
        title: Callable[[], str] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._words = words
        self._otherwise = otherwise
        self._answers = tuple(answers)

    def compose(self) -> ComposeResult:
        """The words, which scroll where there are many, between the title and the buttons."""
        with PlainFrame():
            if self._title is not None:
                yield Line(self._title(), classes="ask-title")
            yield DialogBox(self._words(), id="ask-words")
            with ButtonRow():
                for place, answer in enumerate(self._answers):
                    yield DialogButton(answer.label, id=f"answer-{place}")

    @property
    def text(self) -> str:
        """The words, in the language now active."""
        return self.query_one(DialogBox).text

    def retranslate(self) -> None:
        """Ask again in the language now active."""
        if self._title is not None:
            self.query_one(".ask-title", Line).say(self._title())
        self.query_one(DialogBox).say(self._words())
        for button in self.query(PushButton):
            button.retranslate()
        self.query_one(ButtonRow).fit()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """Dismiss the value of the pressed button."""
        event.stop()
        place = int((event.button.id or "").removeprefix("answer-"))
        self.answer(self._answers[place].value)

    def action_page(self, direction: int) -> None:
        """Scroll the words by a page: down (``direction`` = 1) or up (-1)."""
        self.query_one(DialogBox).action_page(direction)

    def action_go_back(self) -> None:
        """Dismiss ``otherwise``."""
        self.answer(self._otherwise)
