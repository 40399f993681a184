"""Fits plain data to strict msgspec structs; where that fails, finds every fault and not only the first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

import msgspec

from policy.errors import FaultCode, Finding, KeyPath, Kind
from policy.toml.sizes import PATTERN
from policy.toml.text import shown

if TYPE_CHECKING:
    from msgspec import inspect

T = TypeVar("T", bound=msgspec.Struct)

_ENDLESS = 2**63 - 1


def prepare(*shapes: type[msgspec.Struct]) -> None:
    """Look into types while their module is imported, which one thread does.

    msgspec 0.22 looks when a type is first used, and ends the process when several threads do that at once.
    """
    for shape in shapes:
        msgspec.json.Decoder(shape)


def fit(data: object, shape: type[T]) -> tuple[T, tuple[Finding, ...]]:
    """The struct and what was wrong; a wrong value is replaced by an empty or its default one, its place named."""
    try:
        return msgspec.convert(data, shape), ()
    except msgspec.ValidationError:
        findings: list[Finding] = []
        mended = _mend(data, _described(shape), (), findings)
        return msgspec.convert(mended, shape), tuple(findings)


def with_later_findings(findings: tuple[Finding, ...], more: Iterator[Finding]) -> tuple[Finding, ...]:
    """The findings and those of a later look that are not about the stand-ins of values already named."""
    named = {finding.path for finding in findings}
    return (*findings, *(one for one in more if not any(one.path[:end] in named for end in range(len(one.path) + 1))))


def _described(shape: type[msgspec.Struct]) -> inspect.Type:
    # Deferred: only a document with faults pays for inspecting types.
    from msgspec import inspect

    return inspect.type_info(shape)


def _mend(value: object, kind: inspect.Type, path: KeyPath, findings: list[Finding]) -> object:
    from msgspec import inspect

    match kind:
        case inspect.Metadata() if _is_size(kind) and not isinstance(value, str):
            findings.append(Finding(FaultCode.SIZE_TYPE, path, shown(value)))
            return _stand_in(kind)
        case inspect.Metadata():
            return _mend(value, kind.type, path, findings)
        case inspect.StructType() if isinstance(value, dict):
            return _mend_table(value, kind, path, findings)
        case inspect.DictType() if isinstance(value, dict):
            return {key: _mend(item, kind.value_type, (*path, key), findings) for key, item in value.items()}
        case inspect.ListType() if isinstance(value, list) and len(value) >= (kind.min_length or 0):
            return [_mend(item, kind.item_type, (*path, at), findings) for at, item in enumerate(value)]
    finding = _fault_of(value, kind, path)
    if finding is None:
        return value
    findings.append(finding)
    return _stand_in(kind)


def _mend_table(
    table: dict[str, object], kind: inspect.StructType, path: KeyPath, findings: list[Finding]
) -> dict[str, object]:
    fields = {field.encode_name: field for field in kind.fields}
    for key in table.keys() - fields.keys():
        import difflib  # only a document with faults pays for it

        near = difflib.get_close_matches(key[:100], fields, n=1)
        findings.append(Finding(FaultCode.UNKNOWN_KEY, (*path, key), expected=near[0] if near else ""))
    mended = {}
    for key, field in fields.items():
        if key in table:
            first = len(findings)
            mended[key] = _mend(table[key], field.type, (*path, key), findings)
            if field.default is not msgspec.NODEFAULT and any(one.path == (*path, key) for one in findings[first:]):
                del mended[key]  # the default is the better stand-in
        elif field.required:
            findings.append(Finding(FaultCode.MISSING_KEY, (*path, key), expected=_kind(field.type).value))
            mended[key] = _stand_in(field.type)
    return mended


def _fault_of(value: object, kind: inspect.Type, path: KeyPath) -> Finding | None:
    from msgspec import inspect

    if _kind_of(value) is not _kind(kind):
        return _misfit(value, kind, path)
    match kind:
        case inspect.ListType():
            return Finding(FaultCode.EMPTY, path)
        case inspect.StrType() if len(str(value)) < (kind.min_length or 0):
            return Finding(FaultCode.EMPTY, path)
        case inspect.IntType() if isinstance(value, int) and not _lowest(kind) <= value <= _highest(kind):
            return Finding(FaultCode.OUT_OF_RANGE, path, shown(value), f"{_lowest(kind)}..{_highest(kind)}")
        case inspect.EnumType() | inspect.LiteralType() if value not in _choices(kind):
            return _no_choice(value, kind, path)
    return None


def _misfit(value: object, kind: inspect.Type, path: KeyPath) -> Finding:
    """A value of another kind; where only some texts would do, "write it in quotes" would lead to the next fault."""
    from msgspec import inspect

    if isinstance(kind, inspect.EnumType | inspect.LiteralType) and _kind(kind) is Kind.TEXT:
        return _no_choice(value, kind, path)
    return Finding(FaultCode.WRONG_TYPE, path, shown(value), _kind(kind).value)


def _no_choice(value: object, kind: inspect.EnumType | inspect.LiteralType, path: KeyPath) -> Finding:
    return Finding(FaultCode.NOT_A_CHOICE, path, shown(value), ", ".join(map(shown, _choices(kind))))


def _is_size(kind: inspect.Metadata) -> bool:
    return (kind.extra_json_schema or {}).get("pattern") == PATTERN


def _kind_of(value: object) -> Kind | None:
    kinds = {bool: Kind.BOOLEAN, int: Kind.INTEGER, str: Kind.TEXT, list: Kind.LIST, dict: Kind.TABLE}
    return kinds.get(type(value))


def _kind(kind: inspect.Type) -> Kind:
    """Which kind of TOML value belongs to a type; every type that documents use has one."""
    from msgspec import inspect

    match kind:
        case inspect.Metadata():
            return _kind(kind.type)
        case inspect.BoolType():
            return Kind.BOOLEAN
        case inspect.ListType():
            return Kind.LIST
        case inspect.StructType() | inspect.DictType():
            return Kind.TABLE
        case inspect.IntType():
            return Kind.INTEGER
        case inspect.EnumType() | inspect.LiteralType() if isinstance(_choices(kind)[0], int):
            return Kind.INTEGER
    return Kind.TEXT


def _choices(kind: inspect.EnumType | inspect.LiteralType) -> tuple[str | int, ...]:
    from msgspec import inspect

    if isinstance(kind, inspect.LiteralType):
        return tuple(value for value in kind.values if value is not None)
    return tuple(member.value for member in kind.cls)


def _lowest(kind: inspect.IntType) -> int:
    return -_ENDLESS if kind.ge is None else kind.ge


def _highest(kind: inspect.IntType) -> int:
    return _ENDLESS if kind.le is None else kind.le


def _stand_in(kind: inspect.Type) -> object:
    """A value that fits the type, so that the rest of the document can be checked."""
    from msgspec import inspect

    match kind:
        case inspect.Metadata():
            return _stand_in(kind.type)
        case inspect.EnumType() | inspect.LiteralType():
            return _choices(kind)[0]
        case inspect.StructType():
            return {field.encode_name: _stand_in(field.type) for field in kind.fields if field.required}
        case inspect.ListType():
            return [_stand_in(kind.item_type)] * (kind.min_length or 0)
        case inspect.IntType():
            return max(0, _lowest(kind))
        case inspect.StrType():
            return "?" * (kind.min_length or 0)
    return {} if isinstance(kind, inspect.DictType) else False
