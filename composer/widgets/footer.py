"""One quiet row of the keys that work here, in the UI language."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from composer.widgets.keys import describe


class KeyFooter(Widget):
    """Shows the active bindings; what does not fit is in the palette and in the help."""

    DEFAULT_CSS = """
    KeyFooter { dock: bottom; width: 1fr; height: 1; }
    """

    def on_mount(self) -> None:
        """Follow the focus: other widgets have other keys."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def retranslate(self) -> None:
        """Draw again."""
        self.refresh()

    def render(self) -> Content:
        """As many keys as fit, whole ones only."""
        shown: list[tuple[str, str]] = []
        left = self.size.width
        for key, name in self._keys():
            needed = Content(f"{key} {name}  ").cell_length
            if needed - 2 > left:
                break
            left -= needed
            shown.append((key, name))
        return Content("  ").join(Content.assemble((key, "bold"), f" {name}") for key, name in shown)

    def _keys(self) -> list[tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for active in self.screen.active_bindings.values():
            name = describe(active.binding.action)
            if active.binding.show and active.enabled and name and active.binding.action not in found:
                found[active.binding.action] = (self._key(active.binding.key), name)
        return list(found.values())

    @staticmethod
    def _key(key: str) -> str:
        first = key.partition(",")[0]
        return "+".join(part.capitalize() if len(part) > 1 else part.upper() for part in first.split("+"))
