"""The edits between two documents, and edits carried over from one to another."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from composer.administration.toml.document_values import applied, list_tables
from composer.administration.toml.merging import changed_on_both, edits_between, moved
from tests.administration.toml_writing import DOCUMENTS

DOCUMENT: dict[str, Any] = {
    "schema": 1,
    "company": {"domains": ["a.example"], "name": "A"},
    "mail_security": {"outgoing_warning": {"pc": {"default": "x"}}},
    "lists": [{"address": "one@a.example", "name": "One"}, {"address": "Two@A.example"}],
}


def meaning(document: Any) -> Any:
    """A document without empty tables, its lists by address: their order, and doubles, are not looked at."""
    if not isinstance(document, dict):
        return document
    found = {key: meaning(value) for key, value in document.items() if key != "lists"}
    plain = {key: value for key, value in found.items() if value != {}}
    lists = {one["address"]: one for one in document.get("lists", [])}
    return (plain, lists) if lists else plain


def unique(document: dict[str, Any]) -> dict[str, Any]:
    """The document without second lists of one address, as every valid one is."""
    lists = {one["address"]: one for one in document.get("lists", [])}
    return {**document, **({"lists": list(lists.values())} if lists else {})}


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_the_edits_between_two_documents_make_the_one_of_the_other(before: Any, after: Any) -> None:
    before, after = unique(before), unique(after)
    assert meaning(applied(before, edits_between(before, after))) == meaning(after)
    assert edits_between(before, before) == {}


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_edits_carried_over_win_where_they_are_and_change_nothing_else(before: Any, mine: Any, theirs: Any) -> None:
    before, mine, theirs = unique(before), unique(mine), unique(theirs)
    edits = edits_between(before, mine)
    carried, dropped = moved(edits, before, theirs)
    plain = {path for path in carried if path[0] != "lists"}
    assert plain == {path for path in edits if path[0] != "lists"}
    result = applied(theirs, carried)
    wanted = applied({**theirs, "lists": []}, {path: carried[path] for path in plain})
    assert meaning({**result, "lists": []}) == meaning({**wanted, "lists": []})
    addresses = [one["address"] for one in list_tables(result) if isinstance(one, dict)]
    assert len(addresses) == len(set(addresses))
    assert moved(edits, before, before) == (edits, ())
    if not dropped and not changed_on_both(before, edits, theirs):
        backwards, _left_out = moved(edits_between(before, theirs), before, mine)
        assert meaning(result) == meaning(applied(mine, backwards))


def test_a_table_that_is_new_or_gone_is_one_edit_for_each_key() -> None:
    other = {**DOCUMENT, "company": {"domains": ["a.example"]}, "network_security": {"designated_ips_only": True}}
    del other["mail_security"]
    assert edits_between(DOCUMENT, other) == {
        ("company", "name"): None,
        ("mail_security", "outgoing_warning", "pc", "default"): None,
        ("network_security", "designated_ips_only"): True,
    }


def test_lists_are_one_for_the_other_whatever_their_order_and_the_case_of_their_domains() -> None:
    other = {**DOCUMENT, "lists": [{"address": "Two@a.EXAMPLE"}, {"address": "one@a.example"}, {"address": "none"}]}
    assert edits_between(DOCUMENT, other) == {
        ("lists", 0, "name"): None,
        ("lists", 1, "address"): "Two@a.EXAMPLE",
        ("lists", 2): {"address": "none"},
    }


def test_two_new_lists_meet_only_by_their_address_and_a_list_taken_out_meets_every_edit_of_it() -> None:
    theirs = {**DOCUMENT, "lists": [DOCUMENT["lists"][0], {"address": "new@a.example"}]}
    mine: dict[Any, Any] = {
        ("lists", 2): {"address": "mine@a.example"},
        ("lists", 1, "senders"): ["one@a.example"],
        ("lists", 0, "name"): "1",
    }
    assert changed_on_both(DOCUMENT, mine, theirs) == (("lists", 1, "senders"),)
    mine["lists", 2] = {"address": "new@A.example", "name": "New"}
    assert changed_on_both(DOCUMENT, mine, theirs) == (("lists", 1, "senders"), ("lists", 2))
