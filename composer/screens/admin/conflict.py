"""Two administrators changed the same policy: both sides in words, and what shall become of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from enum import Enum

from textual import work

from composer.administration.session import Conflict
from composer.screens.admin.row_words import path_words
from composer.screens.dialogs.ask import Answer, AskScreen
from composer.words import _, pgettext


class ConflictAnswer(Enum):
    """The administrator's answer to a policy that somebody else saved meanwhile."""

    GO_BACK = "go_back"
    KEEP_MINE = "keep_mine"
    TAKE_THEIRS = "take_theirs"


class ConflictScreen(AskScreen[ConflictAnswer]):
    """Asks what to do with a policy that somebody else saved meanwhile, and dismisses a ``ConflictAnswer``.

    Escape answers ``GO_BACK``: nothing is saved, and the edits stay.
    """

    DEFAULT_CSS = """
    ConflictScreen PlainFrame { max-width: 78; }
    ConflictScreen DialogBox { max-height: 16; }
    ConflictScreen.-short DialogBox { max-height: 12; }
    """

    def __init__(self, conflict: Conflict, again: Callable[[], Awaitable[Conflict]]) -> None:
        """``again`` works the same conflict out in the language that is active then."""
        self._conflict = conflict
        self._again = again
        answers = (
            Answer(ConflictAnswer.GO_BACK, lambda: pgettext("button", "Go back")),
            Answer(ConflictAnswer.KEEP_MINE, lambda: pgettext("button", "Keep mine on top of theirs")),
            Answer(ConflictAnswer.TAKE_THEIRS, lambda: pgettext("button", "Take theirs, drop mine")),
        )
        super().__init__(lambda: "\n".join(conflict_lines(self._conflict)), answers, ConflictAnswer.GO_BACK)

    def retranslate(self) -> None:
        """Ask again in the language now active; both sides are put into words anew, which may take a while."""
        super().retranslate()
        self._say_again()

    @work
    async def _say_again(self) -> None:
        self._conflict = await self._again()
        super().retranslate()


def conflict_lines(conflict: Conflict) -> Iterator[str]:
    """The conflict as lines: what the others changed, what was edited here, and the settings that both touched."""
    yield _("Somebody else saved this policy while you were editing. Nothing of yours was saved.")
    nothing = (_("Nothing that members would notice."),)
    yield from _side(pgettext("conflict", "They changed"), conflict.theirs or nothing)
    yield from _side(pgettext("conflict", "You want to change"), conflict.mine or nothing)
    if conflict.both:
        yield from _side(pgettext("conflict", "Both of you changed"), tuple(map(path_words, conflict.both)))


def _side(heading: str, sentences: tuple[str, ...]) -> Iterator[str]:
    yield ""
    yield f"{heading}:"
    yield from (f"- {sentence}" for sentence in sentences)
