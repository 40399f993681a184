"""Checks whether a translation says all of the English text: its clauses, and what it asks people to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.language.cells import cells
from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault, sentences

_LONG = 30
"""The least characters of English from which on the room of a translation tells something."""
_SHARE, _SHARE_OF_FEWER, _SHARE_OF_CLAUSES = 0.33, 0.8, 0.6
"""The least cells of a translation for each character of English; the second where it has fewer sentences, the third
where it has fewer clauses."""
_CLAUSE = re.compile(r"(?<=[.!?;:])\s+|(?<=[。？])|\n")
_SHORTEST_CLAUSE, _SHORTEST_TRANSLATED = 8, 2
"""Characters of what is a clause at least, in English and in a translation."""
_ASKING = (
    "add allow ask break call check choose close compare convert copy correct cut do edit end fill find give have "
    "install keep leave let look make move name open press put raise remove replace run save see set shorten start "
    "switch take translate try turn use wait write"
)
"""Verbs with which sentences begin that ask for something; without those that are names of keys or buttons."""
_ASKS = re.compile(rf"[.;:] (?:then |and )?(?:{_ASKING.replace(' ', '|')})\b[^?]*$", re.IGNORECASE)
_ASKED = {
    "ko": re.compile(r"세요|십시오|까요|(?:[가-힣]라|[해돼줘봐써]|자)\."),
    "ja": re.compile("ください|ましょう|なさい|しろ|せよ|[てで]。"),
}
"""How a translation asks for it, politely or not."""


def check_lost_parts(entry: Entry) -> Iterator[Fault]:
    """A translation that says much less than English, or does not ask for what English asks for at its end."""
    english = len(entry.bare_source)
    share = cells(entry.bare_text) / english if english else 1.0
    if _has_fewer(entry, share) or (english >= _LONG and share < _SHARE) or _asks_for_nothing(entry):
        yield Code.TOO_SHORT, entry.text


def _has_fewer(entry: Entry, share: float) -> bool:
    if share < _SHARE_OF_FEWER and len(sentences(entry.text)) < len(sentences(entry.source)):
        return True
    clauses = _clauses(entry.bare_source, _SHORTEST_CLAUSE) if share < _SHARE_OF_CLAUSES else 0
    return clauses > max(_clauses(entry.bare_text, _SHORTEST_TRANSLATED), 1)


def _clauses(text: str, shortest: int) -> int:
    return sum(len(part.strip()) > shortest for part in _CLAUSE.split(text))


def _asks_for_nothing(entry: Entry) -> bool:
    asked = _ASKED.get(entry.language.tag)
    if asked is None or not _ASKS.search(entry.source) or len(entry.source) < _LONG:
        return False
    return asked.search(entry.text) is None
