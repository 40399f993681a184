"""What each key does, in a sentence: those of screens, and those of fields that one types into."""

from __future__ import annotations

from collections.abc import Callable

from composer.words import _

_SCREENS: dict[str, Callable[[], str]] = {
    "send": lambda: _("Says once more what is open or wrong, asks what has to be asked, and sends the message."),
    "attach": lambda: _("Adds files to the message."),
    "level": lambda: _("Chooses the security level, when the message expires, and whether it may be forwarded."),
    "copies": lambda: _("Shows the fields Cc and Bcc, or hides them while they are empty."),
    "help": lambda: _("Shows this page."),
    "palette": lambda: _("Lists all commands. Type a part of a name to find one."),
    "drafts": lambda: _("Lists the drafts. This message is kept among them."),
    "editor": lambda: _("Opens the text in your own editor, named in VISUAL or EDITOR."),
    "next_field": lambda: _("Goes to the next field. In a list of addresses it takes the marked one."),
    "previous_field": lambda: _("Goes back one field."),
    "leave_composer": lambda: _("Ends presend, and asks before what you wrote is thrown away."),
    "individually": lambda: _("Shows what each recipient gets, and sends a message of its own to each."),
    "outbox": lambda: _("Lists what waits to be sent, and what could not be sent."),
    "new": lambda: _("Begins another message. What you wrote is kept as a draft."),
    "language": lambda: _("Shows the screen in the next language. No setting changes."),
    "redraw": lambda: _("Repairs the screen where something else has written on it."),
    "remove_file": lambda: _("Takes the marked file out of the message."),
    "switch_kind": lambda: _("Sends the marked file as a link with a time limit, or attaches it again."),
    "panel": lambda: _("Opens the panel of the demonstration: settings, members, ready drafts."),
    "admin": lambda: _("Opens the page with the administrator's settings."),
    "received": lambda: _("Shows every copy that was delivered in the demonstration."),
    "reset": lambda: _("Starts the demonstration again from its beginning."),
    "save": lambda: _("Shows what your changes mean, and saves all of them if you agree."),
    "revert": lambda: _("Takes back your change in this row."),
    "versions": lambda: _("Lists earlier versions of the settings."),
    "undo_save": lambda: _("Brings back the settings as they were before the last save."),
    "leave_page": lambda: _("Closes the page, and asks before changes are lost."),
}


def _by_character() -> str:
    return _("Move by one character.")


def _by_line() -> str:
    return _("Move by one line.")


def _by_page() -> str:
    return _("Move by one page.")


def _by_word() -> str:
    return _("Move by one word.")


def _to_edge() -> str:
    return _("Move to the beginning or the end of the line.")


def _to_edge_of_text() -> str:
    return _("Move to the beginning or the end of the text.")


def _selecting() -> str:
    return _("Move as without Shift, and select what lies between.")


def _back_to_start() -> str:
    return _("Delete from the cursor back to the beginning of the line.")


def _on_to_end() -> str:
    return _("Delete from the cursor to the end of the line.")


def _word_before() -> str:
    return _("Delete the word before the cursor.")


def _word_behind() -> str:
    return _("Delete the word behind the cursor.")


def _offered() -> str:
    return _("Choose among the addresses on offer.")


_FIELDS: dict[str, Callable[[], str]] = {
    "cursor_left": _by_character,
    "cursor_right": _by_character,
    "cursor_up": _by_line,
    "cursor_down": _by_line,
    "cursor_left_word": _by_word,
    "cursor_right_word": _by_word,
    "cursor_word_left": _by_word,
    "cursor_word_right": _by_word,
    "home": _to_edge,
    "end": _to_edge,
    "cursor_line_start": _to_edge,
    "cursor_line_end": _to_edge,
    "text_start": _to_edge_of_text,
    "text_end": _to_edge_of_text,
    "cursor_page_up": _by_page,
    "cursor_page_down": _by_page,
    "select_all": lambda: _("Select everything."),
    "copy": lambda: _("Copy what is selected."),
    "cut": lambda: _("Cut what is selected."),
    "paste": lambda: _("Insert what was cut or copied here. From other programs, use the terminal's own way to paste."),
    "undo": lambda: _("Take back the last change of the text."),
    "redo": lambda: _("Make again the change that was taken back."),
    "delete_left": lambda: _("Delete the character before the cursor, or what is selected."),
    "delete_right": lambda: _("Delete the character under the cursor, or what is selected."),
    "delete_left_word": _word_before,
    "delete_word_left": _word_before,
    "delete_right_word": _word_behind,
    "delete_word_right": _word_behind,
    "delete_left_all": _back_to_start,
    "delete_to_start_of_line": _back_to_start,
    "delete_right_all": _on_to_end,
    "delete_to_end_of_line_or_delete_line": _on_to_end,
    "delete_line": lambda: _("Delete the whole line."),
    "submit": lambda: _("Go on to the next field."),
    "accept": lambda: _("Take the marked address."),
    "pick": _offered,
    "dismiss_offers": lambda: _("Close the list of addresses."),
}


def explain(action: str) -> str:
    """What an action of a screen does, a sentence; empty for one that needs none."""
    said = _SCREENS.get(_name(action))
    return said() if said else ""


def rank(action: str) -> int:
    """The place of a screen's action among those that are explained, the most needed first."""
    places = list(_SCREENS)
    return places.index(_name(action)) if _name(action) in places else len(places)


def explain_editing(action: str) -> str:
    """What an action of a text field does, a sentence; empty for one that is no part of editing."""
    if action.endswith("(True)"):
        return _selecting()
    said = _FIELDS.get(_name(action))
    return said() if said else ""


def _name(action: str) -> str:
    return action.partition("(")[0].rpartition(".")[2]
