"""A soft question before sending: small and plain, so that it is never taken for the warning."""

from __future__ import annotations

from textual.binding import Binding

from composer.screens.dialogs.ask import Answer, AskScreen
from composer.sentences.verdict import question_words
from composer.words import pgettext
from policy.questions import QuestionCode


class QuestionScreen(AskScreen[bool]):
    """Asks one question of the policy, and dismisses True = send anyway."""

    DEFAULT_CSS = """
    QuestionScreen PlainFrame { max-width: 60; }
    QuestionScreen DialogBox { max-height: 8; }
    QuestionScreen ButtonRow { margin: 0 2; }
    """
    BINDINGS = [Binding("escape", "go_back", "go_back", id="question.back")]

    def __init__(self, question: QuestionCode) -> None:
        answers = (
            Answer(False, lambda: pgettext("button", "Go back")),
            Answer(True, lambda: pgettext("button", "Send anyway")),
        )
        super().__init__(lambda: question_words(question), answers, False)
