"""The Protocol of the people that a member knows, as the address fields ask for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from msgspec import Struct

from composer.services.completion_kind import CompletionKind


class Completion(Struct, frozen=True):
    """An address that is offered while a recipient is typed."""

    text: str
    """What is put into the field; an internationalized domain is in letters."""
    kind: CompletionKind
    inside: bool
    """False for external and unknown; of a list, where it reaches somebody who is."""
    member_count: int | None = None
    """The number of a list's members; None where it is no list, or cannot be expanded."""
    a_label: str = ""
    """The domain as it is sent, where ``text`` has it in letters; else empty."""


class Contacts(Protocol):
    """The addresses that the member knows."""

    def complete(self, typed: str, limit: int, addressed: Collection[str] = ()) -> Sequence[Completion]:
        """Best matches first; fuzzy over names and addresses; fast enough for every key.

        Nobody is offered whose ``Address.key`` is in ``addressed``.
        """
        ...

    def refresh(self) -> None:
        """Read the sources again (slow; run it in a worker)."""
        ...
