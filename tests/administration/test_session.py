"""The administrator's edits: what counts as one, what they would change, saving, conflicts and earlier versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from composer import words
from composer.administration.session import AdminSession
from composer.administration.stores.store import ChangedUnderneathError, PolicyStore
from composer.errors import PolicyFaultsError, StorageError
from composer.sentences.traps.lint_context import lint_context
from policy.errors import KeyPath
from policy.lint.trap import LintCode
from tests.administration.support import BACKUP, IMPORT, KOREAN, TEXT, Desk, in_memory
from tests.calls import calls

DOMAINS = ("company", "domains")
NETWORK = ("network_security", "designated_ips_only")
SALES = ("lists", 1)
MEMBERS = ("lists", 0, "members")
NEW: dict[str, Any] = {"address": "new@hanbit.example", "members": ["kim@hanbit.example"]}


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PolicyStore:
    """The same policy on a disk and without one."""
    return Desk(tmp_path).store if request.param == "file" else in_memory()


@pytest.fixture
def session(store: PolicyStore) -> AdminSession:
    return AdminSession(store)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (IMPORT, "allow"),
        (DOMAINS, ["hanbit.example"]),
        (KOREAN, ""),
        (NETWORK, False),
        (("mail", "general", "attachment_size_limit"), "25 MB"),
        (("mail", "general", "time_limited_max_files"), 10),
        (("mail_security", "time_limited_files"), "deny"),
        (("mail_security", "block_external_content"), "required"),
        (("mail_security", "outgoing_warning", "enabled"), True),
        (("mail_security", "outgoing_warning", "apply"), "always"),
        (("mail_security", "outgoing_warning", "mobile"), {}),
        (("mail_security", "levels", "restricted", "expires_after"), "none"),
        ((*SALES, "members"), ["kim@hanbit.example", "partner@other.example"]),
        ((*SALES, "senders"), []),
        ((*SALES, "name"), ""),
        ((*SALES, "members_file"), ""),
        (("lists", 9, "name"), ""),
    ],
)
def test_the_value_that_is_there_or_that_its_absence_means_is_no_edit(
    session: AdminSession, path: KeyPath, value: Any
) -> None:
    assert session.present(path) == session.value(path) == value
    if path[:2] != ("lists", 9):
        session.change(path, value)
    assert (dict(session.edits), session.is_edited, session.is_changed(path)) == ({}, False, False)
    assert session.text() == TEXT


def test_an_edit_is_seen_at_its_place_and_above_and_nowhere_else(session: AdminSession) -> None:
    session.change(KOREAN, "밖으로!")
    assert session.value(KOREAN) == "밖으로!"
    assert session.value(KOREAN[:-1]) == {"default": "Outside!", "ko": "밖으로!"}
    assert (session.present(KOREAN), session.present(KOREAN[:-1])) == ("", {"default": "Outside!"})
    assert all(session.is_changed(KOREAN[:depth]) for depth in range(1, 5))
    assert not session.is_changed(IMPORT)
    assert dict(session.edits) == {KOREAN: "밖으로!"}


def test_changing_back_takes_the_edit_away(session: AdminSession) -> None:
    session.change(IMPORT, "deny")
    session.change(IMPORT, "allow")
    session.change(KOREAN, "x")
    session.change(KOREAN, "")
    assert not session.is_edited


def test_what_a_caller_does_to_a_value_it_was_given_changes_no_setting(session: AdminSession) -> None:
    domains = session.value(DOMAINS)
    assert isinstance(domains, list)
    domains.append("other.example")
    assert session.value(DOMAINS) == session.present(DOMAINS) == ["hanbit.example"]
    mine = ["a.example"]
    session.change(DOMAINS, mine)
    mine.append("b.example")
    assert session.value(DOMAINS) == ["a.example"]


def test_a_table_is_changed_key_by_key(session: AdminSession) -> None:
    session.change(KOREAN[:-1], {"ko": "하나", "ja": "一"})
    assert dict(session.edits) == {(*KOREAN[:-1], "default"): None, KOREAN: "하나", (*KOREAN[:-1], "ja"): "一"}
    session.change(KOREAN[:-1], {"default": "Outside!"})
    assert not session.is_edited


def test_a_setting_that_there_is_not_is_an_error_of_the_program(session: AdminSession) -> None:
    for ask in (session.present, session.value, session.is_changed, lambda path: session.change(path, "x")):
        with pytest.raises(KeyError):
            ask(("mail_security", "no_such_key"))


def test_a_new_list_is_put_behind_the_others_and_edited_like_them(session: AdminSession) -> None:
    place = session.next_list()
    assert place == 3
    session.change(("lists", place), NEW)
    session.change(("lists", place, "name"), "New")
    session.change(("lists", session.next_list()), {"address": "other@hanbit.example"})
    assert session.list_places() == (0, 1, 2, 3, 4)
    assert session.value(("lists", 3, "name")) == "New"
    session.change(("lists", 3), None)
    assert session.list_places() == (0, 1, 2, 4)
    assert [one.address.domain and str(one.address) for one in session.proposed().lists][-1] == "other@hanbit.example"


def test_a_list_that_is_taken_out_leaves_the_places_of_the_others(session: AdminSession) -> None:
    session.change((*SALES, "name"), "Sales")
    session.change(SALES, None)
    session.change(("lists", 2, "name"), "Staff")
    assert session.list_places() == (0, 2)
    assert session.value(("lists", 2, "name")) == "Staff"
    assert [str(one.address) for one in session.proposed().lists] == ["all@hanbit.example", "staff@hanbit.example"]
    session.revert(SALES)
    assert session.list_places() == (0, 1, 2)
    assert session.value((*SALES, "name")) == ""


def test_faults_are_told_at_their_fields_even_behind_a_list_that_was_taken_out(session: AdminSession) -> None:
    session.change(DOMAINS, ["hanbit.example", "not a domain", "also not"])
    session.change(("lists", 0), None)
    session.change(("lists", 2, "members_file"), "gone.txt")
    session.change(("lists", 3), {"address": "none"})
    session.change(("mail", "general", "attachment_size_limit"), "much")
    faults = session.faults()
    assert set(faults) == {
        DOMAINS, ("lists", 2, "members_file"), ("lists", 3, "address"), ("mail", "general", "attachment_size_limit"),
    }  # fmt: skip
    assert [len(sentences) for sentences in faults.values()].count(2) == 1
    assert faults["mail", "general", "attachment_size_limit"][0].startswith('"much" is not a size')
    with pytest.raises(PolicyFaultsError) as caught:
        session.proposed()
    assert len(caught.value.faults) == 5
    with pytest.raises(PolicyFaultsError):
        session.save()
    session.revert_all()
    assert not session.faults()


def test_what_is_asked_after_each_key_goes_through_no_long_list() -> None:
    many = [f"person{number}@hanbit.example" for number in range(20_000)]
    rows = "".join(f'"{member}",\n' for member in many)
    session = AdminSession(
        in_memory(TEXT.replace('members = ["kim@hanbit.example", "lee@hanbit.example"]', f"members = [{rows}]"))
    )
    assert session.value(MEMBERS) == many
    for path, value in ((BACKUP, "off"), (MEMBERS, [*many, "x"]), (MEMBERS, many[1:]), ((*SALES, "name"), "Sales")):
        session.change(path, value)
        for ask in (session.faults, lambda: session.is_changed(MEMBERS[:2]), lambda: session.value(MEMBERS[:2])):
            assert calls(ask) < 2_000, (path, ask)


def test_saving_puts_the_edits_in_force_and_begins_anew(session: AdminSession, store: PolicyStore) -> None:
    session.change(IMPORT, "deny")
    session.change(KOREAN, "밖으로!\n조심")
    stored = session.save()
    assert stored == session.stored == store.read()
    assert (stored.policy.external_import, stored.policy.warning.pc["ko"]) == (False, "밖으로!\n조심")
    assert not session.is_edited
    assert session.present(IMPORT) == "deny"
    assert stored.text == TEXT.replace('"allow"', '"deny"').replace(
        "purpose\n", 'purpose\nko = """\n밖으로!\n조심"""\n'
    )


def test_saving_nothing_saves_nothing(session: AdminSession, store: PolicyStore) -> None:
    assert session.save() is session.stored
    assert store.versions() == ()
    assert session.previous() is None


def test_a_review_says_what_changes_what_it_does_to_what_exists_and_which_traps_are_new(store: PolicyStore) -> None:
    session = AdminSession(store, lint_context())
    session.change(IMPORT, "deny")
    session.change(("lists", 0), None)
    session.change(KOREAN, "Outside!")
    review = session.review()
    assert any("Korean" in sentence for sentence in review.changes)
    assert "The import settings that members have saved are deleted, their passwords included." in review.consequences
    assert LintCode.TAB_EQUALS_DEFAULT in [trap.code for trap in review.new_traps]
    old = {trap.code for trap in review.traps} - {trap.code for trap in review.new_traps}
    assert LintCode.DEFAULT_BLANK in old  # on Mobile, before and after


def test_a_trap_of_a_list_is_not_new_because_a_list_before_it_went(store: PolicyStore) -> None:
    session = AdminSession(store, lint_context())
    session.change((*SALES, "senders"), ["kim@hanbit.example"])
    session.save()
    session.change(("lists", 0), None)
    review = session.review()
    assert LintCode.LIST_EXEMPT in [trap.code for trap in review.traps]
    assert LintCode.LIST_EXEMPT not in [trap.code for trap in review.new_traps]


def test_without_edits_there_is_nothing_to_review(store: PolicyStore) -> None:
    review = AdminSession(store, lint_context()).review()
    assert (review.changes, review.consequences, review.new_traps) == ((), (), ())


def both(store: PolicyStore) -> tuple[AdminSession, AdminSession]:
    """Two administrators who opened the same policy."""
    return AdminSession(store), AdminSession(store)


def test_whoever_saves_second_sees_both_sides_and_keeps_their_edits(store: PolicyStore) -> None:
    mine, theirs = both(store)
    theirs.change(IMPORT, "deny")
    theirs.change(KOREAN, "theirs")
    theirs.save()
    mine.change(BACKUP, "off")
    mine.change(KOREAN, "mine")
    with pytest.raises(ChangedUnderneathError) as caught:
        mine.save()
    assert caught.value.theirs is not None
    conflict = mine.conflict(caught.value.theirs)
    assert any("“theirs”" in sentence for sentence in conflict.theirs)
    assert any("“mine”" in sentence for sentence in conflict.mine)
    assert conflict.both == (KOREAN,)
    assert mine.rebase(caught.value.theirs) == ()
    assert dict(mine.edits) == {BACKUP: "off", KOREAN: "mine"}
    mine.save()
    stored = store.read()
    assert (stored.policy.external_import, stored.policy.backup) == (False, False)
    assert stored.policy.warning.pc["ko"] == "mine"


def test_what_both_changed_in_the_same_way_is_no_conflict_and_no_edit_afterwards(store: PolicyStore) -> None:
    mine, theirs = both(store)
    for session in (mine, theirs):
        session.change(IMPORT, "deny")
    stored = theirs.save()
    assert mine.conflict(stored).both == ()
    mine.rebase(stored)
    assert not mine.is_edited


def test_edits_of_lists_follow_their_addresses(store: PolicyStore) -> None:
    mine, theirs = both(store)
    theirs.change(("lists", 0), None)
    theirs.change(("lists", 3), {"address": "first@hanbit.example"})
    mine.change((*SALES, "name"), "Mine")
    mine.change(("lists", 2), None)
    mine.change(("lists", 3), NEW)
    stored = theirs.save()
    assert mine.conflict(stored).both == ()
    assert mine.rebase(stored) == ()
    mine.save()
    assert [(str(one.address), one.name) for one in store.read().policy.lists] == [
        ("sales@hanbit.example", "Mine"),
        ("first@hanbit.example", ""),
        ("new@hanbit.example", ""),
    ]


def test_edits_of_a_list_that_is_gone_or_there_already_are_left_out_and_said(store: PolicyStore) -> None:
    mine, theirs = both(store)
    theirs.change(SALES, None)
    theirs.change(("lists", 3), NEW)
    mine.change((*SALES, "name"), "Mine")
    mine.change((*SALES, "senders"), ["kim@hanbit.example"])
    mine.change(("lists", 3), {**NEW, "name": "Mine too"})
    mine.change(BACKUP, "off")
    stored = theirs.save()
    assert set(mine.conflict(stored).both) == {(*SALES, "name"), (*SALES, "senders"), ("lists", 3)}
    gone, there = mine.rebase(stored)
    assert gone == "The mailing list sales@hanbit.example is gone; what you changed in it was left out."
    assert "has added the mailing list new@hanbit.example" in there
    assert dict(mine.edits) == {BACKUP: "off"}


@pytest.mark.parametrize(("language", "word"), [("en", "is gone"), ("ko", "메일링 리스트"), ("ja", "メーリングリスト")])
def test_what_was_left_out_is_said_in_the_language_of_the_page(store: PolicyStore, language: str, word: str) -> None:
    mine, theirs = both(store)
    theirs.change(SALES, None)
    mine.change((*SALES, "name"), "Mine")
    stored = theirs.save()
    words.use(language)
    try:
        (sentence,) = mine.rebase(stored)
    finally:
        words.use("en")
    assert word in sentence
    assert "sales@hanbit.example" in sentence


def test_taking_out_a_list_that_is_gone_already_needs_no_word(store: PolicyStore) -> None:
    mine, theirs = both(store)
    for session in (mine, theirs):
        session.change(SALES, None)
    stored = theirs.save()
    assert (mine.conflict(stored).both, mine.rebase(stored), mine.is_edited) == ((), (), False)


def test_an_earlier_text_is_restored_whole_reviewed_and_saved_like_an_edit(store: PolicyStore) -> None:
    session = AdminSession(store)
    session.change(IMPORT, "deny")
    session.change(("lists", 0), None)
    session.save()
    changed = session.stored.text
    version = session.previous()
    assert version is not None
    session.restore(version)
    assert (session.restored, session.is_edited, dict(session.edits)) == (version, True, {})
    assert (session.is_changed(IMPORT), session.present(IMPORT), session.value(IMPORT)) == (True, "deny", "allow")
    assert session.is_changed(("lists",))
    assert not session.is_changed(("lists", 1, "members"))  # the same list stands elsewhere in what is kept
    assert session.present(("lists", 0, "address")) == ""
    assert session.review().changes
    assert session.save().text == TEXT
    undone = session.previous()
    assert undone is not None
    session.restore(undone)
    assert session.save().text == changed


def test_of_a_restored_text_single_settings_can_be_left_as_they_are(store: PolicyStore) -> None:
    session = AdminSession(store)
    session.change(IMPORT, "deny")
    session.change(BACKUP, "off")
    session.change(("lists", 0), None)
    session.save()
    version = session.previous()
    assert version is not None
    session.restore(version)
    session.revert(IMPORT)
    session.revert(("lists", 0))
    assert not session.is_changed(IMPORT)
    stored = session.save()
    assert (stored.policy.external_import, stored.policy.backup, len(stored.policy.lists)) == (False, True, 2)
    session.restore(version)
    session.revert_all()
    assert (session.is_edited, session.restored) == (False, None)


def test_a_restored_text_can_be_kept_on_top_of_what_others_saved(store: PolicyStore) -> None:
    mine = AdminSession(store)
    mine.change(BACKUP, "off")
    mine.change(("lists", 0), None)
    mine.save()
    theirs = AdminSession(store)
    theirs.change(IMPORT, "deny")
    stored = theirs.save()
    version = mine.versions()[-1]
    mine.restore(version)
    with pytest.raises(ChangedUnderneathError):
        mine.save()
    assert mine.rebase(stored) == ()
    saved = mine.save()
    assert (saved.policy.backup, saved.policy.external_import, len(saved.policy.lists)) == (True, False, 3)


def test_each_earlier_version_tells_what_the_save_after_it_changed(store: PolicyStore) -> None:
    session = AdminSession(store)
    for path, value in ((IMPORT, "deny"), (BACKUP, "off")):
        session.change(path, value)
        session.save()
    newest, oldest = session.changes_after(session.versions())
    assert oldest == ("Import external email: not allowed instead of allowed.",)
    (sentence,) = newest
    assert "backup" in sentence.lower()


def test_of_a_version_that_cannot_be_read_is_said_why_and_of_the_one_before_that_it_cannot_be_told(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path)
    session = desk.session()
    for path, value in ((IMPORT, "deny"), (BACKUP, "off"), (("company", "name"), "Hanbit"), (BACKUP, "on")):
        session.change(path, value)
        session.save()
    versions = session.versions()
    (desk.versions / versions[1].id).unlink()
    told = list(session.changes_after(versions))
    assert told[0] == ("Mail backup / Save to PC: on instead of off.",)
    assert told[1] == (f"{desk.versions / versions[1].id} cannot be read: No such file or directory.",)
    assert told[2] == ("What was changed can no longer be told.",)
    assert told[3] == ("Import external email: not allowed instead of allowed.",)


def test_a_version_whose_lists_file_is_gone_since_cannot_be_told_nor_the_one_before_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    session = desk.session()
    for path, value in ((BACKUP, "off"), (("lists", 2), None), (IMPORT, "deny")):
        session.change(path, value)
        session.save()
    (desk.place / "staff.txt").unlink()
    newest, middle, oldest = session.changes_after(session.versions())
    assert newest == ("Import external email: not allowed instead of allowed.",)
    assert middle == oldest == ("What was changed can no longer be told.",)


def test_a_version_that_the_store_has_not_says_so(store: PolicyStore) -> None:
    session = AdminSession(store)
    session.change(IMPORT, "deny")
    session.save()
    version = session.previous()
    assert version is not None
    other = AdminSession(in_memory())
    with pytest.raises(StorageError):
        other.restore(version)
    assert not other.is_edited


def test_an_earlier_text_that_is_damaged_is_not_restored(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    session = desk.session()
    session.change(IMPORT, "deny")
    session.save()
    version = session.previous()
    assert version is not None
    (desk.versions / version.id).write_text("half a li")
    with pytest.raises(StorageError, match="is damaged"):
        session.restore(version)
    assert not session.is_edited


def test_reading_again_drops_the_edits(store: PolicyStore) -> None:
    mine, theirs = both(store)
    mine.change(BACKUP, "off")
    theirs.change(IMPORT, "deny")
    theirs.save()
    mine.reload()
    assert (mine.is_edited, mine.present(IMPORT)) == (False, "deny")
