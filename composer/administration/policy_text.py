"""Edits of a policy's TOML text that leave everything else as the administrator wrote it."""

from __future__ import annotations

from typing import Any

from composer.administration.document_values import Edits, Value, applied, same, value_at
from composer.errors import PresendError
from composer.words import _
from policy.toml_text import parse

__all__ = ["EditError", "Edits", "Value", "edited"]


class EditError(PresendError):
    """An edit cannot be written into this text; nothing was changed."""


def edited(text: str, edits: Edits) -> str:
    """The text with exactly the edits made, comments, order and layout kept.

    Raises ``DocumentFaultsError`` where the text is no TOML, and ``EditError`` where the result would say other things.
    """
    before = parse(text)
    wanted = applied(before, edits)
    if same(wanted, before):
        return text
    return _checked(_written(text, edits), wanted)


def _written(text: str, edits: Edits) -> str:
    import tomlkit

    document: Any = tomlkit.parse(text)
    for path, value in edits.items():
        where = document
        for part in path[:-1]:
            where = where[part] if value_at(where, (part,)) is not None else where.setdefault(part, tomlkit.table())
        if value is None:
            del where[path[-1]]
        else:
            where[path[-1]] = value
    return tomlkit.dumps(document)


def _checked(text: str, wanted: dict[str, object]) -> str:
    if not same(parse(text), wanted):
        raise EditError(_("This change cannot be written into the policy file without changing other things in it."))
    return text
