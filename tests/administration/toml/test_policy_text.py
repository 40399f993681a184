"""Editing the policy's text in any layout: the data change as asked, everything else stays as it was written."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composer.administration.toml.document_values import applied, value_at
from composer.administration.toml.policy_text import edited
from policy.errors import KeyPath
from policy.toml.lines import comments
from policy.toml.text import parse, without_mark
from tests.administration.toml_writing import (
    ADDRESSES,
    ALLOWED,
    BOOLEANS,
    DOMAINS,
    LIST,
    SIZES,
    TAGS,
    TEXTS,
    written_documents,
)

FIELDS: dict[KeyPath, Any] = {
    ("company", "domains"): st.lists(DOMAINS, max_size=4),
    ("company", "name"): TEXTS,
    ("company", "default_language"): st.sampled_from(TAGS),
    ("network_security", "designated_ips_only"): BOOLEANS,
    ("mail", "general", "attachment_size_limit"): SIZES,
    ("mail", "general", "time_limited_max_files"): st.integers(1, 50),
    ("mail_security", "external_import"): ALLOWED,
    ("mail_security", "outgoing_warning", "enabled"): BOOLEANS,
    ("mail_security", "outgoing_warning", "pc", "ko"): TEXTS,
    ("mail_security", "outgoing_warning", "mobile", "default"): TEXTS,
    ("mail_security", "outgoing_warning", "mobile"): st.dictionaries(st.sampled_from(TAGS), TEXTS, max_size=3),
    ("mail_security", "levels", "restricted", "name"): TEXTS,
    ("mail_security", "levels", "confidential", "use"): BOOLEANS,
    ("lists", 0): LIST,
    ("lists", 1): st.none(),
    ("lists", 2, "members"): st.lists(ADDRESSES, max_size=5),
    ("lists", 2, "name"): TEXTS,
    ("lists", 3): LIST,
    ("lists", 4): LIST,
}
REQUIRED = {("company", "domains")}


@st.composite
def edits_of(draw: st.DrawFn) -> dict[KeyPath, Any]:
    """A few edits, some of which take keys out."""
    fields = draw(st.lists(st.sampled_from(sorted(FIELDS, key=str)), unique=True, max_size=6))
    return {
        path: draw(FIELDS[path] if path in REQUIRED or path[0] == "lists" else FIELDS[path] | st.none())
        for path in fields
    }


def possible(edits: dict[KeyPath, Any], count: int) -> dict[KeyPath, Any]:
    """The edits without those of single keys of lists that are not there."""
    return {
        path: value
        for path, value in edits.items()
        if path[0] != "lists" or (len(path) == 2 and (value is not None or index(path) < count)) or index(path) < count
    }


def index(path: KeyPath) -> int:
    """The position of the list that a place is in."""
    assert isinstance(path[1], int)
    return path[1]


def comments_of(text: str) -> list[str]:
    """All comments in order."""
    return [comment.text for comment in comments(without_mark(text))]


def without_empty(document: Any) -> Any:
    """Empty tables and an empty ``lists`` mean the same as none."""
    if not isinstance(document, dict):
        return document
    found = {key: without_empty(value) for key, value in document.items()}
    return {key: value for key, value in found.items() if value != {} and (key, value) != ("lists", [])}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written_documents(), edits_of())
def test_any_edits_in_any_layout_change_exactly_the_data_they_name_and_keep_every_comment(
    written: tuple[str, dict[str, Any]], edits: dict[KeyPath, Any]
) -> None:
    text, document = written
    assert parse(text) == document
    edits = possible(edits, len(document.get("lists", [])))
    result = edited(text, edits)
    assert without_empty(parse(result)) == without_empty(applied(document, edits))
    gone = tuple(f"# list{path[1]}-" for path, value in edits.items() if len(path) == 2 and value is None)
    kept, left = ([one for one in comments_of(either) if not one.startswith(gone)] for either in (text, result))
    assert left == kept
    assert result.startswith("\ufeff") == text.startswith("\ufeff")
    if "\r\n" in text:
        assert not re.search(r"(?<!\r)\n", result)
    elif "\n" in text:
        assert "\r" not in result


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written_documents())
def test_no_edit_and_edits_to_the_values_that_are_there_give_the_same_text(written: tuple[str, dict[str, Any]]) -> None:
    text, document = written
    assert edited(text, {}) == text
    there: dict[KeyPath, Any] = {path: value_at(document, path) for path in FIELDS}
    assert edited(text, {path: value for path, value in there.items() if value is not None}) == text
    assert edited(text, {path: None for path in FIELDS if value_at(document, path) is None}) == text


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written_documents(), edits_of())
def test_edits_can_be_made_one_after_the_other_and_taken_back(
    written: tuple[str, dict[str, Any]], edits: dict[KeyPath, Any]
) -> None:
    text, document = written
    edits = {path: value for path, value in edits.items() if path[0] != "lists"}
    result = text
    for path, value in sorted(edits.items(), key=lambda edit: len(edit[0])):
        result = edited(result, {path: value})
    assert without_empty(parse(result)) == without_empty(applied(document, edits))
    back: dict[KeyPath, Any] = {path: value_at(document, path) for path in edits}
    assert without_empty(parse(edited(result, back))) == without_empty(document)


@given(st.text(max_size=30), st.sampled_from(["", '"', '"""', "'", "'''", "\n"]), st.sampled_from(["x", "a\\nb", "\n"]))
@pytest.mark.parametrize("style", ['"x"', "'x'", '"""\nx"""', "'''x'''", "'''\nx'''"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_text_comes_back_as_it_was_in_every_style(
    style: str, line_end: str, text: str, end: str, middle: str
) -> None:
    wanted = text + middle + end
    before = f"schema = 1\nk = {style} # why\nl = 2\n".replace("\n", line_end)
    result = edited(before, {("k",): wanted})
    assert parse(result) == {"schema": 1, "k": wanted, "l": 2}
    assert result.endswith(f" # why{line_end}l = 2{line_end}")
