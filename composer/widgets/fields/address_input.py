"""A recipient field: pasted columns keep every line, completion opens below it, faults are named when it is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message

from composer.message.mailto import body_text
from composer.services.bundle import Completion
from composer.widgets.fields.one_line import OneLineInput
from policy.address import Group, Malformed, MalformedAddressError, parse_address, parse_field
from policy.draft import Field

_BETWEEN_LINES = re.compile(r"[ \t]*[,;]?[ \t]*\n[ \t\n,]*")
_LOOK_BACK = 500
"""Characters before the cursor in which the piece being typed begins; fields can be very long."""


class AddressInput(OneLineInput):
    """The text of one address field; the screen hands it completions."""

    BINDINGS = [
        Binding("down", "pick(1)", show=False),
        Binding("up", "pick(-1)", show=False),
        Binding("enter", "accept", show=False),
        Binding("escape", "dismiss_offers", show=False),
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
        """Text was pasted that may be files; the screen finds out, and puts back what is none."""

        field: AddressInput
        text: str

    def __init__(self, field: Field, value: str = "") -> None:
        super().__init__(value, id=field.value)
        self.field = field
        self.offers: Sequence[Completion] = ()
        """Completions now on offer."""
        self.marked: int | None = None
        """Place of the completion that Tab and Enter take; None = they do what they do everywhere."""

    @property
    def faults(self) -> tuple[Malformed, ...]:
        """What is no address, in order, groups included."""
        found: list[Malformed] = []
        for entry in parse_field(self.value):
            pieces = entry.members if isinstance(entry, Group) else (entry,)
            found.extend(piece for piece in pieces if isinstance(piece, Malformed))
        return tuple(found)

    def offer(self, completions: Sequence[Completion]) -> None:
        """Put completions on offer; none closes the list.

        The first is marked at once, unless an address is complete already: Tab must not turn it into another.
        """
        if not completions and not self.offers:
            return
        self.offers = completions
        self.marked = 0 if completions and not _is_address(self._token()) else None
        self.post_message(self.Offered(self))

    def take(self, place: int) -> None:
        """Put one completion in the place of what was typed."""
        start, end = self._token_bounds()
        gap = " " if start and self.value[start - 1] != " " else ""
        text = f"{gap}{self.offers[place].text}, "
        self.offer(())
        self.replace(text, start, end)

    def pasted(self, text: str) -> str:
        """A column becomes a list; every line of it is kept."""
        return _BETWEEN_LINES.sub(", ", body_text(text).strip()).replace("\t", " ")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of the list work only while it is open; else Tab and Enter do what they do everywhere."""
        if action == "accept":
            return bool(self.offers) and self.marked is not None
        if action in ("pick", "dismiss_offers"):
            return bool(self.offers)
        return super().check_action(action, parameters)

    def action_pick(self, step: int) -> None:
        """Mark the next or the previous completion."""
        first = 0 if step > 0 else len(self.offers) - 1
        self.marked = first if self.marked is None else (self.marked + step) % len(self.offers)
        self.post_message(self.Offered(self))

    def action_accept(self) -> None:
        """Take the marked completion."""
        if self.marked is not None:
            self.take(self.marked)

    def action_dismiss_offers(self) -> None:
        """Close the list, keep what was typed."""
        self.offer(())

    def on_paste(self, event: events.Paste) -> None:
        """A dropped file is no address."""
        if event.text.strip().startswith(("/", "'/", '"/', "file:/")):
            event.stop()
            event.prevent_default()
            self.post_message(self.Dropped(self, event.text))
        else:
            super().on_paste(event)

    def on_input_changed(self) -> None:
        """Ask for completions of what is being typed."""
        if self.has_focus:
            self.post_message(self.Typed(self, self._token()))

    def on_blur(self) -> None:
        """Check what stands here."""
        self.offer(())
        self.post_message(self.Left(self, self.faults))

    def _token(self) -> str:
        start, end = self._token_bounds()
        return self.value[start:end].strip()

    def _token_bounds(self) -> tuple[int, int]:
        """The piece before the cursor, from the last separator on; quoted commas do not separate."""
        end = self.cursor_position
        start = from_here = max(0, end - _LOOK_BACK)
        quoted = False
        for place in range(from_here, end):
            character = self.value[place]
            quoted ^= character == '"'
            if character in ",;" and not quoted:
                start = place + 1
        while start < end and self.value[start] == " ":
            start += 1
        return start, end


def _is_address(text: str) -> bool:
    try:
        parse_address(text)
    except MalformedAddressError:
        return False
    return True
