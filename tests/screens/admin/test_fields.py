"""Every setting of the administrator's page: edited, marked, reviewed, saved alone, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from composer.administration.setting import Kind, Section
from composer.administration.settings import (
    APPLIED,
    BACKUP,
    BLOCK,
    BY_PATH,
    DESIGNATED_IPS,
    IMPORT,
    MOBILE,
    NOT_BUILT,
    PC,
    SETTINGS,
    TIME_LIMITED,
    WARNING,
    of_level,
)
from composer.screens.admin.review import ReviewScreen
from composer.screens.admin.texts import TextSettingsScreen
from composer.widgets.settings.setting_editor import SettingEditor
from policy.errors import KeyPath
from policy.settings import Apply, ContentBlocking, Expiry, Level, Policy, Surface
from tests.screens.admin.support import AdminPage, comments, differences, opened

RESTRICTED, CONFIDENTIAL = Level.RESTRICTED, Level.CONFIDENTIAL
ALL_AWAY = ("end", "ctrl+u")


@dataclass(frozen=True)
class Case:
    """One change of one setting by keyboard."""

    path: KeyPath
    keys: tuple[str, ...]
    said: str
    """What the row says of it."""
    stored: Any
    policy: Callable[[Policy], Any]
    means: Any
    """What the policy says then."""


CASES = [
    Case(IMPORT, ("down",), "Allow -> Do not allow", "deny", lambda policy: policy.external_import, False),
    Case(TIME_LIMITED, ("right",), "Allow -> Do not allow", "deny", lambda policy: policy.time_limited_files, False),
    Case(BACKUP, ("space",), "ON -> OFF", "off", lambda policy: policy.backup, False),
    Case(BLOCK, ("up",), "Required -> Optional", "optional", lambda policy: policy.block_external_content,
         ContentBlocking.OPTIONAL),
    Case(WARNING, ("left",), "ON -> OFF", False, lambda policy: policy.warning.enabled, False),
    Case(APPLIED, ("down",), "Always apply -> Apply conditionally: only if attachments are included", "attachments",
         lambda policy: policy.warning.apply, Apply.ATTACHMENTS),
    Case(APPLIED, ("down", "down", "down"),
         "Always apply -> Apply conditionally: only if send “individually” is not checked", "not_individually",
         lambda policy: policy.warning.apply, Apply.NOT_INDIVIDUALLY),
    Case(APPLIED, ("down", "down", "left"),
         "Always apply -> Apply conditionally: only if there is an attachment and send “individually” is not checked",
         "attachments_and_not_individually", lambda policy: policy.warning.apply,
         Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY),
    Case(of_level(RESTRICTED, "use"), ("down",), "Use -> Do not use", False, lambda policy: policy.restricted.use,
         False),
    Case(of_level(RESTRICTED, "name"), tuple("Secret"), "Restricted (built-in name) -> Secret", "Secret",
         lambda policy: policy.restricted.name, "Secret"),
    Case(of_level(RESTRICTED, "expires_after"), ("down",), "1 month -> 3 months", "3 months",
         lambda policy: policy.restricted.expires_after, Expiry.QUARTER),
    Case(of_level(RESTRICTED, "forwarding_prohibited"), ("down",), "Yes -> No", False,
         lambda policy: policy.restricted.forwarding_prohibited, False),
    Case(of_level(RESTRICTED, "delete_sent_after_expiration"), ("down",), "No -> Yes", True,
         lambda policy: policy.restricted.delete_sent_after_expiration, True),
    Case(of_level(CONFIDENTIAL, "use"), ("down",), "Use -> Do not use", False, lambda policy: policy.confidential.use,
         False),
    Case(of_level(CONFIDENTIAL, "name"), ALL_AWAY, "Board only -> Confidential (built-in name)", "",
         lambda policy: policy.confidential.name, ""),
    Case(of_level(CONFIDENTIAL, "expires_after"), ("up", "up"), "1 week -> None", "none",
         lambda policy: policy.confidential.expires_after, Expiry.NONE),
    Case(of_level(CONFIDENTIAL, "forwarding_prohibited"), ("space",), "Yes -> No", False,
         lambda policy: policy.confidential.forwarding_prohibited, False),
    Case(of_level(CONFIDENTIAL, "delete_sent_after_expiration"), ("space",), "Yes -> No", False,
         lambda policy: policy.confidential.delete_sent_after_expiration, False),
    Case(("company", "name"), ("end", *"!"), "Hanbit Trading -> Hanbit Trading!", "Hanbit Trading!",
         lambda policy: policy.company.name, "Hanbit Trading!"),
    Case(("company", "domains"), (*ALL_AWAY, *"hanbit.example, x.example,"),
         "hanbit.example, hanbit-shop.example, *.hanbit.example -> hanbit.example, x.example",
         ["hanbit.example", "x.example"], lambda policy: [rule.domain for rule in policy.company.domains],
         ["hanbit.example", "x.example"]),
    Case(("company", "languages"), ("end", *",vi"), "ko, ja, en -> ko, ja, en, vi", ["ko", "ja", "en", "vi"],
         lambda policy: policy.company.languages, ("ko", "ja", "en", "vi")),
    Case(("company", "default_language"), (*ALL_AWAY, *"ko"), "en -> ko", "ko",
         lambda policy: policy.company.default_language, "ko"),
    Case(DESIGNATED_IPS, ("down",), "No -> Yes", True, lambda policy: policy.designated_ips_only, True),
    Case(("mail", "general", "attachment_size_limit"), (*ALL_AWAY, *"30 MB"), "1 MB -> 30 MB", "30 MB",
         lambda policy: policy.limits.attachment_size_limit, 30_000_000),
    Case(("mail", "general", "time_limited_max_files"), (*ALL_AWAY, *"12"), "2 -> 12", 12,
         lambda policy: policy.limits.time_limited_max_files, 12),
    Case(("mail", "general", "time_limited_max_size"), (*ALL_AWAY, *"1 GiB"), "5 MB -> 1 GiB", "1 GiB",
         lambda policy: policy.limits.time_limited_max_size, 1_073_741_824),
    Case(("mail", "general", "max_external_recipients"), (*ALL_AWAY, *"7"), "20 -> 7", 7,
         lambda policy: policy.limits.max_external_recipients, 7),
]  # fmt: skip


def test_every_setting_that_can_be_edited_in_its_row_has_a_case() -> None:
    editable = {setting.path for setting in SETTINGS if setting.kind not in (Kind.FIXED, Kind.WINDOW)}
    assert {case.path for case in CASES} == editable


def of(section: Section) -> list[Case]:
    """The cases of one part of the page; it takes a moment to open, so that they share one."""
    return [case for case in CASES if BY_PATH[case.path].section is section]


@pytest.mark.parametrize("section", [section for section in Section if of(section)], ids=lambda section: section.value)
async def test_each_setting_is_edited_marked_reviewed_and_saved_alone(section: Section) -> None:
    async with opened() as page:
        for case in of(section):
            await saved_alone(page, case)
            page.restart()


async def saved_alone(page: AdminPage, case: Case) -> None:
    before = page.policy_text
    await page.edit(case.path, *case.keys)
    row = page.row(case.path)
    assert (row.is_changed, row.text) == (True, case.said)
    assert page.title_button == "Save 1 change"
    assert page.policy_text == before
    await page.press("ctrl+s")
    await page.on(ReviewScreen)
    assert page.top.text.startswith("What changes:\n- "), case
    assert "Nothing that members would notice" not in page.top.text, case
    await page.press("tab", "enter")
    await page.until(lambda: page.policy_text != before)
    assert differences(before, page.policy_text) == {case.path: case.stored}
    assert comments(page.policy_text) == comments(before)
    assert case.policy(page.store.read().policy) == case.means
    await page.until(lambda: not row.is_changed)
    assert page.title_button == "Save"


ONE_OF_A_KIND = list({BY_PATH[case.path].kind: case for case in CASES}.values())


@pytest.mark.parametrize(
    ("keys", "cases"),
    [(("ctrl+r", "escape"), CASES), (("escape", "right", "enter"), ONE_OF_A_KIND)],
    ids=["key", "button"],
)
async def test_each_change_is_taken_back_by_key_and_by_button(keys: tuple[str, ...], cases: list[Case]) -> None:
    async with opened() as page:
        for case in cases:
            shown = page.row(case.path).text
            await page.edit(case.path, *case.keys)
            assert page.row(case.path).is_changed, case
            await page.press(*keys)
            assert (page.row(case.path).is_changed, page.row(case.path).text) == (False, shown)
            assert not page.row(case.path).is_open
            assert not page.session.is_edited
        await page.press("ctrl+s")
        assert page.top is page.screen
        assert "Nothing is changed." in page.status


@pytest.mark.parametrize(("path", "surface"), [(PC, Surface.PC), (MOBILE, Surface.MOBILE)])
async def test_texts_are_written_in_their_own_window_and_saved_with_the_page(path: KeyPath, surface: Surface) -> None:
    async with opened() as page:
        before = page.policy_text
        await page.edit(path)
        await page.on(TextSettingsScreen)
        first = page.top.tab
        await page.press("ctrl+end", *"!", "ctrl+s", "escape")
        await page.until(lambda: page.top is page.screen)
        assert page.policy_text == before
        assert page.row(path).is_changed
        await page.save()
        assert set(differences(before, page.policy_text)) == {(*path, first)}
        texts = page.store.read().policy.warning
        assert "!" in texts.texts(surface)[first]


async def test_what_hangs_on_a_switch_is_shown_while_it_is_on_or_changed() -> None:
    async with opened() as page:
        name, use = of_level(RESTRICTED, "name"), of_level(RESTRICTED, "use")
        await page.edit(use, "down", "enter")
        assert not page.row(name).display
        await page.press("ctrl+r")
        await page.edit(name, *"Secret", "enter")
        await page.edit(use, "down", "enter")
        assert page.row(name).display


async def test_each_switch_without_a_member_side_says_so_on_its_row_and_no_other_does() -> None:
    async with opened() as page:
        said = {row.setting.path for row in page.screen.query(SettingEditor) if row.query(".setting-note")}
        assert said == set(NOT_BUILT)
        assert all(page.row(path).note.startswith("No effect yet") for path in NOT_BUILT)


async def test_general_is_always_in_use_and_cannot_be_edited() -> None:
    async with opened() as page:
        row = page.row(("mail_security", "levels", "general"))
        assert row.text == "Always in use"
        assert not row.can_be_edited
        assert not row.query("PushButton")
