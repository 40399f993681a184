"""The warning's dialog as one widget, for the member who answers it and as a picture for the administrator."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.geometry import clamp

from composer.drafting.judging import Assessment
from composer.drafting.repairs import RemoveRecipient, Repair, can_move_to_bcc
from composer.drafting.warning_offers import IN_THE_COMPOSER, WarningOffers
from composer.sentences import warning
from composer.sentences.files import files_heading
from composer.widgets.dialogs.dialog_parts import INERT, ButtonRow, DialogBox, DialogButton, DialogList, Hint
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.dialogs.visible_part import is_fully_visible, visible_rows
from composer.widgets.lists.outside_list import RepairRow, file_rows, outside_rows
from composer.widgets.lists.pick_list import PickList
from composer.widgets.plain import Line, cut
from composer.words import pgettext
from policy.levels import levels_in_use
from policy.verdict import Outcome

TEXT_ROWS = 6
"""Rows of the administrator's text that are seen without scrolling; the style sheet says the same."""
SHORT_TEXT_ROWS = 3
"""The same in a low window in which the lists take all other rows; the style sheet says it too."""
LIST_ROWS = 5
"""Rows of outside recipients that are seen without scrolling, where there are as many."""
WIDEST = 100
"""The most columns of the dialog; the style sheet says the same."""
SURROUND = 8
"""Columns of the dialog that are not the administrator's text: the frame, its padding, and the box's two margins."""


CRAMPED = "-cramped"
MUST_BE_SEEN = ("#warning-title", "#warning-back", "#warning-send")
"""The widgets that must be wholly on the screen, or nothing is sent."""


class WarningView(Vertical):
    """Draws one assessment; ``inert`` makes a picture in which nothing can be focused, pressed or answered."""

    SCOPED_CSS = False  # the screen's height is looked at too
    # No other dialog of the program is framed like this one: it must not be answered out of habit.
    DEFAULT_CSS = """
    WarningView {
        width: 100%; max-width: 100; height: 100%; max-height: 34;
        border: double $error; background: $surface; padding: 0 1;
    }
    WarningView.-send { border: double $success; }
    .-ascii WarningView { border: ascii $error; }
    WarningView #warning-title { height: auto; text-style: bold reverse; text-align: center; }
    WarningView.-send #warning-title { text-style: bold; }
    WarningView #warning-text { max-height: 6; }
    AfterPaintScreen.-short WarningView #warning-text { max-height: 3; }
    WarningView #warning-rule { max-height: 4; }
    WarningView #warning-subject { height: 1; padding: 0 2; }
    WarningView #warning-from { max-height: 2; }
    WarningView #warning-content { height: 1fr; }
    WarningView #warning-middle { height: 1fr; }
    WarningView #warning-cramped { display: none; }
    WarningView.-cramped { max-width: 64; height: auto; }
    WarningView.-cramped #warning-cramped { display: block; }
    WarningView.-cramped #warning-content, WarningView.-cramped #warning-send { display: none; }
    WarningView #warning-outside { height: 1fr; min-height: 5; }
    WarningView #warning-files { max-height: 3; }
    WarningView #warning-outside-heading, WarningView #warning-files-heading { height: auto; text-style: bold; }
    WarningView #warning-hint { height: 2; }
    AfterPaintScreen.-narrow WarningView #warning-hint { height: 4; }
    AfterPaintScreen.-short WarningView #warning-hint { height: 3; }
    WarningView.-inert { height: auto; max-height: 100; }
    WarningView.-inert #warning-content, WarningView.-inert #warning-middle { height: auto; }
    WarningView.-inert #warning-outside, WarningView.-inert #warning-hint { height: auto; }
    WarningView.-inert PushButton:hover { text-style: none; }
    """

    def __init__(
        self,
        assessment: Assessment,
        offers: WarningOffers = IN_THE_COMPOSER,
        *,
        inert: bool = False,
        id: str = "warning",
    ) -> None:
        super().__init__(id=id, classes=INERT if inert else None)
        self._assessment = assessment
        self._offers = offers
        self._is_inert = inert
        self._can_undo = self._policy_changed = False
        self._last_list = "#warning-outside"
        self._mark_outcome(update=False)  # before anything is styled

    def _mark_outcome(self, *, update: bool) -> None:
        self.update_classes({f"-{outcome.value}": self._outcome is outcome for outcome in Outcome}, update=update)

    def compose(self) -> ComposeResult:
        """Title and buttons, which must always be seen, above and below; the middle scrolls."""
        yield Line(id="warning-cramped")
        with Vertical(id="warning-content"):
            yield Line(id="warning-title")
            yield DialogBox(id="warning-text")
            yield DialogBox(id="warning-rule")
            yield Line(id="warning-subject")
            yield DialogBox(id="warning-from")
            with VerticalScroll(id="warning-middle", can_focus=False):
                yield Line(id="warning-outside-heading")
                yield DialogList[Repair | None](id="warning-outside")
                yield Line(id="warning-files-heading")
                yield DialogList[Repair | None](id="warning-files")
                with ButtonRow(id="warning-repairs"):
                    yield from self._repair_buttons()
            yield Hint(id="warning-hint")
        with ButtonRow(id="warning-buttons"):
            yield DialogButton(lambda: pgettext("button", "Go back"), id="warning-back")
            yield DialogButton(lambda: warning.send_label(self._outcome), id="warning-send")

    def _repair_buttons(self) -> ComposeResult:
        yield DialogButton(lambda: pgettext("button", "Send individually"), id="warning-individually")
        yield DialogButton(lambda: pgettext("button", "Move outside to Bcc"), id="warning-bcc")
        yield DialogButton(lambda: pgettext("button", "Remove marked"), id="warning-remove")
        if self._offers.levels:
            yield DialogButton(lambda: pgettext("button", "Level"), id="warning-level")
        yield DialogButton(lambda: pgettext("repair", "Undo"), id="warning-undo")

    def on_mount(self) -> None:
        """Show the assessment; in a picture nothing can be focused."""
        if self._is_inert:
            for part in self.query("*"):
                part.can_focus = False
        self.show(self._assessment)

    def retranslate(self) -> None:
        """Show everything in the active language."""
        self.show(self._assessment, can_undo=self._can_undo, policy_changed=self._policy_changed)

    def show(self, assessment: Assessment, *, can_undo: bool = False, policy_changed: bool = False) -> None:
        """Show another assessment, or the same one again."""
        self._assessment, self._can_undo, self._policy_changed = assessment, can_undo, policy_changed
        verdict = assessment.verdict
        self._focus_what_stays()
        self._mark_outcome(update=True)
        self.query_one("#warning-cramped", Line).say(warning.cramped())
        self.query_one("#warning-title", Line).say(warning.title(self._outcome, policy_changed))
        self._say("#warning-text", warning.text(verdict))
        self._say("#warning-rule", warning.rule_line(verdict))
        self._tell_subject()
        self._say("#warning-from", warning.from_line(assessment, self._offers.transport_name))
        self._fill("#warning-outside", warning.outside_heading(verdict), outside_rows(verdict))
        stay = not self._offers.drops_files
        self._fill("#warning-files", files_heading(verdict, stay), file_rows(verdict, stay))
        self._show_buttons()
        self.call_after_refresh(self._share_rows)
        if self._is_inert:
            self.hint(self.go_back_hint())

    def on_resize(self) -> None:
        """Cut the subject to one row of the new width, and share the new rows."""
        if self.children:  # it is not being taken down
            self._tell_subject()
            self.call_after_refresh(self._share_rows)

    def _share_rows(self) -> None:
        """In a low window the text gets the rows that the lists do not need; it has fewer there than else."""
        if not self.children:  # the dialog was taken down before its turn came
            return
        text, middle, outside = (self.query_one(f"#warning-{name}") for name in ("text", "middle", "outside"))
        if not self.screen.has_class("-short") or not middle.size.height:  # there is room, or nothing is shown at all
            text.styles.max_height = outside.styles.min_height = None
            return
        lines = min(LIST_ROWS, self._lines_of("#warning-outside"))
        needed = lines + bool(lines) + self._lines_of("#warning-files") + self._has_files
        shared = text.size.height + middle.size.height
        text.styles.max_height = clamp(shared - needed, SHORT_TEXT_ROWS, TEXT_ROWS)
        outside.styles.min_height = lines

    def _lines_of(self, selector: str) -> int:
        """How many rows a list would need."""
        found = self._list(selector)
        return found.line_count(found.text_width) if found.rows else 0

    @property
    def _has_files(self) -> bool:
        return bool(self._list("#warning-files").rows)

    def _tell_subject(self) -> None:
        line = self.query_one("#warning-subject", Line)
        line.display = self._offers.tells_subject
        line.say(cut(warning.subject_line(self._assessment), (line.container_size.width or self.size.width) - 4))

    def hint(self, text: str) -> None:
        """Show a sentence about the widget with the focus."""
        self.query_one("#warning-hint", Hint).say(text)

    def go_back_hint(self) -> str:
        """The hint on going back, and on what else can be done with what is shown."""
        return warning.go_back_hint(self._outcome, has_lines=self._buttons_there()["#warning-remove"])

    # What is in sight

    @property
    def is_cramped(self) -> bool:
        """Whether only Go back and the sentence that asks for a larger window are shown."""
        return self.has_class(CRAMPED)

    def cramp(self, cramped: bool) -> None:
        """Show only that sentence and Go back, or everything again."""
        self.set_class(cramped, CRAMPED)

    @property
    def has_room(self) -> bool:
        """Whether all that must be seen for a decision has its place on the screen."""
        outside = self._list("#warning-outside")
        is_there = not outside.rows or bool(self.query_one("#warning-middle").scroll_offset.y or visible_rows(outside))
        return is_there and all(is_fully_visible(self.query_one(selector)) for selector in MUST_BE_SEEN)

    @property
    def is_decidable(self) -> bool:
        """Whether the title, both buttons, and somebody outside where anybody is, are on the screen."""
        return all(is_fully_visible(self.query_one(selector)) for selector in MUST_BE_SEEN) and self._shows_outsider

    @property
    def _shows_outsider(self) -> bool:
        outside = self._list("#warning-outside")
        shown = outside.shown(visible_rows(outside))
        return not outside.rows or any(isinstance(outside.rows[place].value, RemoveRecipient) for place in shown)

    def bring_outsiders(self) -> None:
        """Scroll until somebody outside is on the screen, as far as there is room."""
        self.query_one("#warning-middle", VerticalScroll).scroll_home(animate=False, immediate=True)
        outside = self._list("#warning-outside")
        if not self._shows_outsider:
            places = (place for place, row in enumerate(outside.rows) if isinstance(row.value, RemoveRecipient))
            outside.bring_up(next(places, 0))

    @property
    def removal(self) -> Repair | None:
        """The repair that the marked line stands for, in the list marked last that is not empty; None in none."""
        lists = (self._list(self._last_list), self._list("#warning-outside"), self._list("#warning-files"))
        return next((one.marked for one in lists if one.marked is not None), None)

    def on_pick_list_marked(self, event: PickList.Marked) -> None:
        """Remember in which list a line was marked last."""
        self._last_list = f"#{event.pick_list.id}"

    @property
    def _outcome(self) -> Outcome:
        return self._assessment.verdict.outcome

    def _say(self, selector: str, text: str) -> None:
        box = self.query_one(selector, DialogBox)
        box.display = bool(text)
        box.say(text)

    def _fill(self, selector: str, heading: str, rows: tuple[RepairRow, ...]) -> None:
        """Show a list under its heading; hide both where the list is empty."""
        line = self.query_one(f"{selector}-heading", Line)
        line.say(heading)
        rows_list = self._list(selector)
        rows_list.fill(rows)
        line.display = rows_list.display = bool(rows)

    def _list(self, selector: str) -> PickList[Repair | None]:
        found: PickList[Repair | None] = self.query_one(selector, PickList)
        return found

    def _show_buttons(self) -> None:
        for selector, is_there in self._buttons_there().items():
            for button in self.query(selector):
                button.display = is_there
        self.query_one("#warning-send").disabled = self._outcome is Outcome.REFUSE
        for button in self.query(PushButton):
            button.retranslate()
        for row in self.query(ButtonRow):
            row.fit()

    def _buttons_there(self) -> dict[str, bool]:
        verdict = self._assessment.verdict
        return {
            "#warning-individually": not self._assessment.composition.individually,
            "#warning-bcc": can_move_to_bcc(verdict),
            "#warning-remove": bool(verdict.outside or (verdict.files and self._offers.drops_files)),
            "#warning-level": len(levels_in_use(self._assessment.in_force.policy)) > 1,
            "#warning-undo": self._can_undo,
        }

    def _focus_what_stays(self) -> None:
        """Before something goes out of sight the focus goes to Go back, never on to Send."""
        verdict = self._assessment.verdict
        there = {
            **self._buttons_there(),
            "#warning-outside": bool(verdict.outside),
            "#warning-files": bool(verdict.files),
            "#warning-send": self._outcome is not Outcome.REFUSE,
        }
        focused = self.screen.focused
        if focused and self in focused.ancestors and not there.get(f"#{focused.id}", True):
            self.screen.set_focus(self.query_one("#warning-back"))
            self.query_one("#warning-middle").scroll_home(animate=False)
