"""One row of the administrator's page: label, present value, Edit; the controls open under it."""

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
"""Classes of the lines below a row."""


class RowWords(Struct, frozen=True):
    """What a row says, in the language of the moment; what has nothing to say has no line."""

    value: Words = str
    """The present value."""
    change: Words = str
    """What is to become of it."""
    faults: Words = str
    """What is wrong with that, a line each."""
    note: Words = str
    """What there is to know of the setting."""


class SettingRow(Vertical):
    """Reports what its buttons want; ``open`` puts controls under it, ``say`` fills it."""

    DEFAULT_CSS = """
    SettingRow { height: auto; }
    SettingRow .setting-note { margin: 0 0 0 4; color: $text-muted; }
    SettingRow .setting-body { margin: 0 0 0 4; height: auto; border-left: ascii $foreground 50%; padding: 0 0 0 1; }
    SettingRow .setting-fault { margin: 0 0 0 4; text-style: bold; }
    """

    @dataclass
    class EditWanted(Message):
        """The controls are to be opened, or closed where they are open."""

        row: SettingRow

    @dataclass
    class RevertWanted(Message):
        """The change is to be taken back."""

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
        """Whether the controls are there."""
        return self._body is not None

    @property
    def can_be_edited(self) -> bool:
        """Whether it has a button."""
        return self._head.can_focus

    @property
    def is_changed(self) -> bool:
        """Whether it carries the mark."""
        return bool(self._says.change())

    @property
    def text(self) -> str:
        """What the row says of its value, or of the change of it."""
        return self._says.change() or self._says.value()

    @property
    def faults(self) -> str:
        """What is wrong, a line each."""
        return self._says.faults()

    @property
    def note(self) -> str:
        """What there is to know of the setting."""
        return self._says.note()

    @property
    def head(self) -> RowHead:
        """What has the focus while the keys go to the row."""
        return self._head

    def compose(self) -> ComposeResult:
        """The head; what is needed comes below it."""
        yield self._head

    def on_mount(self) -> None:
        self._show()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self._show()

    def say(self, words: RowWords) -> None:
        """Other words for the same setting."""
        self._says = words
        self._head.say(HeadWords(self._label, words.value, words.change))
        if self.is_mounted:
            self._show()

    def open(self, body: Widget) -> None:
        """Put the controls under the row."""
        self._body = body
        body.add_class("setting-body")
        self.mount(body, after=self._head)
        self._head.show_open(True)
        self.call_after_refresh(self.scroll_visible, animate=False)

    def close(self) -> None:
        """Take the controls away; what was chosen stays."""
        if self._body is not None:
            self._body.remove()
            self._body = None
            self._head.show_open(False)

    def focus_row(self) -> None:
        """The keys go to this row at once, so that a key pressed again goes on from here."""
        self.screen.set_focus(self._head)

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
        """A line that most rows never need is made when there is something to say."""
        line = self._extra.get(name)
        if line is None and text:
            self._extra[name] = Line(text, lines=True, classes=name)
            self.mount(self._extra[name], after=above)
        elif line is not None:
            line.say(text)
            line.display = bool(text)
