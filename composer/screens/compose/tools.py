"""What the composer does beside typing and sending: level, editor, drafts, help, palette, leaving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from composer.sentences import compose_form as compose_words
from composer.message.composition import Composition
from composer.errors import PresendError, StorageError
from composer.screens.compose.files import ComposeFiles
from composer.services.bundle import Job, SavedDraft
from composer.widgets.fields.address_input import AddressInput
from composer.widgets.lists.offer_list import OfferList
from composer.widgets.lists.pick_list import PickList
from composer.words import _
from policy.draft import Field
from policy.levels import in_use, levels_in_use
from policy.settings import Level

if TYPE_CHECKING:
    from composer.drafting.judging import Assessment


OFFERED = 8
"""Completions shown at once."""


class ComposeTools(ComposeFiles):
    """The actions of the composer that open something."""

    @dataclass
    class Judged(Message):
        """The message was judged; None = the policy is broken."""

        assessment: Assessment | None

    @dataclass
    class Leave(Message):
        """The member is done here: the app opens a fresh composer, this draft, or ends (None)."""

        next: Composition | SavedDraft | None = None
        job: Job | None = None
        """What was handed to the outbox."""

    _offering: AddressInput | None = None
    """The field whose completions are shown."""

    @property
    def is_untouched(self) -> bool:
        """Whether the message is as it was opened."""
        return self.keeper.is_untouched(self.form.read())

    # Completion

    def on_address_input_typed(self, event: AddressInput.Typed) -> None:
        """Offer what the member may mean."""
        event.field.offer(self.services.contacts.complete(event.token, OFFERED) if event.token else ())

    def on_address_input_offered(self, event: AddressInput.Offered) -> None:
        """Show the list under its field."""
        self._offering = event.field
        lines = [compose_words.offer_words(offer) for offer in event.field.offers]
        self.query_one(OfferList).offer(lines, event.field.marked, event.field.region)

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """A completion was clicked."""
        if event.pick_list.id == "offers" and self._offering is not None and event.pick_list.marked is not None:
            self._offering.take(event.pick_list.marked)

    @work(thread=True, group="contacts")
    def refresh_contacts(self) -> None:
        """Read the address sources while the member begins to type."""
        self.services.contacts.refresh()

    # Level, individually, fields

    @work
    async def action_level(self) -> None:
        """Pick a level, its expiry and forwarding."""
        from composer.screens.compose.level import LevelScreen

        assessment = self.assessment
        if assessment is None:
            return
        if len(levels_in_use(assessment.in_force.policy)) == 1:
            self.say(lambda: _("No security level is in use here. Every message is General."))
            return
        now, zone, is_now = self.services.clock.now(), assessment.member.timezone, assessment.composition
        choice = await self.app.push_screen_wait(
            LevelScreen(
                assessment.in_force, is_now.level, is_now.expires_after, is_now.forwarding_prohibited, now, zone
            )
        )
        if choice is not None and self.may_use(choice.level):
            self.form.keep(
                level=choice.level,
                expires_after=choice.expires_after,
                forwarding_prohibited=choice.forwarding_prohibited,
            )

    def may_use(self, level: Level) -> bool:
        """Whether a level that was picked is still in use; says so where it is not."""
        assessment = self.assessment
        if assessment is None or in_use(level, assessment.in_force.policy):
            return True
        self.say(lambda: _("The policy changed meanwhile: this security level is no longer in use."))
        return False

    @work
    async def action_individually(self) -> None:
        """Preview the copies, and turn individually on or off."""
        from composer.screens.compose.individually import IndividuallyScreen

        if self.assessment is not None:
            choice = await self.app.push_screen_wait(IndividuallyScreen(self.assessment))
            if choice is not None:
                self.form.set_individually(choice)

    def action_copies(self) -> None:
        """Show Cc and Bcc, or hide them while they are empty."""
        self.form.shows_copies = not self.form.shows_copies
        self.form.show_copies()
        self.form.address(Field.CC if self.form.shows_copies else Field.TO).focus()

    def action_editor(self) -> None:
        """Write the text in the member's own editor."""
        from composer.screens.compose.external_editor import edit

        try:
            self.form.body.put_whole(edit(self.app, self.form.body.text))
        except PresendError as error:
            words = str(error)
            self.tell(lambda: words)

    # Other screens

    @work
    async def action_drafts(self) -> None:
        """Go on with another draft; this one stays saved."""
        from composer.screens.drafts import DraftsScreen

        if not self.save_quietly():
            return
        draft = await self.app.push_screen_wait(DraftsScreen(self.services.drafts, current=self.keeper.draft_id))
        if draft is not None and self.save_quietly():
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
            self.post_message(self.Leave(self.undone(composition)))

    def action_new(self) -> None:
        """A fresh message; this one stays among the drafts."""
        if self.save_quietly():
            self.keeper.close()
            self.post_message(self.Leave(Composition()))

    def action_help(self) -> None:
        """What Send will do and why, and the keys."""
        from composer.screens.dialogs.help import HelpScreen

        self.app.push_screen(HelpScreen(self._explained))

    def _explained(self) -> list[str]:
        from composer.sentences.verdict import explanation

        if self.assessment is None:
            return [compose_words.policy_words(None)]
        return [compose_words.policy_source_words(self.assessment.in_force), *explanation(self.assessment.verdict)]

    @work
    async def action_palette(self) -> None:
        """Every action by name."""
        from composer.screens.dialogs.palette import PaletteScreen, commands_of

        action = await self.app.push_screen_wait(PaletteScreen(commands_of(self)))
        if action:
            await self.run_action(action)

    # Leaving

    @work
    async def action_leave_composer(self) -> None:
        """Ask once what shall become of what was typed, then end."""
        from composer.screens.compose.leave import LeaveScreen, Leaving

        if self.is_untouched:
            self.keeper.drop_untouched()
        else:
            answer = await self.app.push_screen_wait(LeaveScreen())
            if answer is Leaving.THROW_AWAY:
                self._throw_away()
            elif answer is not Leaving.KEEP or not self.save_quietly():
                return
        self.keeper.close()
        self.post_message(self.Leave(None))

    def _throw_away(self) -> None:
        """A draft that cannot be deleted stays; leaving goes on."""
        try:
            self.keeper.throw_away()
        except StorageError:
            return

    def save_quietly(self) -> bool:
        """Save at once; False after saying what is in the way."""
        try:
            self.keeper.save(self.form.read())
        except PresendError as error:
            words = str(error)
            self.tell(lambda: words)
            return False
        return True

    def undone(self, composition: Composition) -> Composition | SavedDraft:
        """The draft that the outbox left when it gave the message back; where it left none, a new one."""
        drafts = self.services.drafts
        try:
            draft = next((kept for kept in drafts.list() if kept.composition == composition), None)
            if draft is None:
                draft = SavedDraft(drafts.new_id(), composition, self.services.clock.now(), "undone")
                drafts.save(draft)
        except StorageError as error:
            words = str(error)
            self.tell(lambda: words)
            return composition
        return draft
