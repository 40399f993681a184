"""F1: everything Send will do and why, the keys, and what is not protected outside presend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen

from composer.drafting.policy_watch import PolicyNews
from composer.screens.dialogs.keys_below import KeyRow, KeysBelow, field_rows, keys_below, screen_rows
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.footer import KeyFooter
from composer.widgets.lists.key_lines import KeyLines
from composer.widgets.plain import Line, TitleLine
from composer.words import _, pgettext

HelpPart = tuple[str, str, str | list[KeyRow]]
"""An id, a heading, and a text or rows of keys; one without any is not shown."""


class HelpScreen(Screen[None]):
    """Explains the screen below and its keys, as text that scrolls, made again in another language."""

    CSS_PATH = str(Path(__file__).with_suffix(".tcss"))  # a subclass stands in another folder
    BINDINGS = [Binding("escape,f1", "close", "close", id="help.close")]

    def __init__(self, explanation: list[str] | Callable[[], list[str]], keys: KeysBelow | None = None) -> None:
        super().__init__()
        self._explanation = explanation
        self._keys = keys
        self._answer = FirstAnswer[None](self)

    def compose(self) -> ComposeResult:
        """The text scrolls; the button stays."""
        yield TitleLine(id="help-title")
        with VerticalScroll(id="help-text"):
            for part, _heading, said in self.parts():
                yield Line(id=f"help-{part}-head", classes="help-head")
                if isinstance(said, str):
                    yield Line(id=f"help-{part}", lines=True, classes="help-part")
                else:
                    yield KeyLines(id=f"help-{part}")
        with ButtonRow(id="help-buttons"):
            yield PushButton(lambda: pgettext("button", "Close"), id="help-close")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the keys of the screen below, unless they were given."""
        stack = self.app.screen_stack
        if self._keys is None and len(stack) > 1:
            self._keys = keys_below(stack[-2])
        self.retranslate()
        self.query_one("#help-text").focus()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self._say("#help-title", pgettext("title", "Help"))
        for part, heading, said in self.parts():
            self._say(f"#help-{part}-head", heading)
            self.query_one(f"#help-{part}-head").display = bool(said)
            if isinstance(said, str):
                self._say(f"#help-{part}", said)
            else:
                self.query_one(f"#help-{part}", KeyLines).say(said)

    def parts(self) -> list[HelpPart]:
        """The parts of the help, from the top."""
        explanation = "\n".join(self.explanation()) or _("There is nothing to say about this message yet.")
        return [
            ("send", _("What Send will do, and why"), explanation),
            *self.keys_parts(),
            ("limits", _("What is not protected"), "\n".join(not_protected())),
        ]

    def explanation(self) -> list[str]:
        """The lines of the screen below about itself, in the language now active."""
        return self._explanation() if callable(self._explanation) else self._explanation

    def keys_parts(self) -> list[HelpPart]:
        """The keys of the screen below, and those of its text fields."""
        keys = self._keys or KeysBelow()
        return [
            ("keys", pgettext("title", "Keys"), screen_rows(keys.screen)),
            ("area-keys", _("Keys while you write the text"), field_rows(keys.area)),
            ("line-keys", _("Keys in fields of one line"), field_rows(keys.line)),
        ]

    def policy_changed(self, _news: PolicyNews) -> None:
        """Explain anew under another policy."""
        self.retranslate()

    def on_push_button_pressed(self) -> None:
        """Close the help."""
        self.action_close()

    def action_close(self) -> None:
        """Close the help."""
        self._answer.give(None)

    def _say(self, selector: str, text: str) -> None:
        self.query_one(selector, Line).say(text)


def not_protected() -> list[str]:
    """What no setting of presend can promise, a sentence each."""
    return [
        _("Outside presend, expiry and the ban on forwarding are requests: other programs may ignore them."),
        _("Whoever can read a message can copy it, photograph it or retype it."),
        _("presend does not encrypt messages. Only the way to your own server is encrypted."),
        _("A message that has left cannot be called back. Undo works only while presend still holds it."),
        _("Drafts, the outbox and Sent lie on this machine as plain files that only your account may read."),
    ]
