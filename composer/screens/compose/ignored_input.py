"""What is typed or pasted where no field takes it: told, so that nobody goes on typing into nothing."""

from __future__ import annotations

from textual import events
from textual.screen import Screen

from composer.screens.compose.notice_line import NoticeLine
from composer.sentences import compose_form


class IgnoredInput:
    """Tells the member of one composer that typed or pasted text went into no field."""

    def __init__(self, screen: Screen[None], notice: NoticeLine) -> None:
        self._screen = screen
        self._notice = notice
        self._is_typing = False
        """Whether the last key was text."""

    def is_text(self, event: events.Key) -> bool:
        """Whether a key is a letter without an action here, or Space or Enter right after one; if so, tell of it."""
        goes_on = self._is_typing and event.key in ("space", "enter")
        self._is_typing = goes_on or (event.is_printable and event.key not in self._screen.active_bindings)
        if self._is_typing:
            self.tell()
        return self._is_typing

    def tell(self) -> None:
        """Show in the notice line that the focus is on no field, and where it is."""
        self._notice.show(self._words)

    def forget(self) -> None:
        """Forget the last key and remove the notice, after the focus has moved."""
        self._is_typing = False
        if self._notice.words == self._words:
            self._notice.show(str)

    def _words(self) -> str:
        focused = self._screen.focused
        return compose_form.not_typed_words(focused.id if focused else None)
