"""F1: everything Send will do and why, the keys, and what is not protected outside presend."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen

from composer.drafting.policy_watch import PolicyNews
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.footer import KeyFooter
from composer.widgets.keys import describe
from composer.widgets.plain import Line
from composer.widgets.dialogs.push_button import PushButton
from composer.words import _, pgettext

KeyLine = tuple[str, str]
"""A key as it is shown, and the name of its action."""
HelpPart = tuple[str, str, str]
"""An id, a heading and a text."""


class HelpScreen(Screen[None]):
    """Plain text that scrolls; the explanation is made again when the language changes."""

    CSS_PATH = "help.tcss"
    BINDINGS = [Binding("escape,f1", "close", "close", id="help.close")]

    def __init__(self, explanation: list[str] | Callable[[], list[str]], keys: Sequence[KeyLine] | None = None) -> None:
        super().__init__()
        self._explanation = explanation
        self._keys = keys
        self._closed_once = False

    def compose(self) -> ComposeResult:
        """The text scrolls; the button stays."""
        yield Line(id="help-title")
        with VerticalScroll(id="help-text"):
            for part, _heading, _text in self.parts():
                yield Line(id=f"help-{part}-head", classes="help-head")
                yield Line(id=f"help-{part}", lines=True, classes="help-part")
        with ButtonRow(id="help-buttons"):
            yield PushButton(lambda: pgettext("button", "Close"), id="help-close")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the keys of the screen below, unless they were given."""
        if self._keys is None:
            self._keys = _keys_below(self)
        self.retranslate()
        self.query_one("#help-text").focus()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self._say("#help-title", pgettext("title", "Help"))
        for part, heading, text in self.parts():
            self._say(f"#help-{part}-head", heading)
            self._say(f"#help-{part}", text)

    def parts(self) -> list[HelpPart]:
        """What the help says, from above."""
        explanation = "\n".join(self.explanation()) or _("There is nothing to say about this message yet.")
        return [
            ("send", _("What Send will do, and why"), explanation),
            self.keys_part(),
            ("limits", _("What is not protected"), "\n".join(not_protected())),
        ]

    def explanation(self) -> list[str]:
        """What the screen below explains, in the language now active."""
        return self._explanation() if callable(self._explanation) else self._explanation

    def keys_part(self) -> HelpPart:
        """The keys of the screen below."""
        return ("keys", pgettext("title", "Keys"), "\n".join(_key_lines(self._keys or ())))

    def policy_changed(self, _news: PolicyNews) -> None:
        """The composer below explains anew."""
        self.retranslate()

    def on_push_button_pressed(self) -> None:
        """The only button closes."""
        self.action_close()

    def action_close(self) -> None:
        """Back to where F1 was pressed."""
        if not self._closed_once:
            self._closed_once = True
            self.dismiss(None)

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


def _keys_below(screen: Screen[None]) -> list[KeyLine]:
    stack = screen.app.screen_stack
    if len(stack) < 2:
        return []
    lines = [
        (screen.app.get_key_display(active.binding), active.binding.action)
        for active in stack[-2].active_bindings.values()
        if active.binding.show and active.enabled and describe(active.binding.action)
    ]
    return list(dict.fromkeys(lines))


def _key_lines(keys: Sequence[KeyLine]) -> list[str]:
    width = max((len(key) for key, _action in keys), default=0)
    return [f"{key.ljust(width)}  {describe(action)}" for key, action in keys]
