"""The last row of a screen: the keys that do something now."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from composer.widgets.keys import describe

_GAP = 2
_FIRST = ("help", "admin", "send", "leave_composer", "drafts", "palette")
"""The actions that stay where not all fit, the most needed first: with them one finds all others, or the way out."""


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
        for key, display, words in self._fitting(self.size.width):
            if parts:
                parts.append(" " * _GAP)
                at += _GAP
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

    def _fitting(self, width: int) -> list[tuple[str, str, str]]:
        """Key, its display and its word, in order, as many as fit into ``width`` cells."""
        entries = self._entries()
        kept: list[tuple[str, str, str, str]] = []
        used = 0
        for entry in sorted(entries, key=_rank):
            if used + _width(entry) <= width + _GAP:
                kept.append(entry)
                used += _width(entry)
        return [entry[:3] for entry in entries if entry in kept]

    def _entries(self) -> list[tuple[str, str, str, str]]:
        found: dict[str, tuple[str, str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            if self._is_shown(active) and active.binding.action not in found:
                binding = active.binding
                display = self.app.get_key_display(binding)
                found[binding.action] = (binding.key, display, describe(binding.action), binding.action)
        return list(found.values())

    @staticmethod
    def _is_shown(active: ActiveBinding) -> bool:
        return active.binding.show and active.enabled and bool(describe(active.binding.action))


def _rank(entry: tuple[str, str, str, str]) -> int:
    return _FIRST.index(entry[3]) if entry[3] in _FIRST else len(_FIRST)


def _width(entry: tuple[str, str, str, str]) -> int:
    return cell_len(entry[1]) + 1 + cell_len(entry[2]) + _GAP
