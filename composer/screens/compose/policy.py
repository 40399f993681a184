"""The composer under a policy that changes: judged again at once, with a line about what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.message.composition import Composition
from composer.errors import StorageError
from composer.drafting.opening import Opened, level_gone_words
from composer.screens.compose.tools import ComposeTools
from composer.services.bundle import Job, JobState, SavedDraft
from policy.levels import in_use
from policy.settings import Expiry, Level

if TYPE_CHECKING:
    from composer.drafting.policy_watch import PolicyNews
    from composer.screens.sending.progress import SendingResult

NOTICE_ROWS, NARROW_ROWS = 2, 3
"""What a notice about the policy takes at most, so that the text keeps its rows."""
WRAPPED = 8
"""Cells of a row that wrapping may leave empty."""


class ComposePolicy(ComposeTools):
    """The part of the composer that hears of the policy."""

    policy_news: PolicyNews | None = None
    """The last change since presend was started."""
    _returned = 0
    """How many messages came back because of it."""
    _is_sending = False

    def judge_now(self) -> None:
        """Ask the policy and show the answer everywhere."""
        raise NotImplementedError

    def policy_changed(self, news: PolicyNews) -> None:
        """Judge at once, and say what changed."""
        self.policy_news, self._returned = news, 0
        self.form.use_policy()
        self.judge_now()
        self.say(self._policy_notice)
        self.give_up_level()

    def tell_of_drafts(self, count: int) -> None:
        """So many messages that were not on the screen are drafts again."""
        self._returned += count
        self.say(self._policy_notice)

    def give_up_level(self) -> None:
        """A level that is no longer in use becomes General, as in a draft, and the member has to see it.

        While the message is being sent it stays, and is refused: nobody's Restricted mail leaves as General.
        """
        now = self.assessment
        if now is None or self._is_sending or in_use(now.composition.level, now.in_force.policy):
            return
        self.form.keep(level=Level.GENERAL, expires_after=Expiry.NONE, forwarding_prohibited=False)
        self.judge_now()
        self.tell(level_gone_words)

    def tell_opening(self, opened: Opened) -> None:
        """What the member has to know about the draft that was opened."""
        if opened.came_back:
            self.tell(lambda: self._came_back_words(opened))
        elif opened.words is not None:
            self.tell(opened.words)

    def next_after(self, result: SendingResult) -> ComposeTools.Leave:
        """What follows a message that was handed to the outbox: itself, when it came back, or a new one."""
        if result.job.state is JobState.RETURNED:
            return self.Leave(self._given_back(result.job))
        if result.undone is not None:
            return self.Leave(self.undone(result.undone))
        return self.Leave(Composition(), result.job)

    def _given_back(self, job: Job) -> Composition | SavedDraft:
        try:
            return self.services.drafts.load(job.draft_id or job.id)
        except StorageError as error:
            words = str(error)
            self.tell(lambda: words)
            return Composition()

    def _explained(self) -> list[str]:
        if self.policy_news is None:
            return super()._explained()
        from composer.sentences.changes.news import explained

        return [*super()._explained(), "", *explained(self.policy_news)]

    def _policy_notice(self) -> str:
        from composer.sentences.changes.news import came_back_notice, notice

        rows = NARROW_ROWS if self.has_class("-narrow") else NOTICE_ROWS
        most = rows * max(self.size.width - WRAPPED, 1)
        lines = [came_back_notice(self._returned)] if self._returned else []
        if self.policy_news is not None:
            lines.append(notice(self.policy_news, most))
        return "\n".join(lines)

    def _came_back_words(self, opened: Opened) -> str:
        from composer.sentences.changes.news import came_back_words

        verdict = self.assessment.verdict if self.assessment is not None else None
        return came_back_words(verdict, opened.words() if opened.words is not None else "")
