"""Checks of shortcut keys: a mark of a letter that presend does not have, and words that share a row of keys.

The keys of presend are the same in every language; what they do is a word beside them. Translators who know toolkits
with underlined letters write such letters all the same: ``&Send``, ``보내기(&S)``, ``送信(S)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault

_MARK = re.compile(
    r"&&?(?=[^\s&\d])"  # &Send, but no AT & T
    r"|(?<![\w{}./:=-])_(?=[^\W\d_])"  # _Send
    r"|\s?[(（\[][&_]?[A-Za-z][)）\]](?=[.…:：]*$)"  # 보내기(S), 送信(S)...
    r"|~(?=[^\W\d_])"  # ~Send
)
_SENTENCE_END = re.compile(r"(?<!\.)[.。?？!！]$")
KEYS_TOGETHER = (
    (
        "Send", "Attach", "Level", "Cc/Bcc", "Help", "More", "Drafts", "Editor", "Quit", "Individually", "Outbox",
        "New message", "Language", "Draw the screen again", "Suspend (back to the shell)", "Demonstration", "Admin",
        "Who received what", "Reset the demonstration", "Remove", "With or without time limit",
    ),
    ("Save", "Revert", "Versions", "Undo save", "Help", "More", "Back", "Close", "Language", "Draw the screen again"),
    ("Save", "Close", "Next tab", "Previous tab", "Language"),
    ("Resume", "Delete", "Undo delete", "Close", "Language"),
    ("Try again", "Take back", "Decide", "Close", "Language"),
    ("Undo", "Continue in the background", "Close", "Language"),
    ("Go back", "Remove marked", "Undo", "Language", "Continue in the background"),
    ("Save", "Back", "Language"),
    ("Cancel", "Language"),
    ("Keep", "Language"),
)  # fmt: skip
"""The words of the context ``key`` that one screen shows in its row of keys, or lists under More."""
KEY_NAMES = (
    "Left", "Right", "Up", "Down", "Home", "End", "Page Up", "Page Down", "Backspace", "Delete", "Enter", "Escape",
    "Tab", "Space",
)  # fmt: skip
"""The words of the context ``key name``."""
GROUPS = (
    *(frozenset(("key", word) for word in words) for words in KEYS_TOGETHER),
    frozenset(("key name", word) for word in KEY_NAMES),
)
"""Words by context and message of which no two may be the same."""


def check_hotkeys(entry: Entry) -> Iterator[Fault]:
    """A letter that is marked as a shortcut in a label, where English has none."""
    if _SENTENCE_END.search(entry.source):
        return
    found = _MARK.search(entry.bare_text)
    if found and not _MARK.search(entry.bare_source):
        yield Code.HOTKEY, found[0].strip() + entry.bare_text[found.end() : found.end() + 1]
