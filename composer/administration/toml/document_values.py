"""A policy document as plain values: what stands at a place, what an absent key means, and edits applied."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

import msgspec

from policy.errors import KeyPath
from policy.toml.schema import PolicyTable

if TYPE_CHECKING:
    from msgspec import inspect

T = TypeVar("T")
Value: TypeAlias = bool | int | str | list[str] | dict[str, "Value"]
"""What an administrator writes at one place: the types of TOML that policies use."""
Document: TypeAlias = dict[str, object]
Edits: TypeAlias = Mapping[KeyPath, Value | None]
"""New values by place; None takes the key, or the whole list, out.

Positions count the lists of the text before the edits, so that they do not shift; a position beyond them appends.
"""


def value_at(document: object, path: KeyPath) -> object | None:
    """The value at a place of a document; None where nothing stands there."""
    for part in path:
        if isinstance(document, dict):
            document = document.get(part)
        elif isinstance(document, list) and isinstance(part, int) and 0 <= part < len(document):
            document = document[part]
        else:
            return None
    return document


def copied(value: T) -> T:
    """A copy of tables and arrays; their texts, which nobody can change, are shared."""
    if isinstance(value, dict):
        return cast("T", {key: copied(one) for key, one in value.items()})
    if isinstance(value, list):
        return cast("T", value[:] if _are_texts(value) else [copied(one) for one in value])
    return value


def _are_texts(value: list[object]) -> bool:
    """Whether an array holds nothing but texts, as that of 100,000 addresses does, which is then not gone through."""
    return set(map(type, value)) <= {str}


def list_tables(document: Document) -> list[object]:
    """The tables of the mailing lists in a document, in order; empty where there are none."""
    lists = document.get("lists")
    return lists if isinstance(lists, list) else []


def without_lists(document: Document) -> Document:
    """A document without its mailing lists."""
    return {key: value for key, value in document.items() if key != "lists"}


def same(one: object, other: object) -> bool:
    """Whether two values are equal and of one kind: 1 is not true."""
    if one is other:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        if _are_texts(one) and _are_texts(other):
            return one == other
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def applied(document: Document, edits: Edits) -> Document:
    """The document with exactly the edits made; raises KeyError for a place within what is no table."""
    result = placed(document, edits)
    if "lists" in result:
        return {**result, "lists": [one for one in list_tables(result) if one is not None]}
    return result


def placed(document: Document, edits: Edits) -> Document:
    """The document with the edits made, where a list that is taken out leaves None in its place.

    What no edit touches is shared with ``document``: neither is to be changed afterwards.
    """
    result: object = document
    for path, value in sorted(edits.items(), key=lambda item: (len(item[0]), _order(item[0]))):
        result = _applied(result, path, value)
    return cast(Document, result)


def differing(before: object, after: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Value | None]]:
    """The edits of single values that make one table of another; one that is absent is an empty one."""
    if isinstance(before, dict) or isinstance(after, dict):
        old = before if isinstance(before, dict) else {}
        new = after if isinstance(after, dict) else {}
        for key in dict.fromkeys([*old, *new]):
            yield from differing(old.get(key), new.get(key), (*path, key))
    elif not same(before, after):
        yield path, cast("Value | None", after)


def _order(path: KeyPath) -> tuple[tuple[int, str], ...]:
    return tuple((part, "") if isinstance(part, int) else (-1, part) for part in path)


def _applied(where: object, path: KeyPath, value: Value | None) -> object:
    """A table or array with one edit made: new as far as the edit leads, else shared."""
    part, rest = path[0], path[1:]
    new: object = copied(value)
    if rest:
        found = value_at(where, (part,))
        if found is None and value is None:
            return where
        if found is None:
            found = [] if isinstance(rest[0], int) else {}
        new = _applied(found, rest, value)
    result = copy.copy(where)
    _set(result, part, new)
    return result


def _set(where: object, part: str | int, value: object) -> None:
    """Set one value in a table or array, or remove it (None); in an array a removed element leaves None."""
    if isinstance(where, list) and isinstance(part, int):
        where.extend([None] * (part + 1 - len(where)))
        where[part] = value
    elif isinstance(where, dict) and value is None:
        where.pop(part, None)
    elif isinstance(where, dict):
        where[part] = value
    else:
        raise KeyError(part)


def strict_value(path: KeyPath) -> Value:
    """What an absent key means: the strict default, or nothing of its kind; raises KeyError for no key."""
    from msgspec import inspect

    kind = _schema()
    default: object = msgspec.NODEFAULT
    for part in path:
        kind, default = _step(kind, part)
    if default in (msgspec.NODEFAULT, msgspec.UNSET):
        return _nothing(kind)
    if isinstance(kind, inspect.StructType):
        return {}
    return cast(Value, default.value if isinstance(default, Enum) else copy.deepcopy(msgspec.to_builtins(default)))


def rank(path: KeyPath) -> tuple[int, ...]:
    """Where a place belongs in the order of the schema; tabs and lists keep the order they were made in.

    What the schema has not comes behind everything beside it.
    """
    from msgspec import inspect

    kind = _schema()
    ranks: list[int] = []
    for part in path:
        if isinstance(kind, inspect.StructType):
            names = [field.encode_name for field in kind.fields]
            ranks.append(names.index(str(part)) if part in names else len(names))
        else:
            ranks.append(0 if part == "default" else 1)
        try:
            kind, _default = _step(kind, part)
        except KeyError:
            break
    return tuple(ranks)


@cache
def _schema() -> inspect.Type:
    from msgspec import inspect

    return inspect.type_info(PolicyTable)


def _step(kind: inspect.Type, part: str | int) -> tuple[inspect.Type, object]:
    """The type one part deeper in the schema, and its default; raises KeyError for a key that the schema has not."""
    from msgspec import inspect

    if isinstance(kind, inspect.StructType):
        for field in kind.fields:
            if field.encode_name == part:
                made = field.default_factory
                return _bare(field.type), field.default if made is msgspec.NODEFAULT else made()
    if isinstance(kind, inspect.DictType):
        return _bare(kind.value_type), msgspec.NODEFAULT
    if isinstance(kind, inspect.ListType):
        return _bare(kind.item_type), msgspec.NODEFAULT
    raise KeyError(part)


def _bare(kind: inspect.Type) -> inspect.Type:
    """A type without its metadata, and without ``UnsetType`` for keys that may be absent."""
    from msgspec import inspect

    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    if isinstance(kind, inspect.UnionType):
        return _bare(kind.types[0])
    return kind


def _nothing(kind: inspect.Type) -> Value:
    from msgspec import inspect

    match kind:
        case inspect.ListType():
            return []
        case inspect.StructType() | inspect.DictType():
            return {}
        case inspect.IntType():
            return 0
        case inspect.BoolType():
            return False
    return ""
