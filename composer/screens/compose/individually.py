"""Individually, before it is decided: how many messages, and what one recipient will see."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll

from composer.drafting.judging import Assessment
from composer.screens.compose import individual_copies
from composer.sentences.domains import address_words
from composer.widgets.dialogs.after_paint import AfterPaintScreen
from composer.widgets.dialogs.dialog_parts import ButtonRow, DialogBox, DialogButton, DialogList
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.lists.pick_list import PickList, Row
from composer.widgets.plain import Line
from composer.words import _, pgettext
from policy.address import Mailbox


class IndividuallyScreen(AfterPaintScreen[bool | None]):
    """Previews the individual copies, and dismisses True = send individually, False = do not, None = no change."""

    CSS_PATH = "individually.tcss"
    FIRST_FOCUS = "#individually-on"
    BINDINGS = [Binding("escape", "cancel", "cancel", id="individually.cancel")]

    def __init__(self, assessment: Assessment) -> None:
        super().__init__()
        self._assessment = assessment
        self._recipients = individual_copies.copy_recipients(assessment.draft)

    def compose(self) -> ComposeResult:
        """The recipients to choose from, and the header that the marked one will see."""
        with Vertical(id="individually"):
            yield Line(id="individually-title")
            with VerticalScroll(id="individually-middle", can_focus=False):
                yield DialogBox(id="individually-state")
                yield DialogBox(id="individually-count")
                yield DialogList[Mailbox](id="individually-list")
                yield Line(id="individually-heading")
                yield DialogBox(id="individually-seen")
            with ButtonRow(id="individually-buttons"):
                yield DialogButton(lambda: pgettext("button", "Send individually"), id="individually-on")
                yield DialogButton(lambda: pgettext("button", "One message to all"), id="individually-off")
                yield DialogButton(lambda: pgettext("button", "Cancel"), id="individually-cancel")

    def on_mount(self) -> None:
        self._say()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self._say()
        for button in self.query(PushButton):
            button.retranslate()
        self.query_one(ButtonRow).fit()

    def on_pick_list_marked(self, event: PickList.Marked) -> None:
        event.stop()
        self._preview()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        answers = {"individually-on": True, "individually-off": False}
        self.answer(answers.get(event.button.id or ""))

    def action_cancel(self) -> None:
        """Dismiss None."""
        self.answer(None)

    def _say(self) -> None:
        self.query_one("#individually-title", Line).say(pgettext("title", "Send individually"))
        self._box("state").say(individual_copies.state_words(self._assessment.composition.individually))
        self._box("count").say(individual_copies.count_words(len(self._recipients)))
        rows = [Row(mailbox, address_words(mailbox.address)) for mailbox in self._recipients]
        self.query_one("#individually-list", PickList).fill(rows)
        self.query_one("#individually-heading", Line).say(_("What the marked recipient will see:"))
        for part in ("list", "heading", "seen"):
            self.query_one(f"#individually-{part}").display = bool(rows)
        self._preview()

    def _preview(self) -> None:
        marked = self.query_one("#individually-list", PickList).marked
        if marked is not None:
            self._box("seen").say(individual_copies.seen_by(marked, self._assessment))

    def _box(self, part: str) -> DialogBox:
        return self.query_one(f"#individually-{part}", DialogBox)
