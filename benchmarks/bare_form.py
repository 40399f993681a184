"""The peer: the least a Textual program needs to show the same widgets, with the stock header and footer."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Checkbox, Footer, Header, Input, Select, Static, TextArea


class BareForm(App[None]):
    """A form that does nothing."""

    BINDINGS = [("ctrl+s", "noop", "Send"), ("ctrl+o", "noop", "Attach"), ("ctrl+t", "noop", "Level")]
    CSS = "Input, Select { height: 3 } TextArea { height: 1fr }"

    def compose(self) -> ComposeResult:
        """From, To, Cc, Bcc, Subject, level, individually, body."""
        yield Header()
        yield Select([("kim@hanbit.example", 1)], allow_blank=False, compact=True)
        for name in ("To", "Cc", "Bcc", "Subject"):
            yield Input(placeholder=name, id=name.lower(), compact=True)
        yield Select([("General", 1), ("Restricted", 2)], allow_blank=False, compact=True)
        yield Checkbox("Individually", compact=True)
        yield TextArea(id="body")
        yield Static("ready")
        yield Footer()


if __name__ == "__main__":
    BareForm().run()
