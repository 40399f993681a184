"""The warning before a message goes outside: the last gate, and the only place that gives a consent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding

from composer.drafting.judging import Assessment
from composer.drafting.policy_watch import PolicyNews
from composer.drafting.repairs import ChooseLevel, MoveOutsidersToBcc, Repair, TurnOnIndividually
from composer.drafting.warning_offers import IN_THE_COMPOSER, WarningOffers
from composer.drafting.warning_session import Assess, WarningAnswer, WarningSession
from composer.errors import PolicyFaultsError
from composer.language.paragraph import paragraph
from composer.screens.dialogs.language_key import LANGUAGE_KEY
from composer.sentences import warning
from composer.services.clock import Clock
from composer.widgets.dialogs.after_paint import AfterPaintScreen
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.dialogs.warning_view import WarningView
from composer.widgets.lists.pick_list import PickList
from policy.verdict import Outcome

if TYPE_CHECKING:
    from composer.screens.compose.level import LevelChoice


class WarningScreen(AfterPaintScreen[WarningAnswer]):
    """Warns about a message that goes outside, repairs it on request, and dismisses the member's ``WarningAnswer``."""

    DEFAULT_CSS = """
    WarningScreen { align: center middle; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium")]
    FIRST_FOCUS = "#warning-back"
    BINDINGS = [
        Binding("escape", "go_back", "go_back", id="warning.back"),
        Binding("delete", "remove_marked", "remove_marked", id="warning.remove"),
        Binding("ctrl+z", "undo", "undo", id="warning.undo"),
        LANGUAGE_KEY,
    ]

    def __init__(
        self, assessment: Assessment, assess: Assess, clock: Clock, offers: WarningOffers = IN_THE_COMPOSER
    ) -> None:
        super().__init__()
        self._offers = offers
        self.session = WarningSession(assessment, assess)
        self._clock = clock
        self._shown_at: datetime = clock.now()
        self._hint_due = False
        self._was_in_sight = False
        """Whether what must be seen before one sends was on the screen when it was last drawn."""

    def compose(self) -> ComposeResult:
        """The view of the warning, which is the whole dialog."""
        yield WarningView(self.session.assessment, self._offers)

    def on_mount(self) -> None:
        self._plan_hint()

    def painted(self) -> None:
        """Start the time that the audit log notes as taken for the answer."""
        self._shown_at = self._clock.now()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self._show()

    # What is in sight

    def drawn(self) -> None:
        """Note whether all that must be seen was drawn, then fit the dialog to the window."""
        self._was_in_sight = self._view.is_decidable
        self.call_next(self._fit)

    def _fit(self) -> None:
        """Where the window has no room for what must be seen, nothing but going back is left."""
        if not self.is_answered and not self._view.is_cramped and not self._view.has_room:
            self._view.cramp(True)
            self.set_focus(self.query_one(self.FIRST_FOCUS))

    def _use_room(self) -> None:
        """There may be room now; what is shown again is met as at the first time."""
        if self._view.is_cramped:
            self._view.cramp(False)
            self.paint_anew()

    def on_resize(self) -> None:
        """Fit the dialog to another size of the window."""
        self._use_room()

    def _show(self) -> None:
        self._use_room()
        session = self.session
        self._view.show(session.assessment, can_undo=session.can_undo, policy_changed=session.policy_changed)
        self._view.query_one("#warning-send").disabled = session.outcome is Outcome.REFUSE
        self._plan_hint()

    def policy_changed(self, _news: PolicyNews) -> None:
        """Judge again and show the result; keys typed before it is painted are dropped, as at the start."""
        if not self.is_answered and self.session.judge_again():
            self._show()
            self.paint_anew()

    @property
    def _view(self) -> WarningView:
        return self.query_one(WarningView)

    # What the focused thing would do

    def on_descendant_focus(self) -> None:
        if self.focused is not None and self.focused.id == "warning-send":
            self._view.bring_outsiders()
        self._plan_hint()

    def on_pick_list_marked(self, event: PickList.Marked) -> None:
        event.stop()
        self._plan_hint()

    def _plan_hint(self) -> None:
        """Judging a repair waits until the keys at hand are served, so that a held arrow key judges once."""
        if not self._hint_due:
            self._hint_due = True
            self.call_after_refresh(self._say_hint)

    def _say_hint(self) -> None:
        self._hint_due = False
        if not self.is_answered:
            self._view.hint(self._hint())

    def _hint(self) -> str:
        focused = self.focused.id if self.focused else None
        if self.session.fault:
            return warning.broken_hint(self.session.fault)
        if focused == "warning-send":
            return warning.send_hint(self.session.assessment.verdict)
        if focused == "warning-undo":
            return warning.undo_hint()
        if focused == "warning-level":
            return warning.level_hint()
        repair = self._repair_in_focus()
        if repair is None:
            return self._view.go_back_hint()
        try:
            after = self.session.preview(repair)
        except PolicyFaultsError as error:
            return warning.policy_hint(str(error))
        done = warning.repair_words(repair, self.session.assessment)
        return paragraph((warning.consequence(after.verdict), done))

    def _repair_in_focus(self) -> Repair | None:
        if isinstance(self.focused, PickList):
            marked: Repair | None = self.focused.marked
            return marked
        match self.focused.id if self.focused else None:
            case "warning-individually":
                return TurnOnIndividually()
            case "warning-bcc":
                return MoveOutsidersToBcc()
            case "warning-remove":
                return self._view.removal
        return None

    # What the member does

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "warning-back":
                self.action_go_back()
            case "warning-send":
                self._send()
            case "warning-undo":
                self.action_undo()
            case "warning-level":
                self._open_levels()
            case _:
                self._repair(self._repair_in_focus())

    def _send(self) -> None:
        """Only what the member has before their eyes can be agreed to."""
        if self._was_in_sight and self._view.is_decidable:
            answer = self.session.send(self._shown_at, self._clock.now())
            if answer is not None:
                self.answer(answer)
        elif not self._view.is_cramped:
            self._view.bring_outsiders()
            self._view.hint(warning.unseen_hint())

    def _open_levels(self) -> None:
        from composer.screens.compose.level import LevelScreen

        now, zone = self._clock.now(), self.session.assessment.member.timezone
        is_now = self.session.assessment.composition
        picked = (is_now.level, is_now.expires_after, is_now.forwarding_prohibited)
        self.app.push_screen(LevelScreen(self.session.assessment.in_force, *picked, now, zone), self._use_level)

    def _use_level(self, choice: LevelChoice | None) -> None:
        """A level that went out of use meanwhile is refused by the judgement, with its reason."""
        if choice is not None:
            self._repair(ChooseLevel(choice.level, choice.expires_after, choice.forwarding_prohibited))

    def action_go_back(self) -> None:
        """Dismiss an answer that sends nothing; the repairs stay in the message."""
        self.answer(self.session.go_back())

    def action_remove_marked(self) -> None:
        """Remove the recipient, domain or file whose row is marked; only while its list has the focus."""
        if isinstance(self.focused, PickList):
            self._repair(self._repair_in_focus())

    def action_undo(self) -> None:
        """Undo the last repair; what is warned of again is met on Go back, as at the first time."""
        if self.focused is not None and self.focused.id == "warning-send" and self.session.can_undo:
            self.set_focus(self.query_one(self.FIRST_FOCUS))
        self._change(self.session.undo)

    def _repair(self, repair: Repair | None) -> None:
        if repair is not None:
            self._change(lambda: self.session.apply(repair))

    def _change(self, change: Callable[[], object]) -> None:
        try:
            change()
        except PolicyFaultsError as error:
            self._view.hint(warning.policy_hint(str(error)))
        else:
            self._show()
