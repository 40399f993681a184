"""One row of the administrator's page: label, present value and Edit; the control opens under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from composer.widgets.plain import Line
from composer.widgets.settings.row_head import HeadWords, RowHead

Words = Callable[[], str]
FAULT, NOTE = "setting-fault", "setting-note"
"""The CSS classes of the lines below a row."""


class RowWords(Struct, frozen=True):
    """The texts of a row, made in the language now active; an empty one has no line."""

    value: Words = str
    """The setting's present value."""
    change: Words = str
    """The value after saving, where it is changed."""
    faults: Words = str
    """The faults of that value, a line each."""
    note: Words = str
    """A remark on the setting."""


class SettingRow(Vertical):
    """A row that reports what its buttons want; ``say`` sets its texts, ``open`` puts a control under it."""

    DEFAULT_CSS = """
    SettingRow { height: auto; }
    SettingRow .setting-note { margin: 0 0 0 4; color: $text-muted; }
    SettingRow .setting-body { margin: 0 0 0 4; height: auto; border-left: ascii $foreground 50%; padding: 0 0 0 1; }
    SettingRow .setting-fault { margin: 0 0 0 4; text-style: bold; }
    """

    @dataclass
    class EditWanted(Message):
        """The control is to be opened, or closed where it is open."""

        row: SettingRow

    @dataclass
    class RevertWanted(Message):
        """The change of the setting is to be reverted."""

        row: SettingRow

    def __init__(self, label: Words, *, id: str, is_deep: bool = False, is_fixed: bool = False) -> None:
        super().__init__(id=id)
        self._label = label
        self._says = RowWords()
        self._head = RowHead(HeadWords(label), is_deep=is_deep, is_fixed=is_fixed)
        self._extra: dict[str, Line] = {}
        self._body: Widget | None = None

    @property
    def is_open(self) -> bool:
        """Whether the control is open."""
        return self._body is not None

    @property
    def can_be_edited(self) -> bool:
        """Whether the row has a button Edit."""
        return self._head.can_focus

    @property
    def is_changed(self) -> bool:
        """Whether the row shows a change."""
        return bool(self._says.change())

    @property
    def text(self) -> str:
        """The text of the value, or of its change where there is one."""
        return self._says.change() or self._says.value()

    @property
    def faults(self) -> str:
        """The faults of the changed value, a line each."""
        return self._says.faults()

    @property
    def note(self) -> str:
        """The remark on the setting."""
        return self._says.note()

    @property
    def head(self) -> RowHead:
        """The widget that has the focus while the row does."""
        return self._head

    def compose(self) -> ComposeResult:
        """The head; further lines are made when they are needed."""
        yield self._head

    def on_mount(self) -> None:
        self._show()

    def retranslate(self) -> None:
        """Show all lines in the active language."""
        self._show()

    def say(self, words: RowWords) -> None:
        """Show the value, the change and the faults that these words tell."""
        self._says = words
        self._head.say(HeadWords(self._label, words.value, words.change))
        if self.is_mounted:
            self._show()

    def open(self, body: Widget) -> None:
        """Put a control under the row."""
        self._body = body
        body.add_class("setting-body")
        self.mount(body, after=self._head)
        self._head.show_open(True)
        self.call_after_refresh(self.scroll_visible, animate=False)

    def close(self) -> None:
        """Remove the control; the chosen value stays."""
        if self._body is not None:
            self._body.remove()
            self._body = None
            self._head.show_open(False)

    def focus_row(self) -> None:
        """Focus the row at once, so that a key pressed again acts from here."""
        self.screen.set_focus(self._head)
        self._head.scroll_visible(animate=False)  # what the framework does by itself leaves the last line out of sight

    def on_row_head_edit_pressed(self, event: RowHead.EditPressed) -> None:
        event.stop()
        self.post_message(self.EditWanted(self))

    def on_row_head_revert_pressed(self, event: RowHead.RevertPressed) -> None:
        event.stop()
        self.post_message(self.RevertWanted(self))

    def _show(self) -> None:
        self._show_line(FAULT, self._says.faults(), self._body or self._head)
        self._show_line(NOTE, self._says.note(), self.children[-1])

    def _show_line(self, name: str, text: str, above: Widget) -> None:
        """Show a text in a line of its own, which is made when there is something to say."""
        line = self._extra.get(name)
        if line is None and text:
            self._extra[name] = Line(text, lines=True, classes=name)
            self.mount(self._extra[name], after=above)
        elif line is not None:
            line.say(text)
            line.display = bool(text)
