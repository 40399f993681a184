"""What the policy says of the message, in every place of the composer that tells of it."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from composer.drafting.judging import Assessment, Assessor
from composer.reasons import Reason
from composer.screens.compose.form import MessageForm
from composer.sentences import compose_form
from composer.sentences.files import file_lines
from composer.sentences.quiet_line import cannot_be_sent, quiet_line
from composer.sentences.reasons import reason_words
from composer.services.bundle import Services
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.glyphs import Glyphs
from composer.widgets.lists.attachment_list import AttachmentList
from composer.widgets.plain import Line
from policy import levels
from policy.settings import Level

TITLE_IN_ONE = 60
"""Columns from which on the title has one row; below it has two."""
LOST = 12
"""Cells of the first of two rows that are reckoned as lost to wrapping."""


class ShownAnswer:
    """Shows the assessment of one composer's message in its title, its form and its quiet line."""

    def __init__(
        self,
        screen: Screen[None],
        form: MessageForm,
        services: Services,
        assessor: Assessor,
        glyphs: Glyphs,
        saved: Callable[[], str],
    ) -> None:
        self._screen = screen
        self._form = form
        self._services = services
        self._assessor = assessor
        self._glyphs = glyphs
        self._saved = saved

    def show(self, assessment: Assessment | None, fault: Reason | None) -> None:
        """Fill title, form and quiet line; without an assessment the line says what ``fault`` the policy has."""
        if assessment is None:
            self._line("#quiet", cannot_be_sent(reason_words(fault) if fault else ""))
        else:
            self.show_quiet_line(assessment)
            self._form.check_typed()
            self._show_in_form(assessment)
        self.show_title(assessment)

    def show_quiet_line(self, assessment: Assessment | None) -> None:
        """Show what Send will do; an address that is still being typed counts as no fault. None shows nothing new."""
        if assessment is not None:
            separator = f" {self._glyphs.dot} "
            self._line("#quiet", quiet_line(assessment.verdict, separator, self._form.unfinished))

    def show_title(self, assessment: Assessment | None) -> None:
        """Show the policy in force, the languages, and whether the draft is saved."""
        width = self._screen.app.size.width
        text = compose_form.title_words(
            assessment.in_force if assessment else None,
            self._assessor.language,
            self._saved(),
            demonstration=self._services.is_demonstration,
            dot=self._glyphs.dot,
            most=width if width >= TITLE_IN_ONE else 2 * width - LOST,
        )
        self._line("#title", text)

    def _show_in_form(self, assessment: Assessment) -> None:
        """The count of recipients, the files as they leave, and the level where there is something to choose."""
        verdict, now = assessment.verdict, self._services.clock.now()
        self._line("#counter", compose_form.counter_words(assessment))
        self._form.query_one("#files", AttachmentList).show(file_lines(verdict.files, now))
        button = self._form.query_one("#level", PushButton)
        has_levels = len(levels.levels_in_use(assessment.in_force.policy)) > 1
        button.display = has_levels or verdict.level.level is not Level.GENERAL
        button.retranslate()
        self._form.fit_options()

    def _line(self, selector: str, text: str) -> None:
        self._screen.query_one(selector, Line).say(text)
