"""The composer: collects a snapshot, shows what the policy says of it, and starts the way to the outbox."""

from __future__ import annotations

from collections.abc import Callable

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.timer import Timer

from composer.sentences import compose_form as compose_words, verdict as verdict_words
from composer import words
from composer.message.composition import Composition
from composer.drafting.draft_keeper import DraftKeeper
from composer.errors import PolicyFaultsError
from composer.drafting.judging import Assessment, Assessor, takes_long
from composer.drafting.opening import Opened, start_of
from composer.screens.compose.autosave import Autosave
from composer.screens.compose.form import MessageForm
from composer.screens.compose.policy import ComposePolicy
from composer.screens.compose.refusal_places import place_of
from composer.drafting.senders import senders
from composer.services.bundle import Job, SavedDraft, Services
from composer.widgets.fields.address_input import AddressInput
from composer.widgets.lists.attachment_list import AttachmentList
from composer.widgets.footer import KeyFooter
from composer.widgets.glyphs import Glyphs
from composer.widgets.lists.offer_list import OfferList
from composer.widgets.plain import Line
from composer.widgets.dialogs.push_button import PushButton
from composer.words import _, pgettext
from policy import levels
from policy.draft import Field
from policy.settings import Level
from policy.verdict import PolicyInForce

JUDGE_AFTER = 0.05
"""Seconds after a change until the message is judged; changes meanwhile are judged together."""
JUDGE_MANY_AFTER = 0.4
"""Seconds without a key until a message is judged for which that takes long."""


class ComposeScreen(ComposePolicy):
    """One message being written."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "#to"
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
        # Focus moves before the next key is handed out: what is typed right behind a Tab reaches the next field.
        Binding("tab", "next_field", show=False, priority=True),
        Binding("shift+tab", "previous_field", show=False, priority=True),
        Binding("ctrl+q", "leave_composer", "leave", id="compose.leave"),
        Binding("f8", "individually", "individually", id="compose.individually"),
        Binding("f9", "outbox", "outbox", id="compose.outbox"),
        Binding("ctrl+n", "new", "new", id="compose.new"),
    ]

    def __init__(
        self, services: Services, assessor: Assessor, opened: Composition | SavedDraft, glyphs: Glyphs
    ) -> None:
        super().__init__(classes="-ascii" if glyphs.is_ascii else None)
        self._glyphs = glyphs
        self.services = services
        self.assessor = assessor
        self.keeper = DraftKeeper(services.drafts, services.clock)
        self._opened: Opened = start_of(opened, services.settings, self.policy_or_none(), self.keeper)
        self._autosave = Autosave(self, self.keeper, self.read)
        self.assessment: Assessment | None = None
        """The latest judgement; None while the policy is broken."""
        self._judging: Timer | None = None
        self._notice: Callable[[], str] = str

    def compose(self) -> ComposeResult:
        """Title, form, what Send will do, keys."""
        yield Line(id="title")
        yield MessageForm(self._opened.composition, self.services.settings, self._senders, self._level_label)
        yield Line(id="notice", lines=True)
        yield Line(id="quiet")
        yield KeyFooter()
        yield OfferList(id="offers")

    def on_mount(self) -> None:
        """Judge what was opened."""
        self.keeper.start(self.read())
        self.judge_now()
        self.call_after_refresh(self.tell_opening, self._opened)
        self.call_after_refresh(self.refresh_contacts)

    @property
    def form(self) -> MessageForm:
        """The fields."""
        return self.query_one("#form", MessageForm)

    # What the send flow and the demonstration ask for

    def read(self) -> Composition:
        """What stands in the fields."""
        return self.form.read()

    def assess(self, composition: Composition) -> Assessment:
        """Judge a composition at the terminal's present width; raises ``PolicyFaultsError``."""
        return self.assessor.assess(composition, self.app.size.width)

    def adopt(self, composition: Composition) -> None:
        """Show another content in the fields and judge it at once; undo stays."""
        if composition != self.read():
            self.form.fill(composition)
            self.changed()
        self.judge_now()

    def use_member(self) -> None:
        """Policy or member are others now."""
        self.form.use_member(self.services.settings)
        self.judge_now()

    def refuse(self, assessment: Assessment) -> None:
        """Name every refusal and go to where the first can be mended."""
        refusals = assessment.verdict.refusals
        place = self.query_one(place_of(refusals[0], assessment.draft))
        if place.parent is not None and place.parent.id in ("row-cc", "row-bcc"):
            self.form.show_copies()
        (place if place.display else self.form.address(Field.TO)).focus()
        self.tell(lambda: "\n".join(verdict_words.refusal_words(refusal) for refusal in refusals))

    def hold(self, locked: bool) -> None:
        """Take no more changes while the outbox takes the message."""
        self.form.disabled = locked

    def save(self, composition: Composition) -> str | None:
        """Keep the draft, in a thread, before the outbox takes it."""
        return self.keeper.save(composition, always=True)

    def policy_or_none(self) -> PolicyInForce | None:
        """The policy in force; None while it is broken, which the quiet line says."""
        try:
            return self.services.policy.current()
        except PolicyFaultsError:
            return None

    # Changes

    def changed(self) -> None:
        """Something was typed or chosen: judge and save soon."""
        self._plan_judging()
        self._autosave.plan()

    def _plan_judging(self) -> None:
        written = [self.form.address(field).value for field in Field]
        many = self.assessment is not None and takes_long(self.assessment, written)
        if self._judging is not None and many:
            self._judging.stop()
            self._judging = None
        if self._judging is None:
            self._judging = self.set_timer(JUDGE_MANY_AFTER if many else JUDGE_AFTER, self.judge_now)

    def judge_now(self) -> None:
        """Ask the policy and show the answer everywhere."""
        if self._judging is not None:
            self._judging.stop()
            self._judging = None
        try:
            self.assessment = self.assess(self.read())
        except PolicyFaultsError as error:
            self.assessment = None
            self._line("#quiet", _("Cannot be sent: {reason}", reason=error.faults[0]))
        else:
            self._show(self.assessment)
        self._show_title()
        self.post_message(self.Judged(self.assessment))

    def _show(self, assessment: Assessment) -> None:
        verdict, now = assessment.verdict, self.services.clock.now()
        self._line("#quiet", verdict_words.quiet_line(verdict, f" {self._glyphs.dot} "))
        self._line("#counter", compose_words.counter_words(assessment))
        self.query_one("#files", AttachmentList).show(compose_words.file_lines(verdict.files, now))
        button = self.query_one("#level", PushButton)
        has_levels = len(levels.levels_in_use(assessment.in_force.policy)) > 1
        button.display = has_levels or verdict.level.level is not Level.GENERAL
        button.retranslate()

    def say(self, words: Callable[[], str]) -> None:
        """Say something in passing; the next change takes it away."""
        self._notice = words
        self._line("#notice", words())
        self.query_one("#notice").display = bool(words())

    def retranslate(self) -> None:
        """Every word of the screen's own lines again; the widgets know theirs."""
        self.say(self._notice)
        self.judge_now()

    def _show_title(self) -> None:
        text = compose_words.title_words(
            self.assessment.in_force if self.assessment else None,
            self.assessor.language,
            words.active(),
            self._autosave.words(),
            demonstration=self.services.is_demonstration,
            dot=self._glyphs.dot,
        )
        self._line("#title", text)

    @property
    def draft_state(self) -> str:
        """How the draft stands, in words; empty while nothing of it was written."""
        return self._autosave.words()

    def _level_label(self) -> str:
        if self.assessment is None:
            return pgettext("button", "Level")
        return compose_words.level_words(self.assessment)

    def _line(self, selector: str, text: str) -> None:
        self.query_one(selector, Line).say(text)

    def _senders(self) -> list[str]:
        return senders(self.services.settings, self.policy_or_none())

    def action_next_field(self) -> None:
        """Tab takes a completion that is marked, else goes on."""
        field = self.focused
        if isinstance(field, AddressInput) and field.marked is not None:
            field.action_accept()
        else:
            self.focus_next()

    def action_previous_field(self) -> None:
        """Back one field."""
        self.focus_previous()

    # Events of the fields

    def on_message_form_changed(self, event: MessageForm.Changed) -> None:
        """Something was typed or chosen; what was said about the message before is old then."""
        if event.by_hand:
            self.say(str)
        self.changed()

    def on_message_form_level_wanted(self) -> None:
        """The level's button."""
        self.action_level()

    def on_message_form_preview_wanted(self) -> None:
        """The button beside Individually."""
        self.action_individually()

    def on_resize(self, _event: events.Resize) -> None:
        """Another width may mean another surface."""
        self._plan_judging()

    # Sending

    def action_send(self) -> None:
        """Start the way to the outbox, unless it is already under way."""
        if not self._is_sending:
            self._is_sending = True
            self._send()

    @work
    async def _send(self) -> None:
        from composer.screens.sending.send_flow import SendFlow

        try:
            job = await SendFlow(self, self.services).run()
            if job is not None:
                await self._after_accepted(job)
        finally:
            self._is_sending = False
            if self.keeper.is_open:
                self.give_up_level()

    async def _after_accepted(self, job: Job) -> None:
        """Show the job on its way, then begin anew or take the message back."""
        from composer.screens.sending.progress import SendingScreen

        self.keeper.close()
        result = await self.app.push_screen_wait(SendingScreen(self.services.outbox, job, self.services.clock))
        self.post_message(self.next_after(result))

    def save_in_background(self) -> None:
        """Write the draft now, without making the keys wait."""
        self._autosave.write()

    def on_autosave_saved(self, event: Autosave.Saved) -> None:
        """Say how it went."""
        self._autosave.done(event)
        self._show_title()
