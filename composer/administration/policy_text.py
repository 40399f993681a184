"""Edits of a policy's TOML text that leave everything else as the administrator wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from composer.administration.document_values import Document, Edits, Value, applied, list_tables, placed, same, value_at
from composer.administration.toml_edit import with_list, with_value, without, without_list
from composer.errors import PresendError
from composer.words import _
from policy.errors import DocumentFaultsError, KeyPath
from policy.toml_text import parse, without_mark

__all__ = ["EditError", "Edits", "Value", "edited"]


class EditError(PresendError):
    """An edit cannot be written into this text; nothing was changed."""

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
        result = text[: len(text) - len(bare)] + _written(bare, before, edits)
        if same(_told_apart(parse(result)), _told_apart(wanted)) and result.encode("utf-8"):
            return result
    except (DocumentFaultsError, UnicodeEncodeError, RecursionError) as error:
        raise EditError from error
    raise EditError


def _written(text: str, document: Document, edits: Edits) -> str:
    """Values first and then whole lists, the last one first, so that no position shifts before its turn."""
    count = len(list_tables(document))
    lists = list_tables(placed(document, edits))
    gone = [at for at in range(count) if lists[at] is None]
    for path, value in sorted(edits.items(), key=lambda edit: len(edit[0])):
        if path[:1] == ("lists",) and path[1:2] and (path[1] in gone or cast(int, path[1]) >= count):
            continue
        for leaf, one in _leaves(document, path, value):
            text = without(text, leaf) if one is None else with_value(text, leaf, one)
    for at in reversed(gone):
        text = without_list(text, at)
    for table in lists[count:]:
        text = with_list(text, cast("dict[str, Value]", table)) if table is not None else text
    return text


def _leaves(document: Document, path: KeyPath, value: Value | None) -> Iterator[tuple[KeyPath, Value | None]]:
    """The edits of single values that a table's edit stands for; values that are there already are none."""
    there = value_at(document, path)
    if isinstance(value, dict):
        for key in there if isinstance(there, dict) else ():
            if key not in value:
                yield (*path, key), None
        for key, one in value.items():
            yield from _leaves(document, (*path, key), one)
    elif there is None or value is None or not same(there, value):
        yield path, value


def _told_apart(document: object) -> object:
    """The document without empty tables and without an empty ``lists``, which say nothing."""
    if not isinstance(document, dict):
        return document
    found = {key: _told_apart(value) for key, value in document.items()}
    return {key: value for key, value in found.items() if value != {} and not (key == "lists" and value == [])}
