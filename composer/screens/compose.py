"""The composer: collects a snapshot, shows what the policy says of it, and starts the way to the outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, TextArea

from composer import compose_words, words
from composer.composition import Composition
from composer.draft_keeper import DraftKeeper
from composer.errors import PolicyFaultsError, PresendError
from composer.judging import Assessment, Assessor
from composer.screens.compose_form import Form, new_composition
from composer.screens.compose_tools import ComposeTools
from composer.screens.send_flow import SendFlow
from composer.services import SavedDraft, Services
from composer.verdict_words import quiet_line, refusal_words
from composer.widgets.address_input import AddressInput
from composer.widgets.attachment_list import AttachmentList
from composer.widgets.body_area import BodyArea
from composer.widgets.choice import Choice
from composer.widgets.glyphs import Glyphs
from composer.widgets.pick_list import PickList
from composer.widgets.plain import Line
from composer.widgets.push_button import PushButton
from composer.widgets.tick import Tick
from composer.words import _, pgettext
from policy import levels
from policy.refusal import RefusalCode
from policy.verdict import PolicyInForce

if TYPE_CHECKING:
    from policy.draft import Field

JUDGE_AFTER = 0.05
"""Seconds of quiet before the message is judged again."""
SAVE_AFTER = 0.5
"""Seconds of quiet before the draft is saved; with the write itself well under a second."""

_FOCUS_OF = {
    RefusalCode.SENDER_NOT_ALLOWED: "#from",
    RefusalCode.LEVEL_DISABLED: "#level",
    RefusalCode.LEVEL_EXTERNAL: "#level",
}


class ComposeScreen(ComposeTools, Screen[None]):
    """One message being written."""

    CSS_PATH = "compose.tcss"
    AUTO_FOCUS = "#to"
    BINDINGS = [
        Binding("ctrl+s", "send", "send", id="compose.send"),
        Binding("ctrl+o", "attach", "attach", id="compose.attach"),
        Binding("ctrl+t", "level", "level", id="compose.level"),
        Binding("ctrl+r", "copies", "copies", id="compose.copies"),
        Binding("ctrl+g", "editor", "editor", id="compose.editor"),
        Binding("f1", "help", "help", id="compose.help"),
        Binding("f3", "drafts", "drafts", id="compose.drafts"),
        Binding("ctrl+p", "palette", "palette", id="compose.palette"),
        Binding("ctrl+l", "app.language", "language", id="compose.language"),
        Binding("f8", "individually", "individually", id="compose.individually"),
        Binding("f9", "outbox", "outbox", id="compose.outbox"),
        Binding("ctrl+n", "new", "new", id="compose.new"),
        # Focus moves before the next key is handed out: what is typed right behind a Tab reaches the next field.
        Binding("tab", "next_field", show=False, priority=True),
        Binding("shift+tab", "previous_field", show=False, priority=True),
        Binding("ctrl+q", "leave_composer", "leave", id="compose.leave"),
    ]

    def __init__(
        self, services: Services, assessor: Assessor, opened: Composition | SavedDraft, glyphs: Glyphs
    ) -> None:
        super().__init__()
        self.services = services
        self.assessor = assessor
        self._glyphs = glyphs
        self._opened = opened
        self.keeper = DraftKeeper(services.drafts, services.clock)
        self.form = Form(self, services, self._level_label)
        self.assessment: Assessment | None = None
        """The latest judgement; None while the policy is broken."""
        self._pending: dict[str, Timer] = {}
        self._trouble = ""
        self._is_sending = False

    def compose(self) -> ComposeResult:
        """The rows of the form."""
        in_force = self.policy_or_none()
        start = self._start(in_force)
        self.form.base = start
        yield from self.form.widgets(in_force)

    def on_mount(self) -> None:
        """Show what was opened, and judge it at once."""
        self.form.fill(self.form.base)
        if self.keeper.draft_id is None:
            self.keeper.start(self.read())
        self.judge_now()
        self.refresh_contacts()

    def _start(self, in_force: PolicyInForce | None) -> Composition:
        opened = self._opened
        if isinstance(opened, Composition):
            kept = self._draft_of(opened) if opened.sender else None
            if kept is None:
                return new_composition(self.services, opened)
            opened = kept
        if not self.keeper.adopt(opened):
            self.call_later(self.tell, _("This draft is open in another presend. You are working on a copy."))
        return self.with_level_in_use(opened.composition, in_force)

    def _draft_of(self, composition: Composition) -> SavedDraft | None:
        """The draft that taking a message back has left on disk."""
        return next((draft for draft in self.services.drafts.list() if draft.composition == composition), None)

    def with_level_in_use(self, composition: Composition, in_force: PolicyInForce | None) -> Composition:
        """A draft of a level that is no longer used opens as General, and says so."""
        if in_force is None or levels.in_use(composition.level, in_force.policy):
            return composition
        self.call_later(self.tell, _("The draft's security level is no longer in use. It is General now."))
        return self.as_general(composition)

    def use_member(self) -> None:
        """The member or the policy is another: the senders are read again, the message is judged again."""
        self.form.use_sender(self.read().sender)
        self.judge_now()

    # What the send flow asks for

    def read(self) -> Composition:
        """What stands in the fields."""
        return self.form.read()

    def assess(self, composition: Composition) -> Assessment:
        """Judge a composition at the terminal's present width; raises ``PolicyFaultsError``."""
        return self.assessor.assess(composition, self.app.size.width)

    def adopt(self, composition: Composition) -> None:
        """Show a composition in the fields and judge it."""
        if composition != self.read():
            self.form.fill(composition)
            self.changed()
        self.judge_now()

    def refuse(self, assessment: Assessment) -> None:
        """Name every refusal and go to where the first can be mended."""
        first = assessment.verdict.refusals[0].code
        self.query_one(self._place_of(first, assessment)).focus()
        self.tell("\n".join(refusal_words(refusal) for refusal in assessment.verdict.refusals))

    def tell(self, text: str) -> None:
        """Say something that must be seen."""
        from composer.screens.notice import NoticeScreen

        self.app.push_screen(NoticeScreen(text))

    def draft_id(self) -> str | None:
        """The draft on disk."""
        return self.keeper.draft_id

    # Changes

    def changed(self) -> None:
        """Something was typed or chosen: judge and save soon."""
        self._after("judge", JUDGE_AFTER, self.judge_now)
        self._after("save", SAVE_AFTER, self.save_in_background)

    def _after(self, name: str, seconds: float, act: Callable[[], object]) -> None:
        if name in self._pending:
            self._pending[name].stop()
        self._pending[name] = self.set_timer(seconds, act)

    def judge_now(self) -> None:
        """Ask the policy and show the answer everywhere."""
        try:
            self.assessment = self.assess(self.read())
        except PolicyFaultsError as error:
            self.assessment = None
            self._say("#quiet", _("Cannot be sent: {reason}", reason=error.faults[0]))
        else:
            self._show(self.assessment)
        self.show_title()
        self.post_message(self.Judged(self.assessment))

    def _show(self, assessment: Assessment) -> None:
        verdict, now = assessment.verdict, self.services.clock.now()
        self._say("#quiet", quiet_line(verdict, f" {self._glyphs.dot} "))
        self._say("#counter", compose_words.counter_words(assessment))
        self.query_one("#files", AttachmentList).show(compose_words.file_lines(verdict.files, now))
        button = self.query_one("#level", PushButton)
        button.display = len(levels.levels_in_use(assessment.in_force.policy)) > 1 or bool(
            verdict.level.level.value != "general"
        )
        button.retranslate()

    def show_title(self) -> None:
        """The first row."""
        in_force = self.assessment.in_force if self.assessment else None
        text = compose_words.title_words(
            in_force,
            self.assessor.language,
            words.active(),
            self._saved_words(),
            demonstration=self.services.is_demonstration,
            dot=self._glyphs.dot,
        )
        self._say("#title", text)

    def _level_label(self) -> str:
        level = pgettext("field", "Level")
        if self.assessment is None:
            return level
        expires: datetime | None = self.assessment.verdict.level.expires_at
        local = expires.astimezone(self.assessment.member.timezone) if expires else None
        return f"{level}: {compose_words.level_words(self.assessment.verdict, local)}"

    def _say(self, selector: str, text: str) -> None:
        self.query_one(selector, Line).say(text)

    def _place_of(self, code: RefusalCode, assessment: Assessment) -> str:
        if code.value.startswith(("file", "attachment", "time_limited")):
            return "#files"
        if code is RefusalCode.MALFORMED_ADDRESS:
            subject = assessment.verdict.refusals[0].subjects[0]
            return next((f"#{name}" for name in ("to", "cc", "bcc") if subject in getattr(self.read(), name)), "#from")
        return _FOCUS_OF.get(code, "#to")

    # Events of the fields

    def on_input_changed(self, event: Input.Changed) -> None:
        """A line was edited."""
        self.changed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """The body was edited."""
        self.changed()

    def on_tick_changed(self, event: Tick.Changed) -> None:
        """Individually was ticked or not."""
        self.changed()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another sender."""
        self.changed()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """The level's button."""
        self.action_level()

    def on_address_input_typed(self, event: AddressInput.Typed) -> None:
        """Offer what the member may mean."""
        offers = self.services.contacts.complete(event.token, 8) if event.token else ()
        event.field.offer(offers)

    def on_address_input_offered(self, event: AddressInput.Offered) -> None:
        """Show the list under its field."""
        self.show_completions(event.field)

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """A completion was clicked or entered."""
        if event.pick_list.id == "completions" and event.pick_list.marked is not None and self.completing:
            self.completing.take(event.pick_list.marked)

    def on_address_input_left(self, event: AddressInput.Left) -> None:
        """Name what is no address."""
        self.show_faults(event.field.field, compose_words.address_faults(event.field.field, event.faults))

    def show_faults(self, field: Field, text: str) -> None:
        """The lines below a field."""
        line = self.query_one(f"#fault-{field.value}", Line)
        line.say(text)
        line.styles.display = "block" if text else "none"

    def on_address_input_dropped(self, event: AddressInput.Dropped) -> None:
        """Files dropped on a field are attached."""
        self.attach_dropped(event.text, lambda text: None)

    def on_body_area_dropped(self, event: BodyArea.Dropped) -> None:
        """Files dropped on the text are attached; what only looks like files is text."""
        self.attach_dropped(event.text, self.query_one("#body", BodyArea).insert_pasted)

    def on_resize(self, _event: events.Resize) -> None:
        """Another width may mean another surface."""
        self.changed()

    # Sending

    @work
    async def action_send(self) -> None:
        """Start the way to the outbox, unless it is already under way."""
        if self._is_sending:
            return
        self._is_sending = True
        try:
            job = await SendFlow(self, self.services).run()
            if job is not None:
                await self.after_accepted(job)
        finally:
            self._is_sending = False

    # Saving

    @work(thread=True, group="save")
    def save_in_background(self) -> None:
        """Write the draft without making the keys wait."""
        try:
            self.keeper.save(self.app.call_from_thread(self.read))
        except PresendError as error:
            self.app.call_from_thread(self._saved, str(error))
        else:
            self.app.call_from_thread(self._saved, "")

    def _saved(self, trouble: str) -> None:
        self._trouble = trouble
        self.show_title()

    def _saved_words(self) -> str:
        if self._trouble:
            return _("NOT SAVED: {reason}", reason=self._trouble)
        return pgettext("draft", "saved") if self.keeper.draft_id else ""

    def retranslate(self) -> None:
        """Every word again, in place."""
        self.form.retranslate()
        self.judge_now()
