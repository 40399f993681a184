"""The security level of the message on the screen: picked, and given up when it is no longer in use."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from composer.drafting.opening import level_gone_words
from composer.screens.compose.form import MessageForm
from composer.screens.compose.judging import Judging
from composer.sentences import compose_form
from composer.services.clock import Clock
from composer.words import _, pgettext
from policy.levels import in_use, levels_in_use
from policy.settings import Expiry, Level


class MessageLevel:
    """The security level of one composer's message.

    ``say`` shows a sentence in passing, ``tell`` a dialog.
    """

    def __init__(
        self,
        screen: Screen[None],
        form: MessageForm,
        judging: Judging,
        clock: Clock,
        say: Callable[[Callable[[], str]], None],
        tell: Callable[[Callable[[], str]], None],
    ) -> None:
        self._screen = screen
        self._form = form
        self._judging = judging
        self._clock = clock
        self._say = say
        self._tell = tell

    def label(self, most: int) -> str:
        """The label of the level's button, shortened to ``most`` cells as far as it can be."""
        assessment = self._judging.assessment
        return pgettext("button", "Level") if assessment is None else compose_form.level_words(assessment, most)

    @property
    def is_choosable(self) -> bool:
        """Whether the policy in force uses more than one level."""
        assessment = self._judging.assessment
        return assessment is not None and len(levels_in_use(assessment.in_force.policy)) > 1

    async def pick(self) -> None:
        """Open the level picker, and put the picked level into the form; say so where only one level is in use."""
        from composer.screens.compose.level import LevelScreen

        assessment = self._judging.assessment
        if assessment is None:
            return
        if len(levels_in_use(assessment.in_force.policy)) == 1:
            self._say(lambda: _("No security level is in use here. Every message is General."))
            return
        now, zone, is_now = self._clock.now(), assessment.member.timezone, assessment.composition
        choice = await self._screen.app.push_screen_wait(
            LevelScreen(
                assessment.in_force, is_now.level, is_now.expires_after, is_now.forwarding_prohibited, now, zone
            )
        )
        if choice is not None and self._may_use(choice.level):
            self._form.keep(
                level=choice.level,
                expires_after=choice.expires_after,
                forwarding_prohibited=choice.forwarding_prohibited,
            )

    def give_up(self) -> None:
        """Change a level that is no longer in use to General, and tell the member in a dialog."""
        now = self._judging.assessment
        if now is None or in_use(now.composition.level, now.in_force.policy):
            return
        self._form.keep(level=Level.GENERAL, expires_after=Expiry.NONE, forwarding_prohibited=False)
        self._judging.now()
        self._tell(level_gone_words)

    def _may_use(self, level: Level) -> bool:
        """Whether a level that was picked is still in use; says so where it is not."""
        assessment = self._judging.assessment
        if assessment is None or in_use(level, assessment.in_force.policy):
            return True
        self._say(lambda: _("The policy changed meanwhile: this security level is no longer in use."))
        return False
