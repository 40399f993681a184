"""A recipient field: pasted columns keep every line, completions are offered, faults are named when it is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from composer.message.mailto import body_text
from composer.services.contacts import Completion
from composer.widgets.fields.one_line import OneLineInput
from composer.widgets.glyphs import glyphs_of
from policy.address import Group, Malformed, MalformedAddressError, parse_address, parse_field
from policy.draft import Field

_BETWEEN_LINES = re.compile(r"[ \t]*[,;]?[ \t]*\n[ \t\n,]*")
_SEPARATOR = re.compile("[,;]")
NARROWEST = 6
"""Columns of a field below which no mark takes room from the text."""
_LOOK_BACK = 500
"""Characters before the cursor that are searched for the beginning of the typed piece; fields can be very long."""


class AddressInput(OneLineInput):
    """The text of one recipient field; the screen hands it completions and shows them."""

    BINDINGS = [
        Binding("down", "pick(1)", show=False),
        Binding("up", "pick(-1)", show=False),
        Binding("enter", "accept", show=False),
        Binding("enter", "submit", show=False),  # where nothing is marked; the line above hides the stock field's own
        Binding("escape", "dismiss_offers", show=False),
    ]

    @dataclass
    class Typed(Message):
        """Something was typed; ``token`` is the piece before the cursor, for which completions are wanted."""

        field: AddressInput
        token: str

    @dataclass
    class Offered(Message):
        """Other completions are offered, or another one is marked; without any, the list is to be closed."""

        field: AddressInput

    @dataclass
    class Left(Message):
        """The field lost the focus, with these faulty pieces in it."""

        field: AddressInput
        faults: tuple[Malformed, ...]

    @dataclass
    class Dropped(Message):
        """Text was pasted that may be paths of files; the screen puts back what is none."""

        field: AddressInput
        text: str

    def __init__(self, field: Field, value: str = "") -> None:
        super().__init__(value, id=field.value)
        self.field = field
        self.offers: Sequence[Completion] = ()
        """The completions that are offered now."""
        self.marked: int | None = None
        """The index of the completion that Tab and Enter take; None = they do what they do elsewhere."""

    @property
    def faults(self) -> tuple[Malformed, ...]:
        """The pieces that are no address, in order, those in groups included."""
        found: list[Malformed] = []
        for entry in parse_field(self.value):
            pieces = entry.members if isinstance(entry, Group) else (entry,)
            found.extend(piece for piece in pieces if isinstance(piece, Malformed))
        return tuple(found)

    @property
    def rest(self) -> str:
        """The text without the piece in which the cursor stands."""
        start, end = self._token_bounds()
        following = _SEPARATOR.search(self.value, end)
        return self.value[:start] + (self.value[following.start() :] if following else "")

    @property
    def unfinished(self) -> Malformed | None:
        """The piece that is no address yet because it is still being typed, at the end of the field."""
        if not (self.has_focus and self.cursor_at_end):
            return None
        faults = self.faults
        return faults[-1] if faults and faults[-1].end == len(self.value.rstrip()) else None

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
        """Replace the typed piece by the completion at this index."""
        start, end = self._token_bounds()
        gap = " " if start and self.value[start - 1] != " " else ""
        text = f"{gap}{self.offers[place].text}, "
        self.offer(())
        self.replace(text, start, end)

    def pasted(self, text: str) -> str:
        """The pasted text as one line, in which the lines of a column are separated by commas."""
        return _BETWEEN_LINES.sub(", ", body_text(text).strip()).replace("\t", " ")

    def render_line(self, y: int) -> Strip:
        """The row of the field, with a mark at each end behind which the text goes on out of sight."""
        strip = super().render_line(y)
        width, hidden = self.scrollable_content_region.width, self.scroll_offset.x
        if y or not self.value or width < NARROWEST:
            return strip
        quiet, marks = self.rich_style + Style(dim=True), glyphs_of(self.app)
        if hidden > 0:
            strip = Strip.join([Strip([Segment(marks.before, quiet)]), strip.crop(1)])
        if cell_len(self.value) > hidden + width:
            strip = Strip.join([strip.crop(0, width - 1), Strip([Segment(marks.behind, quiet)]), strip.crop(width)])
        return strip

    def cells_around_cursor(self) -> int:
        """Room for the mark, which must not stand on the cursor."""
        return 1

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key works: those of the list only while it is open."""
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
        """Close the list, and keep what was typed."""
        self.offer(())

    def on_paste(self, event: events.Paste) -> None:
        """Hand a paste that may be files to the screen; insert any other."""
        if event.text.strip().startswith(("/", "'/", '"/', "file:/")):
            event.stop()
            event.prevent_default()
            self.post_message(self.Dropped(self, event.text))
        else:
            super().on_paste(event)

    def on_input_changed(self) -> None:
        """Ask for completions of the piece that is being typed."""
        if self.has_focus:
            self.post_message(self.Typed(self, self._token()))

    def on_blur(self) -> None:
        """Close the list, and report the faulty pieces."""
        self.offer(())
        self.post_message(self.Left(self, self.faults))

    def _token(self) -> str:
        start, end = self._token_bounds()
        return self.value[start:end].strip()

    def _token_bounds(self) -> tuple[int, int]:
        """Start and end of the piece before the cursor; a comma in quotes separates nothing."""
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
