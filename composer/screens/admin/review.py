"""Before a save: what changes in words, what that does to what exists, and the traps; nothing is in force yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from composer.administration.review import Review
from composer.screens.admin.row_words import setting_name
from composer.widgets.dialogs.after_paint import AfterPaintScreen
from composer.widgets.dialogs.dialog_parts import ButtonRow, DialogBox, DialogButton
from composer.widgets.plain import Line
from composer.widgets.dialogs.push_button import PushButton
from composer.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from policy.lint import Trap


class ReviewScreen(AfterPaintScreen[bool]):
    """Asks once; True = save. The focus starts on going back."""

    CSS_PATH = "dialogs.tcss"
    FIRST_FOCUS = "#review-back"
    BINDINGS = [Binding("escape", "go_back", "go_back", id="review.back")]

    def __init__(self, review: Review) -> None:
        super().__init__()
        self._review = review
        self._answered = False

    def compose(self) -> ComposeResult:
        """A text that scrolls, and two buttons that stay."""
        with Vertical(classes="admin-dialog"):
            yield Line(classes="admin-dialog-title")
            yield DialogBox(id="review-text")
            with ButtonRow():
                yield DialogButton(lambda: pgettext("button", "Go back"), id="review-back")
                yield DialogButton(lambda: pgettext("button", "Save"), id="review-save")

    def on_mount(self) -> None:
        self.retranslate()

    @property
    def text(self) -> str:
        """Everything the dialog says."""
        return self.query_one(DialogBox).text

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self.query_one(Line).say(_("Save these changes? They are in force at once."))
        self.query_one(DialogBox).say("\n".join(review_lines(self._review)))
        for button in self.query(PushButton):
            button.retranslate()
        self.query_one(ButtonRow).fit()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self._answer(event.button.id == "review-save")

    def action_go_back(self) -> None:
        """Nothing is saved."""
        self._answer(False)

    def _answer(self, answer: bool) -> None:
        """Only the first answer counts."""
        if not self._answered:
            self._answered = True
            self.dismiss(answer)


def review_lines(review: Review) -> Iterator[str]:
    """The review as lines: headings, and a mark before each sentence."""
    yield from _part(pgettext("review", "What changes"), review.changes or (_("Nothing that members would notice."),))
    yield from _part(_("What this does to what exists"), review.consequences)
    yield from _traps(review)


def _part(heading: str, sentences: tuple[str, ...]) -> Iterator[str]:
    if sentences:
        yield f"{heading}:"
        yield from (f"- {sentence}" for sentence in sentences)
        yield ""


def _trap(trap: Trap) -> str:
    """The sentence, after the setting it is about; one about a list names the list itself."""
    from composer.sentences.traps import traps as lint_words  # the page does not pay for it before there is something to review

    name = setting_name(trap.path)
    return f"{name}: {lint_words.sentence(trap)}" if name else lint_words.sentence(trap)


def _traps(review: Review) -> Iterator[str]:
    yield from _part(pgettext("review", "New traps"), tuple(map(_trap, review.new_traps)))
    old = len(review.traps) - len(review.new_traps)
    if old:
        yield ngettext(
            "{n} trap was there before; presend policy lint shows it.",
            "{n} traps were there before; presend policy lint shows them.",
            old,
        )
    elif not review.new_traps:
        yield _("No traps were found.")
