"""One row of the administrator's page: label, present value, Edit; the controls open under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget

from composer.widgets.plain import Line
from composer.widgets.push_button import PushButton
from composer.words import pgettext

Words = Callable[[], str]
CHANGED = "*"
"""Stands before the label of what is changed and not yet saved."""


CHANGE, FAULT, NOTE = "setting-change", "setting-fault", "setting-note"
"""Classes of the lines below a row."""


@dataclass(frozen=True, slots=True)
class RowWords:
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
    SettingRow .setting-head { height: auto; }
    SettingRow .setting-rest { height: auto; width: 1fr; }
    SettingRow .setting-mark { width: 2; }
    SettingRow .setting-label { width: 40; padding: 0 1 0 0; }
    SettingRow.-deep .setting-label { padding: 0 1 0 2; }
    SettingRow.-changed .setting-label { text-style: bold; }
    SettingRow:focus-within .setting-label { text-style: bold underline; }
    SettingRow PushButton { margin: 0 0 0 1; }
    SettingRow .setting-value { padding: 0 1 0 0; }
    SettingRow .setting-change { margin: 0 0 0 4; text-style: bold; }
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
        super().__init__(id=id, classes="-deep" if is_deep else None)
        self._label = label
        self._says = RowWords()
        self._mark = Line(classes="setting-mark")
        self._title = Line(label(), classes="setting-label")
        self._value = Line(classes="setting-value")
        self._edit = None if is_fixed else PushButton(self._edit_label, id=f"edit-{id}")
        self._rest = Horizontal(self._value, *filter(None, (self._edit,)), classes="setting-rest")
        self._head = Horizontal(self._mark, self._title, self._rest, classes="setting-head")
        self._extra: dict[str, Line] = {}
        self._revert: PushButton | None = None
        self._body: Widget | None = None

    @property
    def is_open(self) -> bool:
        """Whether the controls are there."""
        return self._body is not None

    @property
    def can_be_edited(self) -> bool:
        """Whether it has a button."""
        return self._edit is not None

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

    def compose(self) -> ComposeResult:
        """Label, value and button; in a narrow terminal the value stands under its label."""
        yield self._head

    def on_mount(self) -> None:
        self._show()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self._show()

    def say(self, words: RowWords) -> None:
        """Other words for the same setting."""
        self._says = words
        if self.is_mounted:
            self._show()

    def open(self, body: Widget) -> None:
        """Put the controls under the row."""
        self._body = body
        body.add_class("setting-body")
        self.mount(body, after=self._extra.get(CHANGE, self._head))
        self._redraw_buttons()
        self.call_after_refresh(self.scroll_visible, animate=False)

    def close(self) -> None:
        """Take the controls away; what was chosen stays."""
        if self._body is not None:
            self._body.remove()
            self._body = None
            self._redraw_buttons()

    def focus_row(self) -> None:
        """The keys go to this row."""
        if self._edit is not None:
            self._edit.focus()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """Edit, Done or Revert."""
        event.stop()
        self.post_message(self.RevertWanted(self) if event.button is self._revert else self.EditWanted(self))

    def on_click(self, event: events.Click) -> None:
        """A click on the label or the value is one on the button."""
        if self._edit is not None and event.widget in (self._title, self._value):
            event.stop()
            self.post_message(self.EditWanted(self))

    def _edit_label(self) -> str:
        return pgettext("button", "Done") if self.is_open else pgettext("button", "Edit")

    def _redraw_buttons(self) -> None:
        for button in filter(None, (self._edit, self._revert)):
            button.retranslate()

    def _show(self) -> None:
        change = self._says.change()
        self.set_class(bool(change), "-changed")
        self._mark.say(CHANGED if change else "")
        self._title.say(self._label())
        self._value.say("" if change else self._says.value())
        self._show_extra(CHANGE, change, self._head)
        self._show_extra(FAULT, self._says.faults(), self._body or self._extra.get(CHANGE, self._head))
        self._show_extra(
            NOTE, self._says.note(), self._extra.get(FAULT) or self._body or self._extra.get(CHANGE, self._head)
        )
        self._show_revert(bool(change))

    def _show_extra(self, name: str, text: str, above: Widget) -> None:
        """A line that most rows never need is made when there is something to say."""
        line = self._extra.get(name)
        if line is None and text:
            self._extra[name] = Line(text, lines=True, classes=name)
            self.mount(self._extra[name], after=above)
        elif line is not None:
            line.say(text)
            line.display = bool(text)

    @staticmethod
    def _last(*parts: Widget | None) -> Widget:
        """The last of the parts that there are."""
        return [part for part in parts if part is not None][-1]

    def _show_revert(self, is_changed: bool) -> None:
        if self._revert is None and is_changed and self._edit is not None:
            self._revert = PushButton(lambda: pgettext("button", "Revert"), id=f"revert-{self.id}")
            self._rest.mount(self._revert)
        if self._revert is not None:
            self._revert.display = is_changed
