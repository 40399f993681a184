"""The composer: collects a snapshot, shows what the policy says of it, and starts the way to the outbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.screen import Screen
from textual.widget import Widget

from composer.drafting.draft_keeper import DraftKeeper
from composer.drafting.judging import Assessment, Assessor, surface_for
from composer.drafting.opening import start_of
from composer.drafting.policy_watch import PolicyNews
from composer.drafting.senders import senders
from composer.errors import PolicyFaultsError, PresendError
from composer.message.composition import Composition
from composer.screens.compose.accepted import AfterAccepted
from composer.screens.compose.attaching import Attaching
from composer.screens.compose.autosave import Autosave
from composer.screens.compose.beginning import Beginning
from composer.screens.compose.completion import Completion
from composer.screens.compose.exits import Exits
from composer.screens.compose.form import MessageForm
from composer.screens.compose.ignored_input import IgnoredInput
from composer.screens.compose.judging import Judging
from composer.screens.compose.message_level import MessageLevel
from composer.screens.compose.notice_line import NoticeLine
from composer.screens.compose.policy_notice import PolicyNotice
from composer.screens.compose.refusal_places import place_of
from composer.screens.compose.shown_answer import ShownAnswer
from composer.screens.compose.submitting import Submitting
from composer.screens.compose.waiting_line import WaitingLine
from composer.sentences.reasons import in_words
from composer.sentences.refusals import refusal_words
from composer.services.bundle import Services
from composer.services.drafts import SavedDraft
from composer.services.outbox import Job
from composer.widgets.fields.address_input import AddressInput
from composer.widgets.fields.body_area import LONGEST_LINE, BodyArea, broken_lines
from composer.widgets.footer import KeyFooter
from composer.widgets.glyphs import Glyphs
from composer.widgets.lists.attachment_list import AttachmentList
from composer.widgets.lists.offer_list import OfferList
from composer.widgets.lists.pick_list import PickList
from composer.widgets.plain import Line
from composer.words import _
from policy.draft import Field
from policy.verdict import PolicyInForce

if TYPE_CHECKING:
    from composer.screens.outbox import Correction


class ComposeScreen(Screen[None]):
    """One message being written, with what the policy says of it; other objects do its tasks, one each."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = ""  # the cursor begins where something is still to be written
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (120, "-wide")]
    BINDINGS = [
        Binding("ctrl+s", "send", "send", id="compose.send"),
        Binding("ctrl+o", "attach", "attach", id="compose.attach"),
        Binding("ctrl+t", "level", "level", id="compose.level"),
        Binding("ctrl+r", "copies", "copies", id="compose.copies"),
        Binding("f1", "help", "help", id="compose.help"),
        Binding("ctrl+p", "palette", "palette", id="compose.palette"),
        Binding("f3", "drafts", "drafts", id="compose.drafts"),
        Binding("ctrl+g", "editor", "editor", id="compose.editor"),
        Binding("tab", "next_field", show=False),
        Binding("shift+tab", "previous_field", show=False),
        Binding("ctrl+q", "leave_composer", "leave", id="compose.leave"),
        Binding("f8", "individually", "individually", id="compose.individually"),
        Binding("f9", "outbox", "outbox", id="compose.outbox"),
        Binding("ctrl+n", "new", "new", id="compose.new"),
    ]

    def __init__(
        self,
        services: Services,
        assessor: Assessor,
        opened: Composition | SavedDraft,
        glyphs: Glyphs,
        *,
        news: PolicyNews | None = None,
        waiting: Sequence[Job] = (),
    ) -> None:
        super().__init__(classes="-ascii" if glyphs.is_ascii else None)
        self.services = services
        self.assessor = assessor
        self.keeper = DraftKeeper(services.drafts, services.clock)
        beginning = start_of(opened, services.settings, self.policy_or_none(), self.keeper, services.outbox.drafts_sent)
        self.form = MessageForm(beginning.composition, services.settings, self._senders, self._level_label)
        self._offers = OfferList(id="offers")
        self.waiting = WaitingLine(waiting)
        self._notice = NoticeLine()
        self._ignored = IgnoredInput(self, self._notice)
        self.autosave = Autosave(self, self.keeper, self.read)
        self._answer = ShownAnswer(self, self.form, services, assessor, glyphs, self.autosave.words)
        self.judging = Judging(self, self.form, self.assess, self._show_answer)
        self.attaching = Attaching(self, self.form, services.files, self.say, self.tell)
        self.exits = Exits(self, services, self.keeper, self.read, self.tell)
        self._accepted = AfterAccepted(self, services, self.keeper, self.exits.undone, self.tell)
        self._completion = Completion(services.contacts, self._offers, self.form)
        self._level = MessageLevel(self, self.form, self.judging, services.clock, self.say, self.tell)
        self._submitting = Submitting(self, services, self.keeper, self._accepted, self._level)
        self._policy_notice = PolicyNotice(self, news)
        self._beginning = Beginning(beginning, self.keeper, self.autosave, self.judging, self.tell)

    def compose(self) -> ComposeResult:
        """Title, form, notice, waiting line, quiet line, keys, and the list of completions over them."""
        yield Line(id="title")
        yield self.form
        yield self._notice
        yield self.waiting
        yield Line(id="quiet")
        yield KeyFooter()
        yield self._offers

    def on_mount(self) -> None:
        """Focus the first empty field, begin to keep the draft, judge it, then show what is to be told of it."""
        self.set_focus(self.form.first_empty)
        self.form.check_written()
        self._beginning.keep(self.read(), self.services.settings)
        self.judging.now()
        self.call_after_refresh(self._beginning.tell)
        self.call_after_refresh(self._refresh_contacts)

    @work(thread=True, group="contacts")
    def _refresh_contacts(self) -> None:
        """Read the address sources while the member begins to type."""
        self.services.contacts.refresh()

    # What the app, the send flow and the demonstration ask for

    @property
    def assessment(self) -> Assessment | None:
        """The latest assessment; None while the policy is broken."""
        return self.judging.assessment

    @property
    def is_untouched(self) -> bool:
        """Whether the message is as it was when the composer opened."""
        return self.keeper.is_untouched(self.read())

    def read(self) -> Composition:
        """The composition as the fields hold it now, unparsed."""
        return self.form.read()

    def assess(self, composition: Composition) -> Assessment:
        """Judge a composition for the width of the terminal; raises ``PolicyFaultsError``."""
        return self.assessor.assess(composition, surface_for(self.services.settings.surface, self.app.size.width))

    def adopt(self, composition: Composition) -> None:
        """Fill the fields with a repaired composition and judge it; undo in the fields still works."""
        if composition != self.read():
            self.form.fill(composition)
            self.changed()
        self.judging.now()

    def use_member(self) -> None:
        """Take on the settings of another member, and judge again; for the demonstration."""
        self.form.use_member(self.services.settings)
        self.judging.now()

    def refuse(self, assessment: Assessment) -> None:
        """Show every refusal in a dialog, and focus the field in which the first can be corrected."""
        refusals = assessment.verdict.refusals
        place = self.query_one(place_of(refusals[0], assessment.draft))
        if place.parent is not None and place.parent.id in ("row-cc", "row-bcc"):
            self.form.show_copies()
        (place if place.display else self.form.address(Field.TO)).focus()
        self.tell(lambda: "\n".join(refusal_words(refusal) for refusal in refusals))

    def hold(self, locked: bool) -> None:
        """Lock the fields while the outbox takes the message, or unlock them."""
        self.form.disabled = locked

    def save(self, composition: Composition) -> str | None:
        """Save the draft and return its id; called in a thread. Raises ``StorageError``."""
        return self.keeper.save(composition, always=True)

    def correct(self, correction: Correction) -> None:
        """Note for which recipient of an earlier job this message is, and focus To."""
        self._accepted.corrects = correction
        self.call_after_refresh(self._show_correction)

    def _show_correction(self) -> None:
        """The address is what is to be changed, so that is where the cursor is."""
        self.form.address(Field.TO).focus()
        self.say(_correction_words)

    def tell_of_job(self, job: Job) -> None:
        """Show what became of a job that the member did not wait for."""
        from composer.sentences.jobs import news

        if self.is_attached:
            self.say(lambda: news(job, self.services.clock.now()))

    # The policy

    def policy_or_none(self) -> PolicyInForce | None:
        """The policy in force; None while it is broken."""
        try:
            return self.services.policy.current()
        except PolicyFaultsError:
            return None

    def policy_changed(self, news: PolicyNews) -> None:
        """Judge again under another policy, and show what changed."""
        self._policy_notice.changed(news)
        self.form.use_policy()
        self.judging.now()
        self.say(self._policy_notice.words)
        self._submitting.give_up_level()

    def catch_up(self, policy_id: str) -> None:
        """Judge again unless the message was judged under the policy of this id; see ``JudgedScreen``."""
        if self.assessment is None or self.assessment.in_force.id != policy_id:
            self.judging.now()

    def tell_of_drafts(self, count: int) -> None:
        """Show that ``count`` messages came back from the outbox as drafts."""
        self._policy_notice.came_back(count)
        self.say(self._policy_notice.words)

    # The cursor

    @property
    def focus_chain(self) -> list[Widget]:
        """The widgets in the order of Tab: the text right behind the subject, the options after it."""
        chain = super().focus_chain
        subject, body = self.query_one("#subject"), self.form.body
        if subject in chain and body in chain:
            chain.remove(body)
            chain.insert(chain.index(subject) + 1, body)
        return chain

    def action_next_field(self) -> None:
        """Take the marked completion; without one move the focus to the next field."""
        field = self.focused
        if isinstance(field, AddressInput) and field.marked is not None:
            field.action_accept()
        else:
            self.focus_next()

    def action_previous_field(self) -> None:
        """Move the focus to the previous field."""
        self.focus_previous()

    def on_key(self, event: events.Key) -> None:
        """Tell of a typed character that no field takes, and let it press nothing."""
        if self._ignored.is_text(event):
            event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """Attach the files that a paste outside the fields names; of other text tell that it went nowhere."""
        if not self.attaching.attach_dropped(event.text):
            self._ignored.tell()

    def on_descendant_focus(self) -> None:
        """Forget ignored input, and show the quiet line without regard to what was being typed."""
        self._ignored.forget()
        self._answer.show_quiet_line(self.assessment)  # what was being typed is finished

    # The keys

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys for footer, palette and help, without those that would change nothing now."""
        offered = super().active_bindings
        idle = set() if self._level.is_choosable else {"level"}
        idle |= {"individually"} if self.assessment is None else set()
        return {key: active for key, active in offered.items() if active.binding.action not in idle}

    # Changes

    def changed(self) -> None:
        """Judge and save soon, after a change."""
        self.judging.soon()
        self.autosave.plan()

    def _show_answer(self) -> None:
        """What the policy says of the message, everywhere."""
        self._answer.show(self.assessment, self.judging.fault)
        self.refresh_bindings()

    def say(self, words: Callable[[], str]) -> None:
        """Show a sentence in the notice line, until the next change by the member."""
        self._notice.show(words)

    def tell(self, words: Callable[[], str]) -> None:
        """Show a sentence in a dialog, until the member closes it."""
        from composer.screens.dialogs.notice import NoticeScreen

        self.app.push_screen(NoticeScreen(words))

    def retranslate(self) -> None:
        """Judge again, which shows the verdict in the language now active; the widgets know their own words."""
        self.judging.now()

    def _level_label(self, most: int) -> str:
        return self._level.label(most)

    def _senders(self) -> list[str]:
        return senders(self.services.settings, self.policy_or_none())

    # Events of the fields

    def on_message_form_changed(self, event: MessageForm.Changed) -> None:
        """Judge and save soon; a change by the member also removes the notice."""
        if event.by_hand:
            self.say(str)
        self.changed()

    def on_message_form_level_wanted(self) -> None:
        """Open the level picker."""
        self.action_level()

    def on_message_form_preview_wanted(self) -> None:
        """Open the preview of the individual copies."""
        self.action_individually()

    def on_resize(self, _event: events.Resize) -> None:
        """Judge again: the width may choose another surface."""
        self.judging.soon()

    def on_address_input_typed(self, event: AddressInput.Typed) -> None:
        """Look up completions for the piece that is being typed."""
        self._completion.look_up(event.field, event.token)

    def on_address_input_offered(self, event: AddressInput.Offered) -> None:
        """Show or close the list of completions."""
        self._completion.show(event.field)

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """Put the clicked completion into its field."""
        if event.pick_list is self._offers:
            self._completion.take()

    def on_address_input_dropped(self, event: AddressInput.Dropped) -> None:
        """Attach the files that were dropped on a recipient field; put back text that names none."""
        if not self.attaching.attach_dropped(event.text):
            event.field.put(event.field.pasted(event.text))

    @work
    async def on_body_area_dropped(self, event: BodyArea.Dropped) -> None:
        """Attach the files that a paste in the text names, or insert it, as the member answers."""
        if not await self.attaching.ask_about_dropped(event.text):
            self.form.body.put(event.text)

    @work
    async def on_body_area_too_long(self, event: BodyArea.TooLong) -> None:
        """Ask what to do with a pasted line that would make every key slow."""
        from composer.screens.compose.pasted import LongLine, LongLineScreen

        if await self.app.push_screen_wait(LongLineScreen(LONGEST_LINE)) is LongLine.BREAK:
            self.form.body.put(broken_lines(event.text))

    def on_attachment_list_removed(self, event: AttachmentList.Removed) -> None:
        """Remove the file that Delete was pressed on."""
        self.attaching.remove(event.place)

    def on_attachment_list_switched(self, event: AttachmentList.Switched) -> None:
        """Switch the file that Space was pressed on between attachment and link."""
        self.attaching.switch(event.place, self.assessment)

    def on_autosave_saved(self, event: Autosave.Saved) -> None:
        """Note the result of a save, and show it in the title."""
        self.autosave.done(event)
        self._answer.show_title(self.assessment)

    # Actions

    @work
    async def action_attach(self) -> None:
        """Open the window that asks for paths, and attach what it gives."""
        await self.attaching.ask()

    @work
    async def action_level(self) -> None:
        """Open the level picker."""
        await self._level.pick()

    @work
    async def action_individually(self) -> None:
        """Open the preview of the individual copies, which turns Individually on or off."""
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
            self.tell(in_words(error))

    def action_help(self) -> None:
        """Open the help: the verdict with its reasons, and the keys."""
        from composer.screens.dialogs.help import HelpScreen
        from composer.screens.dialogs.keys_below import keys_below

        self.app.push_screen(HelpScreen(self._explained, keys_below(self)))

    def _explained(self) -> list[str]:
        from composer.screens.compose.help import explained

        return explained(self.assessment, self.services.settings.fixed, self._policy_notice.news)

    @work
    async def action_palette(self) -> None:
        """Open the palette with every action by name."""
        from composer.screens.dialogs.palette import run_from_palette

        await run_from_palette(self)

    @work
    async def action_drafts(self) -> None:
        """Open the list of drafts."""
        await self.exits.to_drafts()

    @work
    async def action_outbox(self) -> None:
        """Open the outbox, where what waits is tried again or taken back."""
        await self.exits.to_outbox()

    def action_new(self) -> None:
        """Put an empty message in the place of this one, which stays a draft."""
        self.exits.to_new()

    @work
    async def action_leave_composer(self) -> None:
        """End presend, after asking about what was typed."""
        await self.exits.to_end()

    # Sending

    @work
    async def action_send(self) -> None:
        """Start to send the message, unless an attempt is under way."""
        await self._submitting.run()


def _correction_words() -> str:
    return _("Correct the address and send. The other recipients do not get the message again.")
