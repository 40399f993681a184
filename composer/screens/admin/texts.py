"""The window of the warning texts of one surface: a tab per language, who sees it, and the dialog as it would be."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import TextArea

from composer.administration.session import AdminSession
from composer.administration.warning_texts import WarningTexts
from composer.drafting.judging import Assessment
from composer.drafting.warning_sample import WarningSample
from composer.language.paragraph import paragraph
from composer.language.wrapping import wrap
from composer.screens.admin import texts_words
from composer.screens.dialogs.ask import Answer, AskScreen
from composer.sentences import warning
from composer.sentences.audience import audience_lines
from composer.sentences.joined import marked
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.dialogs.foreign_box import ForeignBox
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.dialogs.warning_view import SURROUND, TEXT_ROWS, WIDEST, WarningView
from composer.widgets.footer import KeyFooter
from composer.widgets.glyphs import glyphs_of
from composer.widgets.plain import Line, TitleLine
from composer.widgets.settings.tab_row import Tab, TabRow
from composer.widgets.settings.tab_text import TabText
from composer.words import pgettext
from policy.settings import Surface
from policy.truth_table.audience import as_shown, audience

MOBILE_COLUMNS = 40
"""Columns of the dialog on the mobile surface."""
TEXT_COLUMNS = 40
"""Columns that are left for the text where the dialog stands beside it."""
_SCROLL_BAR = 1


class Leaving(Enum):
    """The administrator's answer about texts that were typed and not saved."""

    SAVE = "save"
    THROW_AWAY = "throw_away"
    STAY = "stay"


class TextSettingsScreen(Screen[bool]):
    """The tabs of one surface's warning texts, with a picture of the dialog that shows them.

    Nothing is in force before the page is saved. Dismisses whether the window's own Save changed the session.
    """

    CSS_PATH = "texts.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high")]
    BINDINGS = [
        Binding("ctrl+s", "save", "save", id="texts.save"),
        Binding("escape", "close", "close", id="texts.close"),
        Binding("f9", "next_tab", "next tab", id="texts.next"),
        Binding("f8", "previous_tab", "previous tab", id="texts.previous"),
    ]

    def __init__(self, session: AdminSession, surface: Surface) -> None:
        super().__init__()
        self._texts = WarningTexts(session, surface)
        self._sample = WarningSample(self._texts.policy, surface)
        self._note: Callable[[], str] = str
        self._has_saved = False
        self._answer = FirstAnswer[bool](self)
        self._show_due = False

    @property
    def tab(self) -> str:
        """The tab that is shown: a language tag or ``default``."""
        return self._texts.tabs[self.query_one(TabRow).chosen]

    @property
    def editor(self) -> TabText:
        """The text area of the shown tab."""
        return self.query_one(f"#texts-editor-{self.query_one(TabRow).chosen}", TabText)

    def compose(self) -> ComposeResult:
        """Title, tabs, the shown tab's text beside the picture of the dialog, status and buttons."""
        yield TitleLine(id="texts-title")
        yield TabRow(id="texts-tabs")
        with VerticalScroll(id="texts-body", can_focus=False):
            with Vertical(id="texts-left"):
                yield ForeignBox(id="texts-audience")
                with Vertical(id="texts-editors"):
                    for place, tab in enumerate(self._texts.tabs):
                        yield TabText(self._texts.text(tab), id=f"texts-editor-{place}")
            with Vertical(id="texts-right"):
                yield Line(id="texts-fit")
                with VerticalScroll(id="texts-preview"):
                    yield WarningView(self._shown(self._texts.tabs[0]), inert=True, id="texts-dialog")
        yield Line(id="texts-status")
        with ButtonRow(id="texts-buttons"):
            yield PushButton(lambda: pgettext("button", "Save"), id="texts-save", variant="primary")
            yield PushButton(lambda: pgettext("button", "Close"), id="texts-close")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin in the text of the first tab."""
        self.set_class(glyphs_of(self.app).is_ascii, "-ascii")
        self._show_tab()
        self.set_focus(self.editor, scroll_visible=False)  # nothing has its place yet

    def on_resize(self) -> None:
        """Give the picture the columns of its surface, or those that the window has left."""
        self._show()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self._show()
        self.query_one(ButtonRow).fit()

    # What is shown

    def _show_tab(self) -> None:
        """The text of the chosen tab; the focus stays in the text where it was in one."""
        was_writing = isinstance(self.focused, TabText)
        self.editor.display = True
        if was_writing:
            self.set_focus(self.editor)
        for other in self.query(TabText):
            other.display = other is self.editor
        self._show()

    def _plan(self) -> None:
        """The keys at hand are served first, so that a held key draws the dialog once."""
        if not self._show_due:
            self._show_due = True
            self.call_after_refresh(self._show)

    def _show(self) -> None:
        self._show_due = False
        if not self.is_attached:
            return
        texts = self._collect()
        self.query_one("#texts-title", Line).say(texts_words.title(texts.surface, self.size.width - 2))
        self.query_one(TabRow).fill(
            [Tab(texts_words.tab_label(tab), texts_words.tab_marks(texts, tab)) for tab in texts.tabs]
        )
        seen_by = audience(texts.policy, texts.surface, self.tab)
        lines = [*texts_words.policy_lines(texts), *audience_lines(seen_by)]
        self.query_one("#texts-audience", ForeignBox).say("\n".join(lines))
        self.query_one("#texts-status", Line).say(paragraph((texts_words.status(texts), self._note())))
        self._show_dialog()

    def _show_dialog(self) -> None:
        columns, assessment = self._columns(), self._shown(self.tab)
        view = self.query_one(WarningView)
        view.styles.width = columns
        self.query_one("#texts-right").styles.width = columns + _SCROLL_BAR if self.has_class("-wide") else "1fr"
        view.show(assessment)
        rows = len(wrap(warning.text(assessment.verdict), columns - SURROUND))
        mark = ">" if self.focused is self.query_one("#texts-preview") else " "
        self.query_one("#texts-fit", Line).say(marked(mark, texts_words.fit(columns, rows, TEXT_ROWS)))

    def _columns(self) -> int:
        wanted = WIDEST if self._texts.surface is Surface.PC else MOBILE_COLUMNS
        taken = _SCROLL_BAR
        if self.has_class("-wide"):
            taken += TEXT_COLUMNS
        elif self.has_class("-narrow") or self.has_class("-low"):
            taken = 0
        return min(wanted, self.size.width - taken)

    def _shown(self, tab: str) -> Assessment:
        """The sample's warning with the text of a tab as it was typed just now."""
        return self._sample.saying(as_shown(self._texts.policy, self._texts.surface, tab))

    # What the administrator does

    def on_tab_row_chosen(self, event: TabRow.Chosen) -> None:
        """Show the text of the tab that was chosen."""
        event.stop()
        self._show_tab()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Put the typed text into the window's texts, and draw picture and marks anew."""
        event.stop()
        self._note = str
        self._plan()

    def _collect(self) -> WarningTexts:
        """The texts as they stand in the editors: a message about the last key may still be under way."""
        for editor, tab in zip(self.query(TabText), self._texts.tabs, strict=True):
            self._texts.write(tab, editor.text)
        return self._texts

    def on_tab_text_broken(self, event: TabText.Broken) -> None:
        """Say that line breaks were put into a pasted line that was too long."""
        event.stop()
        self._say(texts_words.broken)

    def on_descendant_focus(self) -> None:
        self._plan()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """Do what the button says: Save or Close."""
        event.stop()
        if event.button.id == "texts-save":
            self.action_save()
        else:
            self.action_close()

    def action_next_tab(self) -> None:
        """Show the tab on the right; after the last the first."""
        self._go_by(1)

    def action_previous_tab(self) -> None:
        """Show the tab on the left; before the first the last."""
        self._go_by(-1)

    def _go_by(self, tabs: int) -> None:
        row = self.query_one(TabRow)
        with row.prevent(TabRow.Chosen):
            row.action_step(tabs)
        self._show_tab()

    def action_save(self) -> None:
        """Put the texts into the session of the page; the window stays open."""
        if self._collect().unsaved:
            self._texts.save()
            self._has_saved = True
        self._say(str)

    def action_close(self) -> None:
        """Close; with texts that are not saved ask first."""
        if not self._collect().unsaved:
            self._leave(None)
            return
        answers = (
            Answer(Leaving.SAVE, lambda: pgettext("button", "Save")),
            Answer(Leaving.THROW_AWAY, lambda: pgettext("button", "Throw away")),
            Answer(Leaving.STAY, lambda: pgettext("button", "Go on writing")),
        )
        self.app.push_screen(AskScreen(lambda: texts_words.unsaved(self._texts), answers, Leaving.STAY), self._leave)

    def _leave(self, answer: Leaving | None) -> None:
        if answer is Leaving.SAVE:
            self.action_save()
        if answer is not Leaving.STAY:
            self._answer.give(self._has_saved)

    def _say(self, note: Callable[[], str]) -> None:
        self._note = note
        self._show()
