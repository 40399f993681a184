"""The word for each action that screens show beside its key."""

from __future__ import annotations

from collections.abc import Callable

from composer.words import pgettext

_WORDS: dict[str, Callable[[], str]] = {
    "send": lambda: pgettext("key", "Send"),
    "attach": lambda: pgettext("key", "Attach"),
    "level": lambda: pgettext("key", "Level"),
    "copies": lambda: pgettext("key", "Cc/Bcc"),
    "editor": lambda: pgettext("key", "Editor"),
    "language": lambda: pgettext("key", "Language"),
    "redraw": lambda: pgettext("key", "Draw the screen again"),
    "suspend": lambda: pgettext("key", "Suspend (back to the shell)"),
    "palette": lambda: pgettext("key", "More"),
    "help": lambda: pgettext("key", "Help"),
    "panel": lambda: pgettext("key", "Demonstration"),
    "drafts": lambda: pgettext("key", "Drafts"),
    "outbox": lambda: pgettext("key", "Outbox"),
    "individually": lambda: pgettext("key", "Individually"),
    "new": lambda: pgettext("key", "New message"),
    "leave_composer": lambda: pgettext("key", "Quit"),
    "save": lambda: pgettext("key", "Save"),
    "close": lambda: pgettext("key", "Close"),
    "cancel": lambda: pgettext("key", "Cancel"),
    "keep": lambda: pgettext("key", "Keep"),
    "leave": lambda: pgettext("key", "Continue in the background"),
    "step_back": lambda: pgettext("key", "Back"),
    "go_back": lambda: pgettext("key", "Go back"),
    "resume": lambda: pgettext("key", "Resume"),
    "delete": lambda: pgettext("key", "Delete"),
    "undo": lambda: pgettext("key", "Undo"),
    "undo_delete": lambda: pgettext("key", "Undo delete"),
    "retry": lambda: pgettext("key", "Try again"),
    "decide": lambda: pgettext("key", "Decide"),
    "take_back": lambda: pgettext("key", "Take back"),
    "remove_marked": lambda: pgettext("key", "Remove marked"),
    "remove_file": lambda: pgettext("key", "Remove"),
    "switch_kind": lambda: pgettext("key", "With or without time limit"),
    "received": lambda: pgettext("key", "Who received what"),
    "revert": lambda: pgettext("key", "Revert"),
    "versions": lambda: pgettext("key", "Versions"),
    "undo_save": lambda: pgettext("key", "Undo save"),
    "close_editor": lambda: pgettext("key", "Back"),
    "leave_page": lambda: pgettext("key", "Close"),
    "admin": lambda: pgettext("key", "Admin"),
    "next_tab": lambda: pgettext("key", "Next tab"),
    "previous_tab": lambda: pgettext("key", "Previous tab"),
    "reset": lambda: pgettext("key", "Reset the demonstration"),
}


def describe(action: str) -> str:
    """The word for an action, whatever its parameters and namespace; empty for one that is never shown."""
    name = action.partition("(")[0].rpartition(".")[2]
    words = _WORDS.get(name)
    return words() if words else ""
