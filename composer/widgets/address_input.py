"""A recipient field: pasted columns keep every line, completion opens below it, faults are named when it is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input

from composer.mailto import field_text
from composer.services import Completion
from policy.address import Malformed, parse_field
from policy.draft import Field


class AddressInput(Input):
    """The text of one address field; the screen hands it completions."""

    BINDINGS = [
        Binding("down", "pick(1)", show=False),
        Binding("up", "pick(-1)", show=False),
        Binding("enter", "accept", show=False),
        Binding("escape", "dismiss_list", show=False),
        Binding("ctrl+backspace", "delete_left_word", show=False),
    ]

    @dataclass
    class Typed(Message):
        """What stands before the cursor may be completed."""

        field: AddressInput
        token: str

    @dataclass
    class Offered(Message):
        """Other completions are on offer, or another one is marked; none = close the list."""

        field: AddressInput

    @dataclass
    class Left(Message):
        """The field lost the focus."""

        field: AddressInput
        faults: tuple[Malformed, ...]

    @dataclass
    class Dropped(Message):
        """Text was pasted that may be files."""

        text: str

    def __init__(self, field: Field, *, id: str) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.field = field
        self.offers: Sequence[Completion] = ()
        """Completions now on offer."""
        self.marked = 0
        """Place of the marked completion."""

    def offer(self, completions: Sequence[Completion]) -> None:
        """Put completions on offer; none closes the list."""
        self.offers, self.marked = completions, 0
        self.refresh_bindings()
        self.post_message(self.Offered(self))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of the list work only while it is open; else they do what they do everywhere."""
        if action in ("pick", "accept", "dismiss_list"):
            return bool(self.offers)
        return super().check_action(action, parameters)

    def action_pick(self, step: int) -> None:
        """Mark the next or the previous completion."""
        self.marked = (self.marked + step) % len(self.offers)
        self.post_message(self.Offered(self))

    def action_accept(self) -> None:
        """Put the marked completion in the place of what was typed."""
        self.take(self.marked)

    def take(self, place: int) -> None:
        """Put one completion in the place of what was typed."""
        start, end = self._token_bounds()
        before = " " if start and self.value[start - 1] != " " else ""
        text = f"{before}{self.offers[place].text}, "
        self.offer(())
        self.replace(text, start, end)

    def action_dismiss_list(self) -> None:
        """Close the list, keep what was typed."""
        self.offer(())

    def on_paste(self, event: events.Paste) -> None:
        """Keep all lines; a dropped file is no address."""
        event.stop()
        event.prevent_default()
        if event.text.strip().startswith(("/", "'/", "file://")):
            self.post_message(self.Dropped(event.text))
            return
        lines = [field_text(line).strip() for line in event.text.splitlines()]
        self.replace(", ".join(line for line in lines if line), *self.selection)

    def on_input_changed(self) -> None:
        """Ask for completions of what is being typed."""
        if self.has_focus:
            start, end = self._token_bounds()
            self.post_message(self.Typed(self, self.value[start:end].strip()))

    def on_blur(self) -> None:
        """Check what stands here."""
        self.offer(())
        faults = tuple(entry for entry in parse_field(self.value) if isinstance(entry, Malformed))
        self.post_message(self.Left(self, faults))

    def _token_bounds(self) -> tuple[int, int]:
        """The piece before the cursor, from the last separator on; quoted commas do not separate."""
        end = self.cursor_position
        start, quoted = 0, False
        for place, character in enumerate(self.value[:end]):
            quoted ^= character == '"'
            if character in ",;" and not quoted:
                start = place + 1
        while start < end and self.value[start] == " ":
            start += 1
        return start, end
