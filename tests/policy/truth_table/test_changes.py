"""A difference is exactly what differs: cells, wordings, settings, lists; nothing where the policy is the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from policy.document import policy_id
from policy.lists.members import LazyMembers, ParsedMembers, digest_of
from policy.settings import (
    Apply,
    Company,
    ContentBlocking,
    DomainRule,
    Expiry,
    LevelSettings,
    OutgoingWarning,
    Policy,
)
from policy.truth_table.changes import Difference, ListChange, SettingChange, added, difference, readable_members
from policy.truth_table.matrix import SenderKind, truth_table, wording_table
from tests.policy.policies import LANGUAGES, pairs
from tests.policy.support import POLICY, mailing_list

WARNING = ("mail_security", "outgoing_warning")


@given(pairs())
@settings(max_examples=50)
def test_the_changed_cells_are_exactly_those_in_which_the_tables_differ(pair: tuple[Policy, Policy]) -> None:
    before, after = pair
    old, new = truth_table(before), truth_table(after)
    expected = [(cell, old[cell], new[cell]) for cell in old if old[cell] != new[cell]]
    found = difference(before, after, LANGUAGES)
    assert [(one.cell, one.before, one.after) for one in found.cells] == expected


@given(pairs())
@settings(max_examples=50)
def test_the_changed_wordings_are_exactly_those_in_which_the_tables_differ(pair: tuple[Policy, Policy]) -> None:
    before, after = pair
    old, new = wording_table(before, LANGUAGES), wording_table(after, LANGUAGES)
    expected = [(cell, old[cell], new[cell]) for cell in old if old[cell] != new[cell]]
    found = difference(before, after, LANGUAGES)
    assert [(one.cell, one.before, one.after) for one in found.wordings] == expected


@given(pairs(), st.lists(st.sampled_from(LANGUAGES), unique=True))
@settings(max_examples=80)
def test_there_is_a_difference_exactly_where_the_id_differs(
    pair: tuple[Policy, Policy], languages: list[str | None]
) -> None:
    before, after = pair
    assert bool(difference(before, after, languages)) is (policy_id(before) != policy_id(after))


def _company(**values: Any) -> Policy:
    return replace(POLICY, company=replace(POLICY.company, **values))


def _limits(**values: int) -> Policy:
    return replace(POLICY, limits=replace(POLICY.limits, **values))


def _level(**values: Any) -> Policy:
    return replace(POLICY, restricted=replace(POLICY.restricted, **values))


LEVEL = ("mail_security", "levels", "restricted")
MONTH, DAY = Expiry.MONTH, Expiry.DAY
REQUIRED, OPTIONAL = ContentBlocking.REQUIRED, ContentBlocking.OPTIONAL
SETTINGS: list[tuple[Policy, tuple[str, ...], object, object]] = [
    (_company(name="Hanbit"), ("company", "name"), "", "Hanbit"),
    (
        _company(domains=(DomainRule("x.example", True),)),
        ("company", "domains"), ("hanbit.example",), ("*.x.example",),
    ),
    (_company(languages=("ko", "en")), ("company", "languages"), ("en", "ko"), ("ko", "en")),
    (_company(default_language="??"), ("company", "default_language"), "", "??"),
    (replace(POLICY, designated_ips_only=True), ("network_security", "designated_ips_only"), False, True),
    (_limits(attachment_size_limit=5), ("mail", "general", "attachment_size_limit"), 100, 5),
    (_limits(time_limited_max_files=5), ("mail", "general", "time_limited_max_files"), 10, 5),
    (_limits(time_limited_max_size=5), ("mail", "general", "time_limited_max_size"), 2_000_000_000, 5),
    (_limits(max_external_recipients=5), ("mail", "general", "max_external_recipients"), 3, 5),
    (replace(POLICY, external_import=True), ("mail_security", "external_import"), False, True),
    (replace(POLICY, time_limited_files=True), ("mail_security", "time_limited_files"), False, True),
    (replace(POLICY, backup=True), ("mail_security", "backup"), False, True),
    (
        replace(POLICY, block_external_content=OPTIONAL),
        ("mail_security", "block_external_content"), REQUIRED, OPTIONAL,
    ),
    (_level(name="Board"), (*LEVEL, "name"), "", "Board"),
    (_level(expires_after=DAY), (*LEVEL, "expires_after"), MONTH, DAY),
    (_level(forwarding_prohibited=False), (*LEVEL, "forwarding_prohibited"), True, False),
    (_level(delete_sent_after_expiration=True), (*LEVEL, "delete_sent_after_expiration"), False, True),
]  # fmt: skip


def unnamed(found: Difference) -> Difference:
    """What changes, without what things are called."""
    return replace(found, senders=tuple(SenderKind), level_names=())


@pytest.mark.parametrize(("after", "path", "old", "new"), SETTINGS, ids=lambda value: str(value)[:40])
def test_a_setting_that_no_cell_shows_is_said_with_its_key(
    after: Policy, path: tuple[str, ...], old: object, new: object
) -> None:
    found = difference(POLICY, after, ("en", "ko", "vi", "und"))
    assert unnamed(found) == Difference(settings=(SettingChange(path, old, new),))  # type: ignore[arg-type]  # drawn from a table


def test_the_condition_is_a_setting_of_its_own_only_while_no_cell_shows_it() -> None:
    on = replace(POLICY, warning=OutgoingWarning(apply=Apply.ATTACHMENTS))
    assert difference(replace(POLICY, warning=OutgoingWarning()), on, ()).settings == ()
    off = [replace(POLICY, warning=OutgoingWarning(False, apply)) for apply in (Apply.ALWAYS, Apply.ATTACHMENTS)]
    expected = SettingChange((*WARNING, "apply"), Apply.ALWAYS, Apply.ATTACHMENTS)
    assert unnamed(difference(off[0], off[1], ())) == Difference(settings=(expected,))


def _pc(**texts: str) -> Policy:
    company = Company((DomainRule("hanbit.example"),), languages=("ko",))
    return Policy(company, warning=OutgoingWarning(pc=texts))


@pytest.mark.parametrize(
    ("before", "after", "unseen"),
    [
        ({"ko": "one"}, {"ko": "two"}, []),
        ({"ko": "one"}, {}, []),
        ({}, {"default": "new"}, []),
        ({"ko": "one"}, {"ko": "one", "ja": "nobody has it"}, ["ja"]),
        ({"ko": "one", "ja": "x"}, {"ko": "two", "ja": "y"}, ["ja"]),
        ({"ko": "one"}, {"ko": "one\x07"}, ["ko"]),
        ({"ko": "one", "default": "x"}, {"ko": "one"}, []),
    ],
)
def test_a_text_is_a_setting_of_its_own_only_where_no_member_sees_it(
    before: dict[str, str], after: dict[str, str], unseen: list[str]
) -> None:
    found = difference(_pc(**before), _pc(**after), ("ko", "vi", None))
    assert [change.path for change in found.settings] == [(*WARNING, "pc", tab) for tab in unseen]


A, B, C = (mailing_list(f"{name}@hanbit.example", ["kim@hanbit.example"]) for name in "abc")


def _lists(*lists: Any) -> Policy:
    return replace(POLICY, lists=lists)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((A,), (A, B), Difference(lists=(ListChange(None, B),))),
        ((A, B), (B,), Difference(lists=(ListChange(A, None),))),
        ((A, B), (B, A), Difference(lists_reordered=True)),
        ((A, B), (B, A, C), Difference(lists=(ListChange(None, C),), lists_reordered=True)),
        ((A,), (replace(A, name="x"),), Difference(lists=(ListChange(A, replace(A, name="x")),))),
        ((A,), (replace(A, members=()),), Difference(lists=(ListChange(A, replace(A, members=())),))),
        ((A,), (replace(A, members=None),), Difference(lists=(ListChange(A, replace(A, members=None)),))),
    ],
)
def test_lists_are_new_gone_changed_or_in_another_order(before: Any, after: Any, expected: Difference) -> None:
    assert unnamed(difference(_lists(*before), _lists(*after), ())) == expected


def test_a_lists_members_in_another_order_are_another_policy() -> None:
    members = ("a@x.example", "b@x.example")
    one, other = (_lists(replace(A, members=order)) for order in (members, members[::-1]))
    assert policy_id(one) != policy_id(other)
    assert unnamed(difference(one, other, ())) == Difference(lists=(ListChange(one.lists[0], other.lists[0]),))


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_what_is_added_is_what_is_there_more_often(before: list[str], after: list[str]) -> None:
    new, gone = added(before, after), added(after, before)
    assert sorted([*before, *new]) == sorted([*after, *gone])
    assert not set(new) & set(gone)


class Gone:
    """A members file that was replaced since it was indexed."""

    def outline(self) -> None:
        return None

    def texts(self) -> tuple[str, ...] | None:
        return None

    def parsed(self) -> ParsedMembers | None:
        return None


def test_members_that_can_no_longer_be_read_are_still_known_to_differ() -> None:
    gone = replace(A, members=LazyMembers(digest_of(("x@x.example",)), Gone()))
    found = difference(_lists(gone), _lists(A), ())
    assert found.lists == (ListChange(gone, A),)
    assert readable_members(gone) is None
    assert readable_members(A) == ("kim@hanbit.example",)


USES: list[tuple[Callable[[Policy], Policy], bool]] = [
    (lambda policy: replace(policy, restricted=LevelSettings(use=False)), True),
    (lambda policy: replace(policy, confidential=LevelSettings(use=True)), True),
    (lambda policy: replace(policy, warning=replace(policy.warning, enabled=False)), True),
    (lambda policy: policy, False),
]


@pytest.mark.parametrize(("change", "is_seen"), USES)
def test_switches_that_cells_show_are_seen_there(change: Callable[[Policy], Policy], is_seen: bool) -> None:
    assert bool(difference(POLICY, change(POLICY), ()).cells) is is_seen
