"""Where in the composer a refusal can be mended."""

from __future__ import annotations

from policy.address import Entry, Group, Malformed
from policy.draft import Draft, Field
from policy.refusal import Refusal, RefusalCode

_PLACES = {
    RefusalCode.SENDER_NOT_ALLOWED: "#from",
    RefusalCode.LEVEL_DISABLED: "#level",
    RefusalCode.LEVEL_EXTERNAL: "#level",
    RefusalCode.NO_RECIPIENT: "#to",
    RefusalCode.TOO_MANY_EXTERNAL: "#to",
}
"""Every other refusal but that of an address is about a file."""


def place_of(refusal: Refusal, draft: Draft) -> str:
    """The selector of the field in which a refusal can be corrected; of files the list of files."""
    if refusal.code is RefusalCode.MALFORMED_ADDRESS:
        return next((f"#{field.value}" for field in Field if _has_malformed(draft.entries(field))), "#from")
    return _PLACES.get(refusal.code, "#files")


def _has_malformed(entries: tuple[Entry, ...]) -> bool:
    return any(
        isinstance(entry, Malformed)
        or (isinstance(entry, Group) and any(isinstance(member, Malformed) for member in entry.members))
        for entry in entries
    )
