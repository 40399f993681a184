"""Edits of a policy's TOML text that leave everything else as the administrator wrote it."""

from __future__ import annotations

from typing import cast

from composer.administration.toml.document_values import (
    Document,
    Edits,
    Value,
    applied,
    differing,
    list_tables,
    placed,
    same,
    without_lists,
)
from composer.administration.toml.edit import with_list, with_value, without, without_list
from composer.errors import PresendError
from composer.words import _
from policy.errors import DocumentFaultsError
from policy.toml.text import parse, without_mark


class EditError(PresendError):
    """An edit that cannot be written into this text without touching something else; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            _("This change would touch other things in the policy file, so it was not made; edit the file by hand.")
        )


def edited(text: str, edits: Edits) -> str:
    """The text with exactly the edits made; comments, order, layout, line ends and a byte order mark are kept.

    Raises ``DocumentFaultsError`` where the text is no TOML, and ``EditError`` where the result would say other things.
    """
    before = parse(text)
    wanted = applied(before, edits)
    if same(wanted, before):
        return text
    bare = without_mark(text)
    try:
        result = text[: len(text) - len(bare)] + _written(bare, before, placed(before, edits))
        result.encode("utf-8")  # half a surrogate pair is no text that a file could hold
        if same(_meaning(parse(result)), _meaning(wanted)):
            return result
    except (DocumentFaultsError, UnicodeEncodeError, RecursionError) as error:
        raise EditError from error
    raise EditError


def _written(text: str, before: Document, after: Document) -> str:
    """The text with the edits: values first, then whole lists from the last, so that no position shifts early."""
    old, new = list_tables(before), list_tables(after)
    gone = [at for at in range(len(old)) if new[at] is None]
    leaves = list(differing(without_lists(before), without_lists(after)))
    for at, table in enumerate(old):
        leaves += differing(table, new[at], ("lists", at)) if at not in gone else ()
    for path, value in leaves:
        text = without(text, path) if value is None else with_value(text, path, value)
    for at in reversed(gone):
        text = without_list(text, at)
    for table in new[len(old) :]:
        text = with_list(text, cast("dict[str, Value]", table)) if table is not None else text
    return text


def _meaning(document: object) -> object:
    """The document without empty tables and without an empty ``lists``, which say nothing."""
    if not isinstance(document, dict):
        return document
    found = {key: _meaning(value) for key, value in document.items()}
    return {key: value for key, value in found.items() if value != {} and not (key == "lists" and value == [])}
