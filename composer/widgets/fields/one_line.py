"""A field of one row: pastes are cleaned and kept whole, and the keys for words delete in their direction."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.geometry import Offset, Region
from textual.widgets import Input
from textual.widgets.input import Selection

from composer.message.mailto import subject_text
from composer.widgets.fields.typed_characters import is_typed
from composer.widgets.fields.whole_letters import beside_a_letter


class OneLineInput(Input):
    """An input without frame, blinking or markup."""

    DEFAULT_CSS = """
    OneLineInput { width: 1fr; height: 1; border: none; padding: 0; background: $surface; }
    OneLineInput:focus { border: none; background: $boost; }
    """
    BINDINGS = [
        Binding("ctrl+backspace,alt+backspace", "delete_left_word", show=False),
        Binding("ctrl+home", "home", show=False),
        Binding("ctrl+end", "end", show=False),
        Binding("ctrl+shift+home", "home(True)", show=False),
        Binding("ctrl+shift+end", "end(True)", show=False),
    ]

    def __init__(self, value: str = "", *, id: str) -> None:
        super().__init__(value, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell in which the cursor is drawn, on the screen; the base class is one off behind the last letter."""
        x, y, _width, _height = self.content_region
        return Offset(x + self._position_to_cell(self.cursor_position) - self.scroll_offset.x, y)

    def validate_selection(self, selection: Selection) -> Selection:
        """Both ends within the text and beside a letter."""
        start, end = super().validate_selection(selection)
        was = self.selection
        return Selection(
            beside_a_letter(self.value, was.start, start),
            beside_a_letter(self.value, was.end, end),
        )

    def action_delete_right(self) -> None:
        """Delete the letter under the cursor with its marks, or what is selected."""
        if self.selection.is_empty:
            at = self.cursor_position
            self.delete(at, beside_a_letter(self.value, at, min(at + 1, len(self.value))))
        else:
            super().action_delete_right()

    def pasted(self, text: str) -> str:
        """A pasted text as it is inserted: one line, without controls."""
        return subject_text(text)

    def cells_around_cursor(self) -> int:
        """How many cells beside the cursor stay in sight with it."""
        return 0

    def show(self, value: str) -> None:
        """Replace the content without posting a message, and put the cursor behind it."""
        if value != self.value:
            with self.prevent(Input.Changed):
                self.value = value
                self.cursor_position = len(value)

    def put(self, text: str) -> None:
        """Replace the selection by a text."""
        self.replace(text, *self.selection)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether the key types a character; some that scripts need are none to the base class."""
        return is_typed(character) or super().check_consume_key(key, character)

    def on_focus(self) -> None:
        """A long text that was given shows its start until one comes to it; ``has_focus`` is set only after this."""
        self._bring_cursor()

    def on_resize(self) -> None:
        """A narrower field shows another part of its text."""
        self._show_cursor()

    def watch_selection(self) -> None:
        """The base class leaves the cursor out of sight behind the first text of a field, and cuts a wide character."""
        self._show_cursor()

    def on_key(self, event: events.Key) -> None:
        """Type the characters that the base class would drop."""
        if is_typed(event.character):
            event.stop()
            event.prevent_default()
            self.put(event.character or "")

    def on_paste(self, event: events.Paste) -> None:
        """Insert every line of a paste; the base class keeps only the first."""
        event.stop()
        event.prevent_default()
        self.put(self.pasted(event.text))

    def action_paste(self) -> None:
        """Insert what was copied inside presend, cleaned as any paste is."""
        self.put(self.pasted(self.app.clipboard))

    def _show_cursor(self) -> None:
        if self.has_focus:
            self._bring_cursor()

    def _bring_cursor(self) -> None:
        at = self.cursor_position
        around = self.cells_around_cursor()
        cells = max(cell_len(self.value[at : at + 1]), 1)
        under = Region(self._position_to_cell(at) - around, 0, cells + 2 * around, 1)
        self.scroll_to_region(under, force=True, animate=False)
