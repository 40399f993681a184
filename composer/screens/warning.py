"""The warning before a message goes outside: the last gate, and the only place that gives a consent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll

from composer import warning_words as words
from composer.errors import PolicyFaultsError
from composer.judging import Assessment
from composer.repairs import MoveOutsidersToBcc, Repair, TurnOnIndividually, can_move_to_bcc
from composer.services import Clock
from composer.warning_session import Assess, WarningAnswer, WarningSession
from composer.widgets.after_paint import AfterPaintScreen
from composer.widgets.dialog_parts import ButtonRow, DialogBox, DialogButton, DialogList, Hint
from composer.widgets.outside_list import file_rows, outside_rows
from composer.widgets.pick_list import PickList, Row
from composer.widgets.plain import Line
from composer.widgets.push_button import PushButton
from composer.words import pgettext
from policy.verdict import Outcome

__all__ = ["WarningAnswer", "WarningScreen"]


class WarningScreen(AfterPaintScreen[WarningAnswer]):
    """Shows what goes outside and why that is warned about, mends it on request, and takes the member's answer."""

    CSS_PATH = "warning.tcss"
    FIRST_FOCUS = "#warning-back"
    BINDINGS = [
        Binding("escape", "go_back", "go_back", id="warning.back"),
        Binding("delete", "remove_marked", "remove_marked", id="warning.remove"),
        Binding("ctrl+z", "undo", "undo", id="warning.undo"),
    ]

    def __init__(self, assessment: Assessment, assess: Assess, clock: Clock) -> None:
        super().__init__()
        self.session = WarningSession(assessment, assess)
        self._clock = clock
        self._shown_at: datetime = clock.now()
        self._answered = False
        self._hint_due = False
        self._last_list = "#warning-outside"

    def compose(self) -> ComposeResult:
        """What must always be seen stands above and below; the middle scrolls where there is little room."""
        with Vertical(id="warning"):
            yield Line(id="warning-title")
            yield DialogBox(id="warning-text")
            yield DialogBox(id="warning-rule")
            yield DialogBox(id="warning-from")
            with VerticalScroll(id="warning-middle", can_focus=False):
                yield Line(id="warning-outside-heading")
                yield DialogList[Repair](id="warning-outside")
                yield Line(id="warning-files-heading")
                yield DialogList[Repair](id="warning-files")
                with ButtonRow(id="warning-repairs"):
                    yield from self._repair_buttons()
            yield Hint(id="warning-hint")
            with ButtonRow(id="warning-buttons"):
                yield DialogButton(lambda: pgettext("button", "Go back"), id="warning-back")
                yield DialogButton(lambda: words.send_label(self.session.outcome), id="warning-send")

    def _repair_buttons(self) -> ComposeResult:
        yield DialogButton(lambda: pgettext("button", "Send individually"), id="warning-individually")
        yield DialogButton(lambda: pgettext("button", "Move outside to Bcc"), id="warning-bcc")
        yield DialogButton(lambda: pgettext("button", "Remove marked"), id="warning-remove")
        yield DialogButton(lambda: pgettext("repair", "Undo"), id="warning-undo")

    def on_mount(self) -> None:
        self._show()

    def painted(self) -> None:
        """The member's time to answer begins."""
        self._shown_at = self._clock.now()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self._show()

    # What is shown

    def _show(self) -> None:
        verdict = self.session.assessment.verdict
        self._focus_what_stays()
        for outcome in Outcome:
            self.set_class(self.session.outcome is outcome, f"-{outcome.value}")
        self.query_one("#warning-title", Line).say(words.title(self.session.outcome))
        self._say("#warning-text", words.text(verdict))
        self._say("#warning-rule", words.rule_line(verdict))
        self._say("#warning-from", words.from_line(self.session.assessment))
        self._fill("#warning-outside", words.outside_heading(verdict), outside_rows(verdict))
        self._fill("#warning-files", words.files_heading(verdict), file_rows(verdict))
        for selector, is_there in self._buttons_there().items():
            self.query_one(selector).display = is_there
        self.query_one("#warning-send").disabled = self.session.outcome is Outcome.REFUSE
        for button in self.query(PushButton):
            button.retranslate()
        for row in self.query(ButtonRow):
            row.fit()
        self._plan_hint()

    def _say(self, selector: str, text: str) -> None:
        box = self.query_one(selector, DialogBox)
        box.display = bool(text)
        box.say(text)

    def _fill(self, selector: str, heading: str, rows: tuple[Row[Repair], ...]) -> None:
        """A list, its heading above; neither where there is nothing."""
        line = self.query_one(f"{selector}-heading", Line)
        line.say(heading)
        rows_list = self._list(selector)
        rows_list.fill(rows)
        line.display = rows_list.display = bool(rows)

    def _buttons_there(self) -> dict[str, bool]:
        assessment = self.session.assessment
        return {
            "#warning-individually": not assessment.composition.individually,
            "#warning-bcc": can_move_to_bcc(assessment.verdict),
            "#warning-remove": bool(assessment.verdict.outside or assessment.verdict.files),
            "#warning-undo": self.session.can_undo,
        }

    def _focus_what_stays(self) -> None:
        """Before something goes out of sight the focus goes to Go back, never on to Send."""
        verdict = self.session.assessment.verdict
        there = {
            **self._buttons_there(),
            "#warning-outside": bool(verdict.outside),
            "#warning-files": bool(verdict.files),
            "#warning-send": self.session.outcome is not Outcome.REFUSE,
        }
        if self.focused and not there.get(f"#{self.focused.id}", True):
            self.set_focus(self.query_one(self.FIRST_FOCUS))
            self.query_one("#warning-middle").scroll_home(animate=False)

    # What the focused thing would do

    def on_descendant_focus(self) -> None:
        self._plan_hint()

    def on_pick_list_marked(self, event: PickList.Marked) -> None:
        event.stop()
        self._last_list = f"#{event.pick_list.id}"
        self._plan_hint()

    def _plan_hint(self) -> None:
        """Judging a repair waits until the keys at hand are served, so that a held arrow key judges once."""
        if not self._hint_due:
            self._hint_due = True
            self.call_after_refresh(self._say_hint)

    def _say_hint(self) -> None:
        self._hint_due = False
        if not self._answered:
            self.query_one("#warning-hint", Hint).say(self._hint())

    def _hint(self) -> str:
        focused = self.focused.id if self.focused else None
        if focused == "warning-send":
            return words.send_hint(self.session.assessment.verdict)
        if focused == "warning-undo":
            return words.undo_hint()
        repair = self._repair_in_focus()
        if repair is None:
            return words.go_back_hint(self.session.outcome)
        try:
            after = self.session.preview(repair)
        except PolicyFaultsError as error:
            return words.policy_hint(str(error))
        return f"{words.consequence(after.verdict)} {words.repair_words(repair, self.session.assessment)}"

    def _repair_in_focus(self) -> Repair | None:
        match self.focused.id if self.focused else None:
            case "warning-individually":
                return TurnOnIndividually()
            case "warning-bcc":
                return MoveOutsidersToBcc()
            case "warning-remove" | "warning-outside" | "warning-files":
                return self._removal()
        return None

    def _removal(self) -> Repair | None:
        """What the marked line stands for, in the list that had the focus last and still holds something."""
        lists = (self._list(self._last_list), self._list("#warning-outside"), self._list("#warning-files"))
        return next((one.marked for one in lists if one.marked is not None), None)

    def _list(self, selector: str) -> PickList[Repair]:
        found: PickList[Repair] = self.query_one(selector, PickList)
        return found

    # What the member does

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "warning-back":
                self.action_go_back()
            case "warning-send":
                self._answer(self.session.send(self._shown_at, self._clock.now()))
            case "warning-undo":
                self.action_undo()
            case _:
                self._repair(self._repair_in_focus())

    def action_go_back(self) -> None:
        """Nothing is sent; the repairs stay."""
        self._answer(self.session.go_back())

    def action_remove_marked(self) -> None:
        """Only with a list in focus: what is removed must be what is marked there."""
        if isinstance(self.focused, PickList):
            self._repair(self._removal())

    def action_undo(self) -> None:
        """Take the last repair back."""
        self._change(self.session.undo)

    def _repair(self, repair: Repair | None) -> None:
        if repair is not None:
            self._change(lambda: self.session.apply(repair))

    def _change(self, change: Callable[[], object]) -> None:
        try:
            change()
        except PolicyFaultsError as error:
            self.query_one("#warning-hint", Hint).say(words.policy_hint(str(error)))
        else:
            self._show()

    def _answer(self, answer: WarningAnswer | None) -> None:
        """Only the first answer counts."""
        if answer is not None and not self._answered:
            self._answered = True
            self.dismiss(answer)
