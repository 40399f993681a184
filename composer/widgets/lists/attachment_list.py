"""The attached files of the message, one entry each, in at most four rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from composer.widgets.lists.pick_list import PickList, Row


class AttachmentList(PickList[int]):
    """A list of files: Delete removes one, Enter or Space attaches it or makes it a link."""

    DEFAULT_CSS = """
    AttachmentList { max-height: 4; display: none; }
    """
    BINDINGS = [
        Binding("delete", "remove_file", "remove", id="files.remove"),
        Binding("enter,space", "switch_kind", "switch", id="files.switch"),
    ]

    @dataclass
    class Removed(Message):
        """The file at this index is to be removed."""

        place: int

    @dataclass
    class Switched(Message):
        """The file at this index is to be sent the other way: attached, or as a link."""

        place: int

    def show(self, lines: Sequence[str]) -> None:
        """Show a line for each file; without any, the list is hidden."""
        self.display = bool(lines)
        self.fill([Row(place, line, hang=2) for place, line in enumerate(lines)])

    def action_remove_file(self) -> None:
        """Ask for the marked file to be removed."""
        if self.marked is not None:
            self.post_message(self.Removed(self.marked))

    def action_switch_kind(self) -> None:
        """Ask for the marked file to be sent the other way."""
        if self.marked is not None:
            self.post_message(self.Switched(self.marked))
