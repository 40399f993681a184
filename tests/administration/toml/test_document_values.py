"""Documents as plain values: the strict value of every key, the schema's order, and values compared by kind."""

from __future__ import annotations

from typing import Any

import pytest

from composer.administration.toml.document_values import rank, same, strict_value, value_at
from policy.document import read
from policy.errors import KeyPath
from policy.toml.text import dotted, shown

LEVEL: dict[str, Any] = {
    "use": False, "name": "", "expires_after": "none", "forwarding_prohibited": False,
    "delete_sent_after_expiration": False,
}  # fmt: skip
STRICT: dict[KeyPath, Any] = {
    ("company", "name"): "",
    ("company", "languages"): [],
    ("company", "default_language"): "",
    ("network_security", "designated_ips_only"): False,
    ("mail", "general", "attachment_size_limit"): "25 MB",
    ("mail", "general", "time_limited_max_files"): 10,
    ("mail", "general", "time_limited_max_size"): "2 GB",
    ("mail", "general", "max_external_recipients"): 500,
    ("mail_security", "external_import"): "deny",
    ("mail_security", "time_limited_files"): "deny",
    ("mail_security", "backup"): "off",
    ("mail_security", "block_external_content"): "required",
    ("mail_security", "outgoing_warning", "enabled"): True,
    ("mail_security", "outgoing_warning", "apply"): "always",
    **{("mail_security", "levels", level, key): value for level in ("restricted", "confidential")
       for key, value in LEVEL.items()},
    ("lists", 0, "name"): "",
    ("lists", 0, "senders"): [],
}  # fmt: skip
MINIMAL = 'schema = 1\ncompany.domains = ["a.example"]\nlists = [{address = "l@a.example", members = []}]\n'
NOTHING: dict[KeyPath, Any] = {
    ("company", "domains"): [],
    ("lists",): [],
    ("lists", 3): {},
    ("lists", 0, "address"): "",
    ("lists", 0, "members"): [],
    ("lists", 0, "members_file"): "",
    ("mail_security",): {},
    ("mail_security", "outgoing_warning", "pc"): {},
    ("mail_security", "outgoing_warning", "mobile", "ko"): "",
}


def no_file(name: str) -> str:
    raise FileNotFoundError(name)


@pytest.mark.parametrize(("path", "value"), [*STRICT.items(), *NOTHING.items()])
def test_an_absent_key_has_its_strict_value_or_nothing_of_its_kind(path: KeyPath, value: Any) -> None:
    assert same(strict_value(path), value)


@pytest.mark.parametrize(("path", "value"), STRICT.items())
def test_a_strict_value_that_is_written_down_means_the_same_as_none(path: KeyPath, value: Any) -> None:
    if path[0] == "lists":
        written = MINIMAL.replace("members = []", f"members = [], {path[-1]} = {shown(value)}")
    else:
        written = MINIMAL + f"{dotted(path)} = {shown(value)}\n"
    assert read(written, no_file) == read(MINIMAL, no_file)


def test_a_value_that_is_handed_out_is_nobody_elses() -> None:
    first = strict_value(("company", "languages"))
    assert isinstance(first, list)
    first.append("ko")
    assert strict_value(("company", "languages")) == []


@pytest.mark.parametrize("path", [("no",), ("company", "no"), ("company", "name", "no"), ("lists", 0, "no")])
def test_a_key_that_the_schema_has_not_is_an_error_and_comes_last(path: KeyPath) -> None:
    with pytest.raises(KeyError):
        strict_value(path)
    assert rank(path) > rank(path[:-1])


def test_the_order_is_that_of_the_schema_default_before_languages() -> None:
    pc = ("mail_security", "outgoing_warning", "pc")
    order: list[KeyPath] = [
        ("schema",), ("company",), ("company", "domains"), ("company", "name"), ("network_security",),
        ("mail", "general", "attachment_size_limit"), ("mail_security", "external_import"),
        ("mail_security", "outgoing_warning", "enabled"), (*pc, "default"), (*pc, "ko"),
        ("mail_security", "outgoing_warning", "mobile"), ("mail_security", "levels", "restricted", "use"),
        ("mail_security", "levels", "confidential"), ("lists",), ("lists", 0),
    ]  # fmt: skip
    ranks = [rank(path) for path in order]
    assert ranks == sorted(set(ranks))
    assert rank((*pc, "ko")) == rank((*pc, "ja"))
    assert rank(("lists", 0)) == rank(("lists", 7))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (1, True, False),
        (0, False, False),
        (1, 1, True),
        ("1", 1, False),
        ([1], [True], False),
        (["a", "b"], ["b", "a"], False),
        ({"a": [0]}, {"a": [False]}, False),
        ({"a": 1}, {"a": 1, "b": None}, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        (None, None, True),
        (None, "", False),
    ],
)
def test_values_are_the_same_only_when_they_are_of_one_kind(one: object, other: object, is_same: bool) -> None:
    assert same(one, other) is same(other, one) is is_same


@pytest.mark.parametrize("path", [("a", "b"), ("l", 2), ("l", -1), ("l", "x"), ("a", 0), ("no", "x")])
def test_nothing_stands_where_no_table_leads(path: KeyPath) -> None:
    assert value_at({"a": 1, "l": [0, 1]}, path) is None
