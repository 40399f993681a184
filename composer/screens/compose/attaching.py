"""The files of the message on the screen: attached by path, by paste and by drop, switched, removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.screen import Screen

from composer.drafting.judging import Assessment
from composer.message.composition import AttachedFile
from composer.screens.compose.form import MessageForm
from composer.sentences.files import attached_words
from composer.words import _
from policy.attachments import FileKind, fits_normally
from policy.draft import FileChoice
from policy.settings import Policy

if TYPE_CHECKING:
    from composer.services.files import Files


class Attaching:
    """Attaches, removes and switches the files of one composer's form.

    ``say`` shows a sentence in passing, ``tell`` a dialog.
    """

    def __init__(
        self,
        screen: Screen[None],
        form: MessageForm,
        files: Files,
        say: Callable[[Callable[[], str]], None],
        tell: Callable[[Callable[[], str]], None],
    ) -> None:
        self._screen = screen
        self._form = form
        self._files = files
        self._say = say
        self._tell = tell

    async def ask(self) -> None:
        """Open the window that asks for paths, and attach what it gives."""
        from composer.screens.compose.attach import AttachScreen

        self._join(await self._screen.app.push_screen_wait(AttachScreen(self._files)))

    def attach(self, text: str) -> None:
        """Attach every file that a text names; a dialog tells which cannot be attached."""
        from composer.screens.compose.attach import attach_all

        files, faults = attach_all(self._files, text)
        self._join(files)
        if faults:
            self._tell(lambda: "\n".join(faults))

    def attach_dropped(self, text: str) -> bool:
        """Attach the files that a pasted text names; False, and nothing done, where it names none."""
        if not self._files.looks_dropped(text):
            return False
        self.attach(text)
        return True

    async def ask_about_dropped(self, text: str) -> bool:
        """Ask whether a pasted path is to be attached or inserted; False = it is to be inserted as text."""
        from composer.screens.compose.pasted import DroppedScreen, Dropping

        if not self._files.looks_dropped(text):
            return False
        if await self._screen.app.push_screen_wait(DroppedScreen()) is not Dropping.ATTACH:
            return False
        self.attach(text)
        return True

    def remove(self, place: int) -> None:
        """Remove the file at an index."""
        self._say(str)
        files = self._form.files
        if len(files) == 1:
            self._form.body.focus()
        self._form.keep(files=files[:place] + files[place + 1 :])

    def switch(self, place: int, assessment: Assessment | None) -> None:
        """Attach the file at an index instead of sending it as a link, or the other way round, as the policy allows."""
        if assessment is None or place >= len(assessment.verdict.files):
            return
        choice = _other_kind(assessment, place, assessment.in_force.policy)
        if choice is None:
            self._say(lambda: _("The policy leaves no other way to send this file."))
            return
        files = list(self._form.files)
        files[place] = replace(files[place], choice=choice)
        self._form.keep(files=tuple(files))

    def _join(self, files: tuple[AttachedFile, ...]) -> None:
        from composer.screens.compose.attach import joined

        if files:
            found = joined(self._form.files, files)
            self._form.keep(files=found.files)
            self._say(lambda: attached_words(len(found.taken), [file.name for file in found.again]))


def _other_kind(assessment: Assessment, place: int, policy: Policy) -> FileChoice | None:
    """How else a file could be sent; None where the policy leaves no other way."""
    if assessment.verdict.files[place].kind is FileKind.TIME_LIMITED:
        return FileChoice.NORMAL if fits_normally(place, assessment.draft.files, policy) else None
    return FileChoice.TIME_LIMITED if policy.time_limited_files else None
