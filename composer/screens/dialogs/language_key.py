"""The key that switches the language, for modal windows: they hear no key of the app."""

from __future__ import annotations

from textual.binding import Binding

LANGUAGE_KEY = Binding("ctrl+l", "app.language", show=False, id="app.language")
"""For windows that can say everything again; in any other one the switch would leave half of it as it was."""
