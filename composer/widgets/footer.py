"""The last row: the keys that do something now."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from composer.widgets.keys import describe

_GAP = 2
_KEPT = frozenset({"help", "admin"})
"""The actions that stay when the others do not fit: the list of them all, and the other side of the demonstration."""


class KeyFooter(Widget):
    """Draws the active bindings of its screen in one row; what does not fit is left out whole."""

    DEFAULT_CSS = """
    KeyFooter { dock: bottom; height: 1; width: 1fr; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._spans: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def retranslate(self) -> None:
        """Say the actions again."""
        self.refresh()

    def render(self) -> Content:
        """Keys in bold, their words beside them."""
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
        """A click on a key presses it."""
        for start, end, key in self._spans:
            if start <= event.x < end:
                self.app.simulate_key(key)

    def _follow(self, _screen: Screen[object]) -> None:
        if self.is_attached:
            self.refresh()

    def _fitting(self, width: int) -> list[tuple[str, str, str]]:
        """Key, its display and words, in order, as many as there is room for."""
        entries = self._entries()
        kept = [entry for entry in entries if entry[3] in _KEPT]
        used = sum(_width(entry) for entry in kept)
        for entry in entries:
            if entry not in kept and used + _width(entry) <= width + _GAP:
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


def _width(entry: tuple[str, str, str, str]) -> int:
    return cell_len(entry[1]) + 1 + cell_len(entry[2]) + _GAP
