"""The files of the message, one entry each, at most four rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from composer.widgets.lists.pick_list import PickList, Row


class AttachmentList(PickList[int]):
    """Delete takes a file away; Enter or Space attaches it or makes it a link."""

    DEFAULT_CSS = """
    AttachmentList { max-height: 4; display: none; }
    """
    BINDINGS = [
        Binding("delete", "remove_file", "remove", id="files.remove"),
        Binding("enter,space", "switch_kind", "switch", id="files.switch"),
    ]

    @dataclass
    class Removed(Message):
        """A file is to go."""

        place: int

    @dataclass
    class Switched(Message):
        """A file is to be sent the other way."""

        place: int

    def show(self, lines: Sequence[str]) -> None:
        """Show one entry a file; none hides the list."""
        self.display = bool(lines)
        self.fill([Row(place, line, hang=2) for place, line in enumerate(lines)])

    def action_remove_file(self) -> None:
        """Take the marked file away."""
        if self.marked is not None:
            self.post_message(self.Removed(self.marked))

    def action_switch_kind(self) -> None:
        """Send the marked file the other way."""
        if self.marked is not None:
            self.post_message(self.Switched(self.marked))
