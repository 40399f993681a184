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


class SettingRow(Vertical):
    """Reports what its buttons want; ``open`` puts controls under it, ``say`` and ``blame`` fill it."""

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
        self._is_fixed = is_fixed
        self._value: Words = str
        self._change: Words = str
        self._faults: Words = str
        self._note: Words = str
        self._body: Widget | None = None

    @property
    def is_open(self) -> bool:
        """Whether the controls are there."""
        return self._body is not None

    @property
    def can_be_edited(self) -> bool:
        """Whether it has a button."""
        return not self._is_fixed

    @property
    def is_changed(self) -> bool:
        """Whether it carries the mark."""
        return bool(self._change())

    @property
    def text(self) -> str:
        """What the row says of its value, or of the change of it."""
        return self._change() or self._value()

    @property
    def faults(self) -> str:
        """What is wrong, a line each."""
        return self._faults()

    @property
    def note(self) -> str:
        """What there is to know of the setting."""
        return self._note()

    def compose(self) -> ComposeResult:
        """Label, value and button; in a narrow terminal the value stands under its label."""
        with Horizontal(classes="setting-head"):
            yield Line(self._mark(), classes="setting-mark")
            yield Line(self._label(), classes="setting-label")
            with Horizontal(classes="setting-rest"):
                yield Line(self._value(), classes="setting-value")
                if not self._is_fixed:
                    yield PushButton(self._button, id=f"edit-{self.id}")

    def on_mount(self) -> None:
        self._show_extras()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self.query_one(".setting-mark", Line).say(self._mark())
        self.query_one(".setting-label", Line).say(self._label())
        self.query_one(".setting-value", Line).say("" if self.is_changed else self._value())
        for name, text in self._extras():
            for line in self.query(f".{name}").results(Line):
                line.say(text())

    def say(self, value: Words, change: Words = str, note: Words = str) -> None:
        """The present value, what is to become of it, and what there is to know of the setting."""
        self._value, self._change, self._note = value, change, note
        if self.is_mounted:
            self._show_extras()
            self.retranslate()

    def blame(self, faults: Words) -> None:
        """What is wrong with the value; no words take the line away."""
        self._faults = faults
        if self.is_mounted:
            self._show_extras()
            self.retranslate()

    def open(self, body: Widget) -> None:
        """Put the controls under the row."""
        self._body = body
        body.add_class("setting-body")
        change = self.query(".setting-change")
        self.mount(body, after=change.first() if change else self.query_one(".setting-head"))
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
        for button in self.query(f"#edit-{self.id}"):
            button.focus()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """Edit, Done or Revert."""
        event.stop()
        is_revert = (event.button.id or "").startswith("revert-")
        self.post_message(self.RevertWanted(self) if is_revert else self.EditWanted(self))

    def on_click(self, event: events.Click) -> None:
        """A click on the label or the value is one on the button."""
        if not self._is_fixed and any(event.widget is line for line in self.query(".setting-label, .setting-value")):
            event.stop()
            self.post_message(self.EditWanted(self))

    def _button(self) -> str:
        return pgettext("button", "Done") if self.is_open else pgettext("button", "Edit")

    def _redraw_buttons(self) -> None:
        for button in self.query(PushButton):
            button.retranslate()

    def _mark(self) -> str:
        return CHANGED if self.is_changed else ""

    def _extras(self) -> tuple[tuple[str, Words], ...]:
        """The lines that most rows never need, from above."""
        return ("setting-change", self._change), ("setting-fault", self._faults), ("setting-note", self._note)

    def _show_extras(self) -> None:
        self.set_class(self.is_changed, "-changed")
        for name, text in self._extras():
            found = self.query(f".{name}")
            if not found and text():
                self.mount(Line(text(), lines=True, classes=name), after=self._above(name))
            found.set(display=bool(text()))
        revert = self.query(f"#revert-{self.id}")
        if not revert and self.is_changed:
            button = PushButton(lambda: pgettext("button", "Revert"), id=f"revert-{self.id}")
            self.query_one(".setting-rest").mount(button)
        revert.set(display=self.is_changed)

    def _above(self, name: str) -> Widget:
        """What a line stands under: the change right under the row, the fault under the control, the note last."""
        if name == "setting-change":
            return self.query_one(".setting-head")
        return self.children[-1] if name == "setting-note" else self._body or self.query_one(".setting-head")
