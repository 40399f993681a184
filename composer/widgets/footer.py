"""The last row of a screen: the keys that do something now."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from composer.widgets.keys import describe

_GAPS = (2, 1)
"""Cells between two keys: fewer where more of ``_FIRST`` fit then."""
_FIRST = (
    "help", "send", "save", "leave_composer", "leave_page", "drafts", "palette", "attach", "level", "copies",
    "revert", "versions", "undo_save", "admin",
)  # fmt: skip
"""The actions that stay where not all fit, the most needed first: with them one finds all others, or the way out."""

Entry = tuple[str, str, str, str]
"""A key, how it is shown, the word for its action, and the action."""


class KeyFooter(Widget):
    """Draws the active key bindings of its screen in one row; one that does not fit is left out whole."""

    DEFAULT_CSS = """
    KeyFooter { dock: bottom; height: 1; width: 1fr; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._spans: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow changes of the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def retranslate(self) -> None:
        """Show the actions in the active language."""
        self.refresh()

    def render(self) -> Content:
        """The keys in bold, each with the word for its action."""
        parts: list[tuple[str, str] | str] = []
        self._spans = []
        at = 0
        gap, entries = _fitting(self._entries(), self.size.width)
        for key, display, words, _action in entries:
            if parts:
                parts.append(" " * gap)
                at += gap
            parts.extend([(display, "bold"), f" {words}"])
            width = cell_len(display) + 1 + cell_len(words)
            self._spans.append((at, at + width, key))
            at += width
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        for start, end, key in self._spans:
            if start <= event.x < end:
                self.app.simulate_key(key)

    def _follow(self, _screen: Screen[object]) -> None:
        if self.is_attached:
            self.refresh()

    def _entries(self) -> list[Entry]:
        found: dict[str, Entry] = {}
        for active in self.screen.active_bindings.values():
            if self._is_shown(active) and active.binding.action not in found:
                binding = active.binding
                display = self.app.get_key_display(binding)
                found[binding.action] = (binding.key, display, describe(binding.action), binding.action)
        return list(found.values())

    @staticmethod
    def _is_shown(active: ActiveBinding) -> bool:
        return active.binding.show and active.enabled and bool(describe(active.binding.action))


def _fitting(entries: list[Entry], width: int) -> tuple[int, list[Entry]]:
    """The gap and the keys, in order, of which as many as possible fit into ``width`` cells."""
    choices = [(gap, _kept(entries, width, gap)) for gap in _GAPS]
    return max(choices, key=lambda choice: sum(entry[3] in _FIRST for entry in choice[1]))  # of equals the first


def _kept(entries: list[Entry], width: int, gap: int) -> list[Entry]:
    kept: list[Entry] = []
    used = 0
    for entry in sorted(entries, key=_rank):
        if used + _width(entry) + gap * len(kept) <= width:
            kept.append(entry)
            used += _width(entry)
    return [entry for entry in entries if entry in kept]


def _rank(entry: Entry) -> int:
    return _FIRST.index(entry[3]) if entry[3] in _FIRST else len(_FIRST)


def _width(entry: Entry) -> int:
    return cell_len(entry[1]) + 1 + cell_len(entry[2])
