from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from composer.clock import FixedClock
from composer.message.composition import Composition
from composer.screens.drafts import DraftsScreen
from composer.services.drafts import SavedDraft
from composer.storage.drafts.folder import Drafts
from tests.screens.outbox_double import NOON, Host, text_of
from tests.screens.support import settled

HOSTILE = "[Restricted] [@click=app.quit]x[/] \x1b]0;t\x07 \u202egnp.exe"


def shelf(folder: Path, *subjects: str) -> Drafts:
    """A folder with drafts, the last one the newest."""
    drafts = Drafts(folder, FixedClock(NOON))
    for number, subject in enumerate(subjects):
        composition = Composition(subject=subject, to="park@other.example")
        drafts.save(SavedDraft(f"d{number}", composition, NOON + timedelta(minutes=number)))
    return drafts


async def test_drafts_are_listed_newest_first_with_recipients(tmp_path: Path) -> None:
    screen = DraftsScreen(shelf(tmp_path, "old", "new"))
    app = Host(screen)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert [draft.composition.subject for draft in screen.shown] == ["new", "old"]
        assert "park@other.example" in text_of(app)


async def test_enter_resumes_the_draft_that_is_highlighted(tmp_path: Path) -> None:
    drafts = shelf(tmp_path, "old", "new")
    app = Host(DraftsScreen(drafts))
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("down", "enter", "enter")
        await settled(pilot)
        assert app.results == [drafts.load("d0")]


async def test_a_deleted_draft_comes_back_with_ctrl_z(tmp_path: Path) -> None:
    drafts = shelf(tmp_path, "old", "new")
    screen = DraftsScreen(drafts)
    app = Host(screen)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("delete")
        await settled(pilot)
        assert [draft.id for draft in drafts.list()] == ["d0"]
        assert [draft.id for draft in screen.shown] == ["d0"]
        assert "Ctrl+Z brings it back" in text_of(app)
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert [draft.id for draft in drafts.list()] == ["d1", "d0"]
        assert [draft.id for draft in screen.shown] == ["d1", "d0"]


async def test_a_list_that_was_emptied_says_so_and_can_be_undone(tmp_path: Path) -> None:
    drafts = shelf(tmp_path, "only")
    screen = DraftsScreen(drafts)
    app = Host(screen)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("delete", "delete")
        await settled(pilot)
        assert screen.shown == ()
        assert "There are no drafts." in text_of(app)
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert len(screen.shown) == 1


async def test_a_draft_that_cannot_be_read_is_named_and_stays(tmp_path: Path) -> None:
    drafts = shelf(tmp_path, "good")
    bad = tmp_path / "bad[1].json"
    bad.write_text("{")
    app = Host(DraftsScreen(drafts))
    async with app.run_test(size=(160, 24)) as pilot:
        await settled(pilot)
        assert "bad[1].json cannot be read and is left as it is." in text_of(app)
    assert bad.read_text() == "{"


async def test_a_draft_open_in_another_presend_is_not_deleted(tmp_path: Path) -> None:
    other = shelf(tmp_path, "shared")
    assert other.claim("d0")
    screen = DraftsScreen(Drafts(tmp_path, FixedClock(NOON)))
    app = Host(screen)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("delete")
        await settled(pilot)
        assert "open in another presend" in text_of(app)
        assert len(screen.shown) == 1
    other.release("d0")


async def test_the_draft_open_in_this_composer_is_not_listed(tmp_path: Path) -> None:
    screen = DraftsScreen(shelf(tmp_path, "mine", "other"), current="d0")
    async with Host(screen).run_test() as pilot:
        await settled(pilot)
        assert [draft.id for draft in screen.shown] == ["d1"]


async def test_orphans_are_offered_and_may_be_left_alone(tmp_path: Path) -> None:
    drafts = shelf(tmp_path, "lost", "kept")
    screen = DraftsScreen(drafts, orphans=[drafts.load("d0")])
    app = Host(screen)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert [draft.id for draft in screen.shown] == ["d0"]
        assert "ended unexpectedly" in text_of(app)
        await pilot.click("#drafts-close")
        await settled(pilot)
        assert app.results == [None]
        assert len(drafts.list()) == 2


async def test_hostile_subjects_are_shown_as_they_are_without_controls(tmp_path: Path) -> None:
    drafts = shelf(tmp_path, HOSTILE)
    app = Host(DraftsScreen(drafts))
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("delete")
        await settled(pilot)
        await pilot.press("ctrl+z")
        await settled(pilot)
        shown = text_of(app)
        assert "[Restricted] [@click=app.quit]x[/]" in shown
        assert not any(character in shown for character in "\x1b\x07\u202e")


async def test_a_small_terminal_shows_the_list_and_every_button(tmp_path: Path) -> None:
    app = Host(DraftsScreen(shelf(tmp_path, *(f"subject {n}" for n in range(30)))))
    async with app.run_test(size=(40, 20)) as pilot:
        await settled(pilot)
        await pilot.press("end")
        await pilot.pause()
        shown = text_of(app)
        for words in ("subject 0", "Resume", "Delete", "Close"):
            assert words in shown


async def test_a_draft_of_a_message_that_was_sent_says_so(tmp_path: Path) -> None:
    screen = DraftsScreen(shelf(tmp_path, "old", "new"), sent=lambda: frozenset({"d1"}))
    app = Host(screen)
    async with app.run_test() as pilot:
        await settled(pilot)
        rows = text_of(app).splitlines()
        marked = [rows[at - 1].strip() for at, row in enumerate(rows) if "was sent" in row]
        assert [row.lstrip("> ") for row in marked] == ["new"]
