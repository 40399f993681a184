"""What each action is called in the footer, the palette and the help."""

from __future__ import annotations

from collections.abc import Callable

from composer.words import pgettext

_NAMES: dict[str, Callable[[], str]] = {
    "send": lambda: pgettext("action", "Send"),
    "attach": lambda: pgettext("action", "Attach"),
    "level": lambda: pgettext("action", "Level"),
    "more_fields": lambda: pgettext("action", "Cc and Bcc"),
    "editor": lambda: pgettext("action", "Editor"),
    "ui_language": lambda: pgettext("action", "Language"),
    "palette": lambda: pgettext("action", "Palette"),
    "help": lambda: pgettext("action", "Help"),
    "demo_panel": lambda: pgettext("action", "Demonstration"),
    "drafts": lambda: pgettext("action", "Drafts"),
    "received": lambda: pgettext("action", "Who received what"),
    "reset_demo": lambda: pgettext("action", "Reset the demonstration"),
    "individually": lambda: pgettext("action", "Individually"),
    "outbox": lambda: pgettext("action", "Outbox"),
    "new_message": lambda: pgettext("action", "New message"),
    "quit": lambda: pgettext("action", "Quit"),
    "leave": lambda: pgettext("action", "Continue in the background"),
    "undo": lambda: pgettext("action", "Undo"),
    "close": lambda: pgettext("action", "Close"),
    "cancel": lambda: pgettext("action", "Cancel"),
    "save": lambda: pgettext("action", "Save"),
    "step_back": lambda: pgettext("action", "Back"),
    "go_back": lambda: pgettext("action", "Go back"),
    "keep": lambda: pgettext("action", "Keep the old file"),
    "remove_marked": lambda: pgettext("action", "Remove the marked line"),
    "resume": lambda: pgettext("action", "Resume"),
    "delete": lambda: pgettext("action", "Delete"),
    "undo_delete": lambda: pgettext("action", "Undo delete"),
    "retry": lambda: pgettext("action", "Try again"),
    "take_back": lambda: pgettext("action", "Take back"),
    "remove_file": lambda: pgettext("action", "Remove the file"),
    "switch_file": lambda: pgettext("action", "Attach or link"),
}


def describe(action: str) -> str:
    """The name of an action in the UI language; empty for one that has none."""
    name = _NAMES.get(action.partition("(")[0])
    return name() if name else ""
