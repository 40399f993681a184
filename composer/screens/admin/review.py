"""Before a save: what changes in words, what that does to what exists, and the traps; nothing is in force yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding

from composer.administration.review import Review
from composer.screens.admin.row_words import setting_name
from composer.screens.dialogs.ask import Answer, AskScreen
from composer.sentences.joined import labelled
from composer.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from policy.lint.trap import Trap


class ReviewScreen(AskScreen[bool]):
    """Shows what a save would change, and dismisses whether to save. The focus starts on going back."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [Binding("escape", "go_back", "go_back", id="review.back")]

    def __init__(self, review: Review, again: Callable[[], Awaitable[Review]]) -> None:
        """``again`` works the same review out in the language that is active then."""
        self._review = review
        self._again = again
        answers = (
            Answer(False, lambda: pgettext("button", "Go back")),
            Answer(True, lambda: pgettext("button", "Save")),
        )
        super().__init__(lambda: "\n".join(review_lines(self._review)), answers, False, title=_title)

    def retranslate(self) -> None:
        """Ask again in the language now active; what is changed is put into words anew, which may take a while."""
        super().retranslate()
        self._say_again()

    @work
    async def _say_again(self) -> None:
        self._review = await self._again()
        super().retranslate()


def _title() -> str:
    return _("Save these changes? They are in force at once.")


def review_lines(review: Review) -> Iterator[str]:
    """The review as lines: headings, and a mark before each sentence."""
    yield from _part(pgettext("review", "What changes"), review.changes or (_("Nothing that members would notice."),))
    yield from _part(_("What this does to what exists"), review.consequences)
    yield from _traps(review)


def _part(heading: str, sentences: tuple[str, ...]) -> Iterator[str]:
    if sentences:
        yield pgettext("heading", "{heading}:", heading=heading)
        yield from (f"- {sentence}" for sentence in sentences)
        yield ""


def _trap(trap: Trap) -> str:
    """The sentence, after the setting it is about; one about a list names the list itself."""

    from composer.sentences.traps import traps  # the page does not pay for it before there is something to review

    name = setting_name(trap.path)
    return labelled(name, traps.sentence(trap)) if name else traps.sentence(trap)


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
