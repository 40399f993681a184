"""The screen that shows who received what in the demonstration, copy by copy."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from composer.demo.demonstration import Copy
from composer.safe_text import clean
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.lists.hung_text import HungText
from composer.widgets.plain import Line
from composer.words import _, ngettext, pgettext


class ReceivedScreen(ModalScreen[None]):
    """A scrolling list of the mailboxes and the copies in each."""

    DEFAULT_CSS = """
    ReceivedScreen { align: center middle; }
    ReceivedScreen > Vertical { width: 76; max-width: 100%; height: 90%; border: round $primary; padding: 0 1; }
    ReceivedScreen VerticalScroll { height: 1fr; }
    ReceivedScreen PushButton { margin-top: 1; }
    """
    BINDINGS = [
        Binding("escape,f4", "close", show=False),
        Binding("up", "line(-1)", show=False),
        Binding("down", "line(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
    ]

    def __init__(self, copies: Sequence[Copy]) -> None:
        super().__init__()
        self._copies = copies

    def compose(self) -> ComposeResult:
        """A title, the copies, and a button that closes the screen."""
        with Vertical():
            yield Line(id="received-title")
            with VerticalScroll(can_focus=False):
                yield Static(id="received", markup=False)
            yield PushButton(lambda: pgettext("button", "Close"), id="received-close")

    def on_mount(self) -> None:
        """Fill in the words; the focus is on the button, and the keys scroll the list from there."""
        self.retranslate()
        self.query_one("#received-close").focus()

    def retranslate(self) -> None:
        """Show title and list in the active language."""
        count = len(self._copies)
        title = ngettext("Who received what: {n} copy", "Who received what: {n} copies", count)
        self.query_one("#received-title", Line).say(title)
        text = "\n".join(_lines(self._copies)) or _("Nobody has received anything yet.")
        self.query_one("#received", Static).update(HungText("", text))

    def on_push_button_pressed(self) -> None:
        """The one button closes the screen."""
        self.action_close()

    def action_line(self, by: int) -> None:
        """Scroll by one line, back where ``by`` is -1."""
        self._list.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll by what is in sight."""
        self._list.scroll_relative(y=by * max(self._list.size.height - 1, 1), animate=False)

    def action_edge(self, by: int) -> None:
        """Scroll to the beginning or the end."""
        self._list.scroll_relative(y=by * self._list.virtual_size.height, animate=False)

    @property
    def _list(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_close(self) -> None:
        """Go back to the demonstration's panel."""
        self.dismiss(None)


def _lines(copies: Sequence[Copy]) -> list[str]:
    lines: list[str] = []
    mailbox = ""
    for copy in copies:
        if copy.mailbox != mailbox:
            mailbox = copy.mailbox
            lines += ["", _("Mailbox {mailbox}", mailbox=mailbox)]
        lines.append(_("  delivered to {address}", address=copy.delivered_to))
        lines += [f"    {clean(name)}: {clean(value)}" for name, value in copy.header]
    return lines
