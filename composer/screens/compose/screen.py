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
from composer.screens.compose.judging import Judging
from composer.screens.compose.message_level import MessageLevel
from composer.screens.compose.notice_line import NoticeLine
from composer.screens.compose.policy_notice import PolicyNotice
from composer.screens.compose.refusal_places import place_of
from composer.screens.compose.shown_answer import ShownAnswer
from composer.screens.compose.submitting import Submitting
from composer.screens.compose.untaken import Untaken
from composer.screens.compose.waiting_line import WaitingLine
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
    """One message being written."""

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
        self._untaken = Untaken(self, self._notice)
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
        """Title, form, what Send will do, keys."""
        yield Line(id="title")
        yield self.form
        yield self._notice
        yield self.waiting
        yield Line(id="quiet")
        yield KeyFooter()
        yield self._offers

    def on_mount(self) -> None:
        """Judge what was opened."""
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
        """The latest judgement; None while the policy is broken."""
        return self.judging.assessment

    @property
    def is_untouched(self) -> bool:
        """Whether the message is as it was opened."""
        return self.keeper.is_untouched(self.read())

    def read(self) -> Composition:
        """The composition as the fields hold it at this moment, raw."""
        return self.form.read()

    def assess(self, composition: Composition) -> Assessment:
        """Judge a composition at the terminal's present width; raises ``PolicyFaultsError``."""
        return self.assessor.assess(composition, surface_for(self.services.settings.surface, self.app.size.width))

    def adopt(self, composition: Composition) -> None:
        """Show another content in the fields and judge it at once; undo stays."""
        if composition != self.read():
            self.form.fill(composition)
            self.changed()
        self.judging.now()

    def use_member(self) -> None:
        """Policy or member are others now."""
        self.form.use_member(self.services.settings)
        self.judging.now()

    def refuse(self, assessment: Assessment) -> None:
        """Name every refusal and go to where the first can be mended."""
        refusals = assessment.verdict.refusals
        place = self.query_one(place_of(refusals[0], assessment.draft))
        if place.parent is not None and place.parent.id in ("row-cc", "row-bcc"):
            self.form.show_copies()
        (place if place.display else self.form.address(Field.TO)).focus()
        self.tell(lambda: "\n".join(refusal_words(refusal) for refusal in refusals))

    def hold(self, locked: bool) -> None:
        """Take no more changes while the outbox takes the message."""
        self.form.disabled = locked

    def save(self, composition: Composition) -> str | None:
        """Keep the draft, in a thread, before the outbox takes it."""
        return self.keeper.save(composition, always=True)

    def correct(self, correction: Correction) -> None:
        """Say what this message is for; it is judged and sent like any other."""
        self._accepted.corrects = correction
        self.call_after_refresh(self._show_correction)

    def _show_correction(self) -> None:
        """The address is what is to be changed, so that is where the cursor is."""
        self.form.address(Field.TO).focus()
        self.say(_correction_words)

    def tell_of_job(self, job: Job) -> None:
        """What a message came to that nobody waited for."""
        from composer.sentences.jobs import news

        if self.is_attached:
            self.say(lambda: news(job, self.services.clock.now()))

    # The policy

    def policy_or_none(self) -> PolicyInForce | None:
        """The policy in force; None while it is broken, which the quiet line says."""
        try:
            return self.services.policy.current()
        except PolicyFaultsError:
            return None

    def policy_changed(self, news: PolicyNews) -> None:
        """Judge at once, and say what changed."""
        self._policy_notice.changed(news)
        self.form.use_policy()
        self.judging.now()
        self.say(self._policy_notice.words)
        self._submitting.give_up_level()

    def catch_up(self, policy_id: str) -> None:
        """Judge again what was judged under a policy that nobody noticed; see ``JudgedScreen``."""
        if self.assessment is None or self.assessment.in_force.id != policy_id:
            self.judging.now()

    def tell_of_drafts(self, count: int) -> None:
        """So many messages that were not on the screen are drafts again."""
        self._policy_notice.came_back(count)
        self.say(self._policy_notice.words)

    # The cursor

    @property
    def focus_chain(self) -> list[Widget]:
        """The text follows the subject; what changes the policy's answer is not met on the way to it."""
        chain = super().focus_chain
        subject, body = self.query_one("#subject"), self.form.body
        if subject in chain and body in chain:
            chain.remove(body)
            chain.insert(chain.index(subject) + 1, body)
        return chain

    def action_next_field(self) -> None:
        """Tab takes a completion that is marked, else goes on."""
        field = self.focused
        if isinstance(field, AddressInput) and field.marked is not None:
            field.action_accept()
        else:
            self.focus_next()

    def action_previous_field(self) -> None:
        """Move the focus to the field before this one."""
        self.focus_previous()

    def on_key(self, event: events.Key) -> None:
        """Text that no field takes is told, and presses nothing."""
        if self._untaken.is_text(event):
            event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """What was pasted where no field takes it: files are attached, of a text it is told that it went nowhere."""
        if not self.attaching.attach_dropped(event.text):
            self._untaken.tell()

    def on_descendant_focus(self) -> None:
        """The cursor is somewhere else."""
        self._untaken.forget()
        self._answer.show_quiet_line(self.assessment)  # what was being typed is finished

    # The keys

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys on offer in footer, palette and help: without those that would change nothing now."""
        offered = super().active_bindings
        idle = set() if self._level.is_choosable else {"level"}
        idle |= {"individually"} if self.assessment is None else set()
        return {key: active for key, active in offered.items() if active.binding.action not in idle}

    # Changes

    def changed(self) -> None:
        """Something was typed or chosen: judge and save soon."""
        self.judging.soon()
        self.autosave.plan()

    def _show_answer(self) -> None:
        """What the policy says of the message, everywhere."""
        self._answer.show(self.assessment, self.judging.fault)
        self.refresh_bindings()

    def say(self, words: Callable[[], str]) -> None:
        """Say something in passing; the next change takes it away."""
        self._notice.show(words)

    def tell(self, words: Callable[[], str]) -> None:
        """Say something that must be seen."""
        from composer.screens.dialogs.notice import NoticeScreen

        self.app.push_screen(NoticeScreen(words))

    def retranslate(self) -> None:
        """What the policy says in the language now active; the widgets know their own words."""
        self.judging.now()

    def _level_label(self, most: int) -> str:
        return self._level.label(most)

    def _senders(self) -> list[str]:
        return senders(self.services.settings, self.policy_or_none())

    # Events of the fields

    def on_message_form_changed(self, event: MessageForm.Changed) -> None:
        """Something was typed or chosen; what was said about the message before is old then."""
        if event.by_hand:
            self.say(str)
        self.changed()

    def on_message_form_level_wanted(self) -> None:
        """The level's button was pressed: open the dialog of the level."""
        self.action_level()

    def on_message_form_preview_wanted(self) -> None:
        """The button beside Individually."""
        self.action_individually()

    def on_resize(self, _event: events.Resize) -> None:
        """Judge again where another width makes it another surface."""
        self.judging.soon()

    def on_address_input_typed(self, event: AddressInput.Typed) -> None:
        """A recipient is being typed."""
        self._completion.look_up(event.field, event.token)

    def on_address_input_offered(self, event: AddressInput.Offered) -> None:
        """There are completions, or none any more."""
        self._completion.show(event.field)

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """A completion was clicked."""
        if event.pick_list is self._offers:
            self._completion.take()

    def on_address_input_dropped(self, event: AddressInput.Dropped) -> None:
        """Files dropped on a field are attached; what only looks like files stays where it was pasted."""
        if not self.attaching.attach_dropped(event.text):
            event.field.put(event.field.pasted(event.text))

    @work
    async def on_body_area_dropped(self, event: BodyArea.Dropped) -> None:
        """What names files is attached or inserted."""
        if not await self.attaching.ask_about_dropped(event.text):
            self.form.body.put(event.text)

    @work
    async def on_body_area_too_long(self, event: BodyArea.TooLong) -> None:
        """A line that would make every key slow goes in only as the member wants it."""
        from composer.screens.compose.pasted import LongLine, LongLineScreen

        if await self.app.push_screen_wait(LongLineScreen(LONGEST_LINE)) is LongLine.BREAK:
            self.form.body.put(broken_lines(event.text))

    def on_attachment_list_removed(self, event: AttachmentList.Removed) -> None:
        """Delete on a file."""
        self.attaching.remove(event.place)

    def on_attachment_list_switched(self, event: AttachmentList.Switched) -> None:
        """Space on a file."""
        self.attaching.switch(event.place, self.assessment)

    def on_autosave_saved(self, event: Autosave.Saved) -> None:
        """Say how it went."""
        self.autosave.done(event)
        self._answer.show_title(self.assessment)

    # Actions

    @work
    async def action_attach(self) -> None:
        """Ask for paths and attach them."""
        await self.attaching.ask()

    @work
    async def action_level(self) -> None:
        """Pick a level, its expiry and forwarding."""
        await self._level.pick()

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

    def action_help(self) -> None:
        """What Send will do and why, and the keys."""
        from composer.screens.dialogs.help import HelpScreen
        from composer.screens.dialogs.keys_below import keys_below

        self.app.push_screen(HelpScreen(self._explained, keys_below(self)))

    def _explained(self) -> list[str]:
        from composer.screens.compose.help import explained

        return explained(self.assessment, self.services.settings.fixed, self._policy_notice.news)

    @work
    async def action_palette(self) -> None:
        """Every action by name."""
        from composer.screens.dialogs.palette import run_from_palette

        await run_from_palette(self)

    @work
    async def action_drafts(self) -> None:
        """Go on with another draft."""
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
        """Ask once what shall become of what was typed, then end presend."""
        await self.exits.to_end()

    # Sending

    @work
    async def action_send(self) -> None:
        """Start the way to the outbox, unless it is already under way."""
        await self._submitting.run()


def _correction_words() -> str:
    return _("Correct the address and send. The other recipients do not get the message again.")
