"""A soft question before sending: small and plain, so that it is never taken for the warning."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from composer.sentences.verdict import question_words
from composer.widgets.dialogs.after_paint import AfterPaintScreen
from composer.widgets.dialogs.dialog_parts import ButtonRow, DialogBox, DialogButton
from composer.widgets.dialogs.push_button import PushButton
from composer.words import pgettext
from policy.verdict import QuestionCode


class QuestionScreen(AfterPaintScreen[bool]):
    """Asks one question; True = send anyway."""

    CSS_PATH = "questions.tcss"
    FIRST_FOCUS = "#question-back"
    BINDINGS = [Binding("escape", "go_back", "go_back", id="question.back")]

    def __init__(self, question: QuestionCode) -> None:
        super().__init__()
        self._question = question
        self._answered = False

    def compose(self) -> ComposeResult:
        """The question and two buttons."""
        with Vertical(id="question"):
            yield DialogBox(question_words(self._question), id="question-text")
            with ButtonRow(id="question-buttons"):
                yield DialogButton(lambda: pgettext("button", "Go back"), id="question-back")
                yield DialogButton(lambda: pgettext("button", "Send anyway"), id="question-send")

    def retranslate(self) -> None:
        """Ask again in the language now active."""
        self.query_one("#question-text", DialogBox).say(question_words(self._question))
        for button in self.query(PushButton):
            button.retranslate()
        self.query_one("#question-buttons", ButtonRow).fit()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self._answer(event.button.id == "question-send")

    def action_go_back(self) -> None:
        """Back to the composer."""
        self._answer(False)

    def _answer(self, answer: bool) -> None:
        """Only the first answer counts."""
        if not self._answered:
            self._answered = True
            self.dismiss(answer)
