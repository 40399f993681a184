"""Tab from field to field, in the order in which keys were typed."""

from __future__ import annotations

from textual.binding import Binding

FIELD_KEYS = (
    # With priority: otherwise what is typed, or pasted by a program, right behind a Tab still goes to the field before.
    Binding("tab", "app.focus_next", show=False, priority=True),
    Binding("shift+tab", "app.focus_previous", show=False, priority=True),
)
"""For a screen with fields; one of its own for Tab inside a field would be kept from it."""
