"""The texts of one surface while they are written: what is saved where, and what the policy would be."""

from __future__ import annotations

import pytest

from composer.administration.session import AdminSession
from composer.administration.stores.memory_store import MemoryPolicyStore
from composer.administration.warning_texts import WarningTexts
from composer.demo.policy_source import SOURCE
from policy.settings import Surface
from policy.wording import choose
from tests.administration.shipped_session import edited_session, no_file
from tests.screens.dialog_support import CLOCK

PC = ("mail_security", "outgoing_warning", "pc")


def session(pc: str, rest: str = "", languages: str = '["ko", "ja"]') -> AdminSession:
    text = f"""schema = 1
[company]
domains = ["hanbit.example"]
languages = {languages}
[mail_security.outgoing_warning.pc]
{pc}
{rest}
"""
    return AdminSession(MemoryPolicyStore(text, no_file, SOURCE, CLOCK))


def test_typed_text_is_unsaved_until_saved_then_waits_for_the_page() -> None:
    page = edited_session()
    texts = WarningTexts(page, Surface.PC)
    texts.write("ko", "바뀐 글")
    assert (texts.unsaved, texts.pending, dict(page.edits)) == (("ko",), (), {})
    texts.save()
    assert (texts.unsaved, texts.pending) == ((), ("ko",))
    assert dict(page.edits) == {(*PC, "ko"): "바뀐 글"}
    assert page.stored.policy.warning.pc["ko"].startswith("한빛무역")


def test_a_window_opened_again_shows_what_waits_for_the_page() -> None:
    page = edited_session()
    first = WarningTexts(page, Surface.PC)
    first.write("en", "Now in English")
    first.save()
    again = WarningTexts(page, Surface.PC)
    assert (again.text("en"), again.unsaved, again.pending) == ("Now in English", (), ("en",))
    assert choose(again.policy, Surface.PC, "en").text == "Now in English"


def test_the_text_that_was_there_is_no_change() -> None:
    page = edited_session()
    texts = WarningTexts(page, Surface.PC)
    before = texts.text("ko")
    texts.write("ko", "x")
    texts.save()
    texts.write("ko", before)
    assert texts.unsaved == ("ko",)
    texts.save()
    assert [*texts.unsaved, *texts.pending, *page.edits] == []


def test_a_tab_that_was_never_there_and_stays_empty_leaves_no_trace() -> None:
    page = edited_session()
    texts = WarningTexts(page, Surface.PC)
    texts.write("en", "x")
    texts.write("en", "")
    texts.save()
    assert (texts.unsaved, dict(page.edits)) == ((), {})


def test_an_emptied_tab_is_blank_and_its_members_see_default() -> None:
    page = edited_session()
    texts = WarningTexts(page, Surface.PC)
    texts.write("ko", "")
    assert texts.is_blank("ko")
    texts.save()
    assert dict(page.edits) == {(*PC, "ko"): ""}
    assert choose(page.proposed(), Surface.PC, "ko").tab == "default"


def test_the_other_surface_is_left_alone() -> None:
    page = edited_session()
    texts = WarningTexts(page, Surface.MOBILE)
    texts.write("ja", "社外です")
    texts.save()
    assert dict(page.edits) == {("mail_security", "outgoing_warning", "mobile", "ja"): "社外です"}
    assert texts.policy.warning.pc == page.stored.policy.warning.pc


def test_languages_come_from_the_page_as_it_is_edited() -> None:
    page = edited_session()
    page.change(("company", "languages"), ["ko", "fr"])
    texts = WarningTexts(page, Surface.PC)
    assert texts.tabs == ("default", "ko", "fr", "ja")
    assert texts.never_shown == {"ja"}


def test_a_fault_of_another_setting_on_the_page_keeps_the_window_usable() -> None:
    page = edited_session()
    page.change(("company", "languages"), ["ko", "fr"])
    page.change(("mail", "general", "max_external_recipients"), 0)
    texts = WarningTexts(page, Surface.PC)
    assert texts.is_page_faulty
    assert texts.tabs == ("default", "ko", "fr", "ja")
    texts.write("fr", "bonjour")
    assert choose(texts.policy, Surface.PC, "fr").text == "bonjour"
    texts.save()
    assert page.value((*PC, "fr")) == "bonjour"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('ko = "plain"', "plain"),
        ('ko = "two\\r\\nlines"', "two\nlines"),
        ('ko = "esc\\u001B[2J and \\u202Eover"', "esc[2J and over"),
        ('ko = """\n한글\n"""', "한글\n"),
    ],
)
def test_a_stored_text_is_shown_harmless_and_not_changed_by_that(written: str, shown: str) -> None:
    page = session(written)
    texts = WarningTexts(page, Surface.PC)
    assert texts.text("ko") == shown
    texts.write("ko", shown)
    texts.save()
    assert (texts.unsaved, dict(page.edits)) == ((), {})


@pytest.mark.parametrize("blank", ["", " ", "\\n\\n", "\\u3164", "\\u200B", "\\u0007"])
def test_blank_is_what_the_policy_calls_blank(blank: str) -> None:
    texts = WarningTexts(session(f'ko = "{blank}"\nja = "x"'), Surface.PC)
    assert [texts.is_blank(tab) for tab in texts.tabs] == [True, True, False]
