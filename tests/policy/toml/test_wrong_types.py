"""A value of the wrong TOML type: every setting of every document says what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import inspect

from composer import words
from composer.sentences.policy_faults import fault_line
from composer.storage.settings.schema import MachineTable, SettingsTable
from policy.cases.schema import CasesTable
from policy.errors import DocumentFaultsError, Fault, FaultCode
from policy.toml.schema import PolicyTable
from policy.toml.shape import fit
from policy.toml.sizes import PATTERN
from policy.toml.text import dotted, locate, parse, shown

DOCUMENTS: tuple[Any, ...] = (PolicyTable, SettingsTable, MachineTable, CasesTable)
WRONG: dict[str, list[object]] = {
    "boolean": [7, "true", 1.5],
    "integer": [True, "7", 1.5],
    "text": [True, 7, 1.5],
    "choice": [True, False, 7, 1.5],
    "size": [True, 25_000_000, 1.5],
    "list": [True, 7, "x"],
    "table": [True, 7, "x"],
}
RIGHT = {
    "boolean": "neither true nor false; write one of the two, without quotes.",
    "integer": "is not a whole number; write digits without quotes.",
    "text": "is not a text; write it in quotes.",
    "size": 'is not a size; write it in quotes and with its unit, as in "25 MB".',
    "list": "is not a list; write it in square brackets.",
    "table": "is not a section; write its settings as a section of this name.",
}


Place = tuple[str | int, ...]
Setting = tuple[Place, str, tuple[str, ...]]
LEAVES: dict[type, str] = {inspect.BoolType: "boolean", inspect.IntType: "integer", inspect.StrType: "text"}


def settings(kind: inspect.Type, path: Place = ()) -> Iterator[Setting]:
    """Every place in a document of this type, with what belongs there and the choices where there are some."""
    match kind:
        case inspect.Metadata():
            is_size = (kind.extra_json_schema or {}).get("pattern") == PATTERN
            yield from [(path, "size", ())] if is_size else settings(kind.type, path)
        case inspect.StructType() | inspect.DictType() | inspect.ListType():
            yield from inside(kind, path)
        case inspect.EnumType():
            yield path, "choice", tuple(member.value for member in kind.cls)
        case inspect.LiteralType():
            values = tuple(value for value in kind.values if value is not None)
            yield path, "choice" if isinstance(values[0], str) else "integer", tuple(map(str, values))
        case _ if type(kind) in LEAVES:
            yield path, LEAVES[type(kind)], ()


def inside(kind: inspect.StructType | inspect.DictType | inspect.ListType, path: Place) -> Iterator[Setting]:
    """A table or list, and what stands in it."""
    match kind:
        case inspect.ListType():
            yield path, "list", ()
            yield from settings(kind.item_type, (*path, 0))
        case inspect.DictType():
            yield path, "table", ()
            yield from settings(kind.value_type, (*path, "ko"))
        case inspect.StructType():
            yield from [(path, "table", ())] if path else ()
            for field in kind.fields:
                yield from settings(field.type, (*path, field.encode_name))


def nested(path: Place, value: object) -> Any:
    """A document with nothing but this value."""
    for part in reversed(path):
        value = [value] if isinstance(part, int) else {part: value}
    return value


CELLS = [
    pytest.param(document, path, kind, choices, wrong, id=f"{document.__name__}:{dotted(path)}={wrong!r}")
    for document in DOCUMENTS
    for path, kind, choices in settings(inspect.type_info(document))
    for wrong in WRONG[kind]
]


@pytest.mark.parametrize(("document", "path", "kind", "choices", "wrong"), CELLS)
def test_each_setting_says_what_belongs_there(
    document: Any, path: Place, kind: str, choices: tuple[str, ...], wrong: object
) -> None:
    words.use("en")
    _table, findings = fit(nested(path, wrong), document)
    (finding,) = (one for one in findings if one.path == path)
    (fault,) = locate("", (finding,))
    line = fault_line("file", fault)
    assert f" {shown(wrong)} " in line
    if kind == "choice":
        assert "is not a choice here; write " in line
        assert all(f'"{choice}"' in line for choice in choices)
    else:
        assert line.endswith(RIGHT[kind])


def test_every_kind_of_value_has_a_setting() -> None:
    assert {cell.values[2] for cell in CELLS} == set(WRONG)


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_on_and_off_are_named_in_every_language(language: str) -> None:
    words.use(language)
    _table, findings = fit({"mail_security": {"backup": True}}, PolicyTable)
    (finding,) = (one for one in findings if one.path == ("mail_security", "backup"))
    assert finding.code is FaultCode.NOT_A_CHOICE
    (fault,) = locate("", (finding,))
    line = fault_line("file", fault)
    assert all(text in line for text in ("true", '"on"', '"off"'))


def fault_of(text: str) -> Fault | None:
    """The fault of a text that is not TOML; None where it is."""
    try:
        parse(text)
    except DocumentFaultsError as error:
        return error.faults[0]
    return None


WORDS = ["on", "off", "yes", "no", "True", "FALSE", "allow", "deny", "always", "1 month", "25 MB", "25MB", "1.5 GiB"]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("end", ["\n", "", "  # why\n", "\r\n"])
def test_a_text_without_quotes_is_named_with_its_place(word: str, end: str) -> None:
    fault = fault_of(f"schema = 1\n[mail_security]\nbackup = {word}{end}")
    assert fault is not None
    assert (fault.code, fault.found, fault.line, fault.column) == (FaultCode.UNQUOTED, word, 3, 10)


@pytest.mark.parametrize(
    "line", ['a = "x" y', "a = 'x", "a = [on]", "a = { b = on }", "a b = on = 1", "a = 007", "= on", "a ="]
)
def test_what_lacks_more_than_quotes_is_not_blamed_on_them(line: str) -> None:
    fault = fault_of(f"schema = 1\n{line}\n")
    assert fault is not None
    assert fault.code is FaultCode.SYNTAX


@pytest.mark.parametrize("line", ["a = true", "a = inf", "a = nan", "a = 7", "a = 1e3", "a = 2026-11-24", "a = 0x1F"])
def test_values_of_toml_are_no_fault(line: str) -> None:
    assert fault_of(f"{line}\n") is None
