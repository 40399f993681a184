"""The windows of the warning texts: each tab, who sees it, the dialog as it would be, and what Save does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual import events

from composer import words
from composer.screens.admin.texts import TextSettingsScreen
from composer.screens.dialogs.ask import AskScreen
from composer.screens.sending.warning import WarningScreen
from composer.sentences.wording import warning_text
from composer.widgets.dialogs.foreign_box import ForeignBox
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.dialogs.warning_view import WarningView
from composer.widgets.fields.body_area import LONGEST_LINE
from composer.widgets.glyphs import ASCII
from composer.widgets.settings.tab_text import TabText
from policy.settings import Surface
from policy.wording import BUILT_IN, Wording, WordingReason, WordingRow, choose
from tests.golden import assert_golden, picture
from tests.screens.admin.texts_support import NARROW, PC, WIDE, WindowApp, box, line, shown, window
from tests.screens.dialog_support import CLOCK, Assessor, DialogApp, focus, message, visible

TEXTS = ("mail_security", "outgoing_warning", "pc")
MOBILE_TEXTS = ("mail_security", "outgoing_warning", "mobile")


@pytest.fixture(autouse=True)
def same_language_afterwards() -> Iterator[None]:
    before = words.active()
    yield
    words.use(before)


# The tabs


@pytest.mark.parametrize(
    ("surface", "title", "row"),
    [
        (Surface.PC, "PC warning text settings", "[ Default ]  한국어    日本語    English -"),
        (Surface.MOBILE, "Mobile warning text settings", "[ Default ]  한국어    日本語 -    English -"),
    ],
)
async def test_the_window_has_a_tab_for_default_and_each_enabled_language(
    surface: Surface, title: str, row: str
) -> None:
    app = window(surface)
    async with app.run_test(size=PC) as pilot:
        await shown(pilot)
        assert line(app, "#texts-title").split("   ")[0] == title
        assert picture(app).splitlines()[1] == row


async def test_f9_and_f8_go_through_all_tabs_and_each_shows_its_own_text_and_members() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        seen = []
        for _tab in range(4):
            await shown(pilot)
            seen.append((app.window.tab, app.window.editor.text[:6], box(app, "#texts-audience").splitlines()[0]))
            await pilot.press("f9")
        assert [tab for tab, _text, _seen_by in seen] == ["default", "ko", "ja", "en"]
        assert [text for _tab, text, _seen_by in seen] == ["You ar", "한빛무역 외", "ハンビット貿", ""]
        assert [seen_by.partition(":")[0] for _tab, _text, seen_by in seen] == [
            "Seen by members writing in English",
            "Seen by members writing in Korean",
            "Seen by members writing in Japanese",
            "Nobody sees this tab now.",
        ]
        assert app.window.tab == "default"
        await pilot.press("f8")
        assert app.window.tab == "en"


async def test_a_stored_tab_that_is_not_enabled_can_be_opened_and_is_marked_as_never_shown() -> None:
    app = window()
    app.session.change(("company", "languages"), ["en"])
    async with app.run_test(size=PC) as pilot:
        await shown(pilot)
        assert picture(app).splitlines()[1] == "[ Default ]  English -    한국어 x    日本語 x"
        await pilot.press("f9", "f9")
        await shown(pilot)
        assert "This tab can never be shown" in box(app, "#texts-audience")
        assert box(app, "#warning-text").startswith("한빛무역")


async def test_keys_typed_right_behind_f9_reach_the_next_tab() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        for key in ("f9", "a", "f9", "b", "tab", "tab"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await shown(pilot)
        texts = [editor.text[:1] for editor in app.window.query(TabText)]
        assert texts == ["Y", "a", "b", ""]
        assert app.focused is app.window.query_one("#texts-save")


@pytest.mark.parametrize("size", [PC, NARROW, WIDE])
async def test_tab_alone_reaches_everything_and_comes_round(size: tuple[int, int]) -> None:
    app = window()
    async with app.run_test(size=size) as pilot:
        await shown(pilot)
        stops = []
        for _step in range(6):
            stops.append(app.focused.id if app.focused else None)
            await pilot.press("tab")
        assert stops == [
            "texts-editor-0", "texts-preview", "texts-save", "texts-close", "texts-tabs", "texts-audience",
        ]  # fmt: skip
        await pilot.press("shift+tab")
        assert app.focused is app.window.query_one("#texts-audience")


async def test_the_row_of_tabs_is_operated_with_arrows() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#texts-tabs")
        await pilot.press("right", "right")
        await shown(pilot)
        assert (app.window.tab, app.window.editor.display) == ("ja", True)
        assert app.focused is app.window.query_one("#texts-tabs")
        assert "[>日本語<]" in picture(app)


# The preview


async def test_what_is_typed_is_in_the_dialog_at_once_and_in_no_policy() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press(*"Hi! ")
        await shown(pilot)
        assert box(app, "#warning-text").startswith("Hi! You are about")
        assert "[ Default * ]" in picture(app)
        assert line(app, "#texts-status") == "Not saved: the Default tab."
        assert not app.session.is_edited


async def test_a_blank_tab_shows_what_its_members_see() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("f8")
        await shown(pilot)
        assert app.window.tab == "en"
        assert box(app, "#warning-text") == app.session.stored.policy.warning.pc["default"].strip()


async def test_a_blank_default_shows_the_built_in_text_and_says_so() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        app.window.editor.put_whole(" \u3164\n")
        await shown(pilot)
        built_in = warning_text(Wording(Surface.PC, BUILT_IN, (WordingReason.DEFAULT_BLANK,), "", WordingRow.BUILT_IN))
        assert box(app, "#warning-text") == built_in
        assert box(app, "#texts-audience").startswith("Default is blank: the built-in text is shown")
        assert "[ Default *- ]" in picture(app)
        await pilot.press("f8")
        await shown(pilot)
        assert box(app, "#warning-text") == built_in


async def test_a_text_is_shown_in_the_dialog_also_where_nobody_would_see_it() -> None:
    app = window()
    app.session.change(("mail_security", "outgoing_warning", "enabled"), False)
    async with app.run_test(size=PC) as pilot:
        await shown(pilot)
        assert box(app, "#texts-audience").startswith("The warning is off")
        assert box(app, "#warning-text").startswith("You are about to send")


async def test_the_rule_in_the_dialog_is_the_one_the_page_has_now() -> None:
    app = window()
    app.session.change(("mail_security", "outgoing_warning", "apply"), "attachments")
    async with app.run_test(size=PC) as pilot:
        await shown(pilot)
        assert box(app, "#warning-rule").endswith("only if attachments are included")


async def test_a_fault_of_another_setting_on_the_page_is_said_and_the_window_still_works() -> None:
    app = window()
    app.session.change(("mail", "general", "max_external_recipients"), 0)
    async with app.run_test(size=PC) as pilot:
        await pilot.press("x", "ctrl+s")
        await shown(pilot)
        assert box(app, "#texts-audience").startswith("Another setting on the page is not right yet")
        assert str(app.session.value((*TEXTS, "default"))).startswith("xYou are about")


@pytest.mark.parametrize(
    ("surface", "size", "columns"),
    [
        (Surface.PC, (80, 24), 79),
        (Surface.PC, (100, 24), 99),
        (Surface.PC, (119, 40), 100),
        (Surface.PC, (130, 30), 89),
        (Surface.PC, (200, 50), 100),
        (Surface.PC, (40, 20), 40),
        (Surface.PC, (80, 20), 80),
        (Surface.MOBILE, (80, 24), 40),
        (Surface.MOBILE, (130, 30), 40),
        (Surface.MOBILE, (40, 20), 40),
        (Surface.MOBILE, (30, 20), 30),
    ],
)
async def test_the_dialog_has_the_columns_of_its_surface_or_what_room_there_is(
    surface: Surface, size: tuple[int, int], columns: int
) -> None:
    app = window(surface)
    async with app.run_test(size=size) as pilot:
        await shown(pilot)
        view = app.window.query_one(WarningView)
        assert view.outer_size.width == columns
        assert f"Preview, {columns} columns" in line(app, "#texts-fit")
        assert view.region.right <= size[0]


async def test_a_terminal_that_grows_puts_the_dialog_beside_the_text_and_back() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        for size, beside in ((WIDE, True), (PC, False)):
            await pilot.resize_terminal(*size)
            await shown(pilot)
            right, left = app.window.query_one("#texts-right").region, app.window.query_one("#texts-left").region
            assert (right.y == left.y, right.x >= left.right) == (beside, beside)


@pytest.mark.parametrize(
    ("text", "words_of_it"),
    [
        ("one", "the text takes 1 row, all in sight."),
        ("\n".join("123456"), "the text takes 6 rows, all in sight."),
        ("\n".join("1234567"), "the text takes 7 rows; 6 are in sight, the rest scrolls."),
        ("가" * 36, "the text takes 2 rows, all in sight."),
    ],
)
async def test_how_many_rows_the_text_takes_is_said_as_the_dialog_draws_it(text: str, words_of_it: str) -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        app.window.editor.put_whole(text)
        await shown(pilot)
        assert line(app, "#texts-fit").endswith(words_of_it)
        dialog = app.window.query_one("#warning-text", ForeignBox)
        assert words_of_it.startswith(f"the text takes {dialog.line_count(dialog.text_width)} row")


@pytest.mark.parametrize("size", [PC, NARROW, (80, 20), WIDE])
async def test_the_last_row_of_the_dialog_can_be_brought_into_sight_with_keys(size: tuple[int, int]) -> None:
    app = window()
    async with app.run_test(size=size) as pilot:
        await focus(pilot, "#texts-preview")
        await shown(pilot)
        assert line(app, "#texts-fit").startswith("> Preview")
        await pilot.press("end")
        await shown(pilot)
        assert visible(app, "#warning-send")
        await pilot.press("tab")
        assert app.focused is app.window.query_one("#texts-save")


async def test_nothing_in_the_preview_answers_a_click() -> None:
    app = window()
    async with app.run_test(size=(130, 40)) as pilot:
        await shown(pilot)
        for selector in ("#warning-send", "#warning-back", "#warning-outside", "#warning-bcc"):
            await pilot.click(selector)
        assert app.answers == []
        assert isinstance(app.screen, TextSettingsScreen)
        assert app.focused is app.window.query_one("#texts-preview")


# Save and Close


async def test_save_hands_the_changed_tabs_to_the_page_and_puts_nothing_in_force() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        in_force = app.session.stored
        await pilot.press("a", "f8", "b", "ctrl+s")
        await shown(pilot)
        assert dict(app.session.edits) == {
            (*TEXTS, "default"): "a" + in_force.policy.warning.pc["default"],
            (*TEXTS, "en"): "b",
        }
        assert app.session.stored is in_force
        assert choose(app.session.stored.policy, Surface.PC, "en").tab == "default"
        assert choose(app.session.proposed(), Surface.PC, "en").text == "b"
        assert line(app, "#texts-status") == (
            "Saved here; in force only after Save on the page: the Default tab and the English tab."
        )
        assert "Default +" in picture(app)
        await pilot.press("escape")
        assert app.answers == [True]


async def test_the_save_button_does_the_same_and_the_mobile_texts_are_their_own() -> None:
    app = window(Surface.MOBILE)
    async with app.run_test(size=PC) as pilot:
        await pilot.press("z")
        await focus(pilot, "#texts-save")
        await pilot.press("enter")
        await focus(pilot, "#texts-close")
        await pilot.press("enter")
        assert list(app.session.edits) == [(*MOBILE_TEXTS, "default")]
        assert app.answers == [True]


async def test_a_window_in_which_nothing_was_typed_closes_at_once() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("f9", "ctrl+s", "escape")
        assert app.answers == [False]
        assert not app.session.is_edited


@pytest.mark.parametrize(
    ("keys", "answers", "edited"),
    [
        (["enter"], [True], True),
        (["tab", "enter"], [False], False),
        (["tab", "tab", "enter"], [], False),
        (["escape"], [], False),
    ],
)
async def test_escape_asks_once_what_becomes_of_typed_texts(keys: list[str], answers: list[bool], edited: bool) -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("q", "escape")
        assert isinstance(app.screen, AskScreen)
        assert app.screen.text == "What you typed is not saved: the Default tab."
        await pilot.press(*keys)
        await shown(pilot)
        assert (app.answers, app.session.is_edited) == (answers, edited)
        if not answers:
            assert app.window.editor.text.startswith("qYou are about")


async def test_the_question_is_about_what_was_typed_since_the_last_save() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("q", "ctrl+s", "f9", "r", "escape", "tab", "enter")
        assert app.answers == [True]
        assert list(app.session.edits) == [(*TEXTS, "default")]


async def test_text_typed_back_to_what_it_was_asks_nothing() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("q", "backspace", "escape")
        assert app.answers == [False]


async def test_the_keys_of_the_window_do_nothing_under_the_question() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("q", "escape")
        await pilot.press("f9", "ctrl+s", "f8", "f8")
        assert app.window.tab == "default"
        assert not app.session.is_edited


async def test_only_the_first_way_out_counts() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        screen = app.window
        screen.on_push_button_pressed(PushButton.Pressed(screen.query_one("#texts-close", PushButton)))
        screen.action_close()
        await pilot.pause()
        assert app.answers == [False]


# Pastes


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("/etc/passwd", "/etc/passwd"),
        ("one\r\ntwo", "one\ntwo"),
        ("red\x1b[31m\x13", "red[31m"),
        ("x\u202ey", "xy"),
        ("[b]bold[/b]", "[b]bold[/b]"),
    ],
)
async def test_a_paste_is_text_whatever_it_looks_like(pasted: str, text: str) -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("f8")
        app.post_message(events.Paste(pasted))
        await shown(pilot)
        assert app.window.editor.text == text
        assert isinstance(app.screen, TextSettingsScreen)
        assert not app.session.is_edited


async def test_a_paste_stays_in_its_tab_whatever_key_follows_at_once() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        app.post_message(events.Paste("/pasted "))
        app.post_message(events.Key("f9", None))
        app.post_message(events.Key("x", "x"))
        await shown(pilot)
        assert [editor.text[:9] for editor in app.window.query(TabText)][:2] == ["/pasted Y", "x한빛무역 외부로"]


async def test_a_pasted_line_that_is_too_long_is_broken_and_that_is_said() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("f8")
        app.post_message(events.Paste("x" * (LONGEST_LINE + 5)))
        await shown(pilot)
        assert app.window.editor.text == f"{'x' * LONGEST_LINE}\n{'x' * 5}"
        assert line(app, "#texts-status").endswith("A pasted line was too long; line breaks were put in.")


# Languages, places, glyphs


async def test_switching_the_language_keeps_text_undo_tab_and_focus() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("f9", "x", "y")
        await shown(pilot)
        english = picture(app)
        app.switch_language("ko")
        await shown(pilot)
        assert app.window.tab == "ko"
        assert app.focused is app.window.editor
        assert app.window.editor.text.startswith("xy한빛무역")
        assert picture(app) != english
        app.switch_language("en")
        await shown(pilot)
        assert picture(app) == english
        await pilot.press("ctrl+z")
        assert app.window.editor.text.startswith("한빛무역")


@pytest.mark.parametrize("size", [PC, NARROW, (80, 20), WIDE, (60, 24)])
@pytest.mark.parametrize("language", ["en", "ko", "ja"])
async def test_title_tabs_status_buttons_and_the_text_are_whole_at_every_size(
    size: tuple[int, int], language: str
) -> None:
    app = window()
    words.use(language)
    async with app.run_test(size=size) as pilot:
        await shown(pilot)
        parts = ("#texts-title", "#texts-tabs", "#texts-status", "#texts-save", "#texts-close", "#texts-editor-0")
        assert [selector for selector in parts if not visible(app, selector)] == []
        assert len(line(app, "#texts-title")) <= size[0] - 2


async def test_nothing_but_ascii_is_drawn_where_the_terminal_needs_that() -> None:
    app = window()
    app.glyphs = ASCII
    app.session.change(("company", "languages"), [])
    for tab in ("ko", "ja"):
        app.session.change((*TEXTS, tab), None)
    async with app.run_test(size=PC) as pilot:
        await shown(pilot)
        assert picture(app).isascii()


async def test_the_window_looks_nothing_like_the_warning_it_shows() -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        await shown(pilot)
        rows = picture(app).splitlines()
        assert not any(character in rows[place] for place in range(9) for character in "╔║╚")


@pytest.mark.parametrize("surface", list(Surface))
@pytest.mark.parametrize(("language", "size"), [("en", PC), ("ko", PC), ("ja", PC), ("en", NARROW), ("en", WIDE)])
async def test_the_window_looks_as_agreed(surface: Surface, language: str, size: tuple[int, int]) -> None:
    app = window(surface)
    words.use(language)
    async with app.run_test(size=size) as pilot:
        await shown(pilot)
        await assert_golden(pilot, f"texts-{surface.value}-{language}-{size[0]}x{size[1]}")


# The dialog itself


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "two\nlines\n\nand one more",
        "[b]markup[/b] [/ {name} %s",
        "esc \x1b[2J \u202eover \u200b",
        "받는 사람을 확인하세요." * 9,
        "ファイルを（すべて）確認してください。" * 9,
        "e\u0301 NFC",
        "x" * 300,
        " \n ",
    ],
)
@pytest.mark.parametrize("tab", ["default", "en"])
async def test_the_preview_says_what_the_real_dialog_says_for_that_text(text: str, tab: str) -> None:
    app = window()
    async with app.run_test(size=PC) as pilot:
        if tab != "default":
            await pilot.press("f8")
        app.window.editor.put_whole(text)
        await pilot.press("ctrl+s")
        await shown(pilot)
        preview = app.window.query_one("#warning-text", ForeignBox).text
    assert preview == await real_dialog(app)


async def real_dialog(app: WindowApp) -> str:
    """The text of the warning that a member writing in English meets under the policy of the page."""
    assess = Assessor(app.session.proposed())
    dialog = DialogApp(lambda: WarningScreen(assess(message(to="x@other.example")), assess, CLOCK))
    async with dialog.run_test(size=PC):
        return dialog.screen.query_one("#warning-text", ForeignBox).text
