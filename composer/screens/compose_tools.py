"""What the composer does beside typing and sending: files, level, editor, drafts, help, palette, leaving."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.screen import Screen

from composer.composition import Composition
from composer.errors import AttachError, PolicyFaultsError, PresendError, StorageError
from composer.services import Completion, Job, SavedDraft
from composer.verdict_words import explanation
from composer.widgets.address_input import AddressInput
from composer.widgets.attachment_list import AttachmentList
from composer.widgets.body_area import BodyArea
from composer.widgets.pick_list import PickList, Row
from composer.widgets.tick import Tick
from composer.words import _, ngettext, pgettext
from policy.attachments import FileKind, fits_normally
from policy.draft import FileChoice
from policy.settings import Expiry, Level
from policy.verdict import PolicyInForce

if TYPE_CHECKING:
    from composer.draft_keeper import DraftKeeper
    from composer.judging import Assessment
    from composer.screens.compose_form import Form
    from composer.services import Services

MOST_OFFERED = 8
"""Completions shown at once."""


class ComposeTools(Screen[None]):
    """The actions of the composer that open something."""

    services: Services
    form: Form
    keeper: DraftKeeper
    assessment: Assessment | None

    @dataclass
    class Judged(Message):
        """The message was judged; None = the policy is broken."""

        assessment: Assessment | None

    @dataclass
    class Leave(Message):
        """The member is done here: the app opens a fresh composer, this draft, or ends."""

        next: Composition | SavedDraft | None = None

    completing: AddressInput | None = None
    """The field whose completions are shown."""

    def changed(self) -> None:
        """Judge and save soon."""
        raise NotImplementedError

    def tell(self, text: str) -> None:
        """Say something that must be seen."""
        raise NotImplementedError

    def policy_or_none(self) -> PolicyInForce | None:
        """The policy in force; None while it is broken, which the quiet line says."""
        try:
            return self.services.policy.current()
        except PolicyFaultsError:
            return None

    @staticmethod
    def as_general(composition: Composition) -> Composition:
        """The same message without a level."""
        return replace(composition, level=Level.GENERAL, expires_after=Expiry.NONE, forwarding_prohibited=False)

    # Completion

    @work(thread=True, group="contacts")
    def refresh_contacts(self) -> None:
        """Read the address sources while the member begins to type."""
        self.services.contacts.refresh()

    def show_completions(self, field: AddressInput) -> None:
        """The list under the field it belongs to."""
        offers = self.query_one("#completions", PickList)
        self.completing = field if field.offers else None
        offers.styles.display = "block" if field.offers else "none"
        if not field.offers:
            return
        offers.fill([Row(place, _offer_words(offer)) for place, offer in enumerate(field.offers)])
        offers.cursor = field.marked
        region = field.region
        offers.styles.offset = (min(region.x, max(0, self.size.width - 60)), region.bottom)
        offers.refresh(layout=True)

    def action_next_field(self) -> None:
        """Take the marked completion where the list is open, else go on to the next field."""
        if self.completing is not None and self.completing.has_focus:
            self.completing.action_accept()
        else:
            self.focus_next()

    def action_previous_field(self) -> None:
        """Back to the field before."""
        self.focus_previous()

    # Files

    @work
    async def action_attach(self) -> None:
        """Ask for paths and attach them."""
        from composer.screens.attach import AttachScreen

        text = await self.app.push_screen_wait(AttachScreen(self.services.files))
        if text:
            self.attach_typed(text)

    def attach_typed(self, text: str) -> None:
        """Attach every path that is meant; each that cannot be attached is named."""
        troubles, added = [], list(self.form.base.files)
        for path in self.services.files.expand(text):
            try:
                added.append(self.services.files.attach(path))
            except AttachError as error:
                troubles.append(str(error))
        self.form.base = replace(self.form.base, files=tuple(added))
        self.changed()
        if troubles:
            self.tell("\n".join(troubles))

    def attach_dropped(self, text: str, otherwise: Callable[[str], None]) -> None:
        """Attach what was dropped on the window; text that only looks like it goes where it was pasted."""
        if self.services.files.looks_dropped(text):
            self.attach_typed(text)
        else:
            otherwise(text)

    def on_attachment_list_removed(self, event: AttachmentList.Removed) -> None:
        """Take a file away."""
        files = list(self.form.base.files)
        if event.place < len(files):
            del files[event.place]
            self.form.base = replace(self.form.base, files=tuple(files))
            self.changed()
        if not files:
            self.query_one("#body").focus()

    def on_attachment_list_switched(self, event: AttachmentList.Switched) -> None:
        """Attach instead of link while it fits, or link instead of attach."""
        if self.assessment is None or event.place >= len(self.assessment.verdict.files):
            return
        judged = self.assessment.verdict.files[event.place]
        policy = self.assessment.in_force.policy
        if judged.kind is FileKind.TIME_LIMITED:
            if not fits_normally(event.place, self.assessment.draft.files, policy):
                self.tell(_("{name} does not fit below the attachment limit.", name=judged.file.name))
                return
            choice = FileChoice.NORMAL
        elif policy.time_limited_files:
            choice = FileChoice.TIME_LIMITED
        else:
            self.tell(_("Files with a download time limit are not allowed by the policy."))
            return
        files = list(self.form.base.files)
        files[event.place] = replace(files[event.place], choice=choice)
        self.form.base = replace(self.form.base, files=tuple(files))
        self.changed()

    # Level, individually, fields

    @work
    async def action_level(self) -> None:
        """Pick a level, its expiry and forwarding."""
        from composer.screens.level import LevelScreen

        assessment = self.assessment
        if assessment is None:
            return
        if not (assessment.in_force.policy.restricted.use or assessment.in_force.policy.confidential.use):
            self.tell(_("No security level is in use here. Every message is General."))
            return
        base = self.form.base
        now, zone = self.services.clock.now(), assessment.member.timezone
        screen = LevelScreen(assessment.in_force, base.level, base.expires_after, base.forwarding_prohibited, now, zone)
        choice = await self.app.push_screen_wait(screen)
        if choice is not None:
            self.form.base = replace(
                base,
                files=self.form.base.files,
                level=choice.level,
                expires_after=choice.expires_after,
                forwarding_prohibited=choice.forwarding_prohibited,
            )
            self.changed()

    @work
    async def action_individually(self) -> None:
        """Preview the copies, and turn individually on or off."""
        from composer.screens.individually import IndividuallyScreen

        if self.assessment is not None:
            choice = await self.app.push_screen_wait(IndividuallyScreen(self.assessment))
            if choice is not None:
                self.query_one("#individually", Tick).value = choice

    def action_copies(self) -> None:
        """Show Cc and Bcc, or hide them while they are empty."""
        self.form.shows_more = not self.form.shows_more
        self.form.show_more_fields()
        if self.form.shows_more:
            self.query_one("#cc").focus()

    # Editor

    def action_editor(self) -> None:
        """Write the text in the member's own editor."""
        from composer.screens.external_editor import edit

        body = self.query_one("#body", BodyArea)
        try:
            text = edit(self.app, body.text)
        except PresendError as error:
            self.tell(str(error))
            return
        body.put_whole(text)
        self.changed()

    # Other screens

    @work
    async def action_drafts(self) -> None:
        """Go on with another draft; this one stays saved."""
        from composer.screens.drafts import DraftsScreen

        self.save_quietly()
        draft = await self.app.push_screen_wait(DraftsScreen(self.services.drafts, current=self.keeper.draft_id))
        if draft is not None:
            self.keeper.close()
            self.post_message(self.Leave(draft))

    @work
    async def action_outbox(self) -> None:
        """See what waits, try again, take back."""
        from composer.screens.outbox import OutboxScreen

        composition = await self.app.push_screen_wait(OutboxScreen(self.services.outbox, self.services.clock))
        if composition is not None:
            self.save_quietly()
            self.keeper.close()
            self.post_message(self.Leave(composition))

    def action_new(self) -> None:
        """A fresh message; this one stays among the drafts."""
        self.save_quietly()
        self.keeper.close()
        self.post_message(self.Leave(Composition()))

    def action_help(self) -> None:
        """What Send will do and why, and the keys."""
        from composer.screens.help import HelpScreen

        def words() -> list[str]:
            return explanation(self.assessment.verdict) if self.assessment else [_("The policy is broken.")]

        self.app.push_screen(HelpScreen(words))

    @work
    async def action_palette(self) -> None:
        """Every action by name."""
        from composer.screens.palette import PaletteScreen, entries_of

        action = await self.app.push_screen_wait(PaletteScreen(entries_of(self)))
        if action:
            await self.run_action(action)

    # Leaving

    async def after_accepted(self, job: Job) -> None:
        """Show the job on its way, then begin anew or take the message back."""
        from composer.screens.sending import SendingScreen

        self.keeper.close()
        result = await self.app.push_screen_wait(SendingScreen(self.services.outbox, job, self.services.clock))
        self.post_message(self.Leave(result.undone or Composition()))

    @work
    async def action_leave_composer(self) -> None:
        """Ask once what shall become of what was typed, then end."""
        from composer.screens.leave import LeaveScreen, Leaving

        composition = self.form.read()
        if not self.keeper.is_saved(composition) or self.keeper.draft_id is not None:
            leaving = await self.app.push_screen_wait(LeaveScreen())
            if leaving is Leaving.STAY:
                return
            if leaving is Leaving.THROW_AWAY:
                with suppress(StorageError):  # a draft that cannot be deleted is kept, which loses nothing
                    self.keeper.throw_away()
            elif not self.save_quietly():
                return
        self.keeper.close()
        self.post_message(self.Leave(None))

    def save_quietly(self) -> bool:
        """Save at once; False after saying what is in the way."""
        try:
            self.keeper.save(self.form.read())
        except PresendError as error:
            self.tell(str(error))
            return False
        return True


def _offer_words(offer: Completion) -> str:
    side = pgettext("recipient", "inside") if offer.inside else pgettext("recipient", "outside")
    members = ngettext("{n} member", "{n} members", offer.member_count) if offer.member_count is not None else ""
    return "  ".join(part for part in (offer.text, side, members) if part)
