"""The files of the message on the screen: attached by path, by paste and by drop, switched, removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import work
from textual.screen import Screen

from composer.sentences import compose_form as compose_words
from composer.message.composition import AttachedFile
from composer.widgets.fields.address_input import AddressInput
from composer.widgets.lists.attachment_list import AttachmentList
from composer.widgets.fields.body_area import LONGEST_LINE, BodyArea, broken_lines
from composer.words import _
from policy.attachments import FileKind, fits_normally
from policy.draft import FileChoice
from policy.settings import Policy

if TYPE_CHECKING:
    from composer.drafting.draft_keeper import DraftKeeper
    from composer.drafting.judging import Assessment
    from composer.screens.compose.form import MessageForm
    from composer.services.bundle import Services


class ComposeFiles(Screen[None]):
    """The part of the composer that attaches."""

    services: Services
    keeper: DraftKeeper
    assessment: Assessment | None

    @property
    def form(self) -> MessageForm:
        """The fields."""
        raise NotImplementedError

    def say(self, words: Callable[[], str]) -> None:
        """Say something in passing; the next change takes it away."""
        raise NotImplementedError

    def tell(self, words: Callable[[], str]) -> None:
        """Say something that must be seen."""
        from composer.screens.dialogs.notice import NoticeScreen

        self.app.push_screen(NoticeScreen(words))

    @work
    async def action_attach(self) -> None:
        """Ask for paths and attach them."""
        from composer.screens.compose.attach import AttachScreen

        self._attached(await self.app.push_screen_wait(AttachScreen(self.services.files)))

    def attach_typed(self, text: str) -> None:
        """Attach every path that is meant; each that cannot be attached is named."""
        from composer.screens.compose.attach import attach_all

        files, faults = attach_all(self.services.files, text)
        self._attached(files)
        if faults:
            self.tell(lambda: "\n".join(faults))

    def _attached(self, files: tuple[AttachedFile, ...]) -> None:
        from composer.screens.compose.attach import joined

        if files:
            self.form.keep(files=joined(self.form.files, files))
            self.say(lambda: compose_words.attached_words(len(files)))

    def on_address_input_dropped(self, event: AddressInput.Dropped) -> None:
        """Files dropped on a field are attached; what only looks like files stays where it was pasted."""
        if self.services.files.looks_dropped(event.text):
            self.attach_typed(event.text)
        else:
            event.field.put(event.field.pasted(event.text))

    @work
    async def on_body_area_dropped(self, event: BodyArea.Dropped) -> None:
        """A path in the text may be meant as text, so the member says which."""
        from composer.screens.compose.pasted import DroppedScreen, Dropping

        is_files = self.services.files.looks_dropped(event.text)
        if is_files and await self.app.push_screen_wait(DroppedScreen()) is Dropping.ATTACH:
            self.attach_typed(event.text)
        else:
            self.form.body.put(event.text)

    @work
    async def on_body_area_too_long(self, event: BodyArea.TooLong) -> None:
        """A line that would make every key slow goes in only as the member wants it."""
        from composer.screens.compose.pasted import LongLine, LongLineScreen

        if await self.app.push_screen_wait(LongLineScreen(LONGEST_LINE)) is LongLine.BREAK:
            self.form.body.put(broken_lines(event.text))

    def on_attachment_list_removed(self, event: AttachmentList.Removed) -> None:
        """Take a file away."""
        files = self.form.files
        if len(files) == 1:
            self.form.body.focus()
        self.form.keep(files=files[: event.place] + files[event.place + 1 :])

    def on_attachment_list_switched(self, event: AttachmentList.Switched) -> None:
        """Attach instead of link while it fits, or link instead of attach."""
        if self.assessment is None or event.place >= len(self.assessment.verdict.files):
            return
        choice = _other_kind(self.assessment, event.place, self.assessment.in_force.policy)
        if choice is None:
            self.say(lambda: _("The policy leaves no other way to send this file."))
            return
        files = list(self.form.files)
        files[event.place] = replace(files[event.place], choice=choice)
        self.form.keep(files=tuple(files))


def _other_kind(assessment: Assessment, place: int, policy: Policy) -> FileChoice | None:
    """How else a file could be sent; None where the policy leaves no other way."""
    if assessment.verdict.files[place].kind is FileKind.TIME_LIMITED:
        return FileChoice.NORMAL if fits_normally(place, assessment.draft.files, policy) else None
    return FileChoice.TIME_LIMITED if policy.time_limited_files else None
