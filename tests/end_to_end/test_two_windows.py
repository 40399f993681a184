"""Two windows over the same drafts: what one has sent or changed, the other neither sends again nor overwrites."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.message.composition import Composition
from composer.screens.dialogs.ask import AskScreen
from composer.screens.drafts import DraftsScreen
from composer.services.drafts import SavedDraft
from composer.services.outbox import Submission
from composer.storage.drafts.folder import Drafts
from policy.verdict import Capabilities, judge
from tests.end_to_end.office import COLLEAGUE, NOW, Office, open_office

LETTER = Composition(sender="Ann Smith <smith@hanbit.example>", to=COLLEAGUE, subject="Minutes", body="Here they are.")
CHANGED = replace(LETTER, body="Here they are, corrected.")


def seen(office: Office) -> str:
    """What stands on the screen, in one line."""
    strips = office.screen._compositor.render_strips()
    return " ".join("".join(segment.text for strip in strips for segment in strip).split())


def other_window(folder: Path, office: Office) -> Drafts:
    """Another process would have a store of its own over the same folder."""
    return Drafts(folder / "drafts", office.world.services.clock)


def sends(folder: Path, office: Office) -> None:
    assessment = office.composer.assess(LETTER)
    verdict = judge(assessment.draft, assessment.in_force, assessment.member, Capabilities(), NOW)
    outbox = office.world.services.outbox
    made = Submission(LETTER, assessment.member, frozenset(verdict.questions), None, draft_id="d1")
    outbox.deliver(outbox.accept(made).id, lambda _progress: None)


def changes(folder: Path, office: Office) -> None:
    other_window(folder, office).save(SavedDraft("d1", CHANGED, NOW))


def deletes(folder: Path, office: Office) -> None:
    other_window(folder, office).delete("d1")


CASES = {
    "sends": (sends, "was sent by another window", "", 1),
    "changes": (changes, "has changed this draft", CHANGED.body, 0),
    "deletes": (deletes, "This draft is gone", "", 0),
}


@pytest.mark.parametrize(("act", "words", "body", "sent"), CASES.values(), ids=CASES)
async def test_a_draft_is_opened_from_an_old_list(
    act: Callable[[Path, Office], None], words: str, body: str, sent: int, tmp_path: Path
) -> None:
    async with open_office(tmp_path, Composition()) as office:
        drafts = other_window(tmp_path, office)
        for draft in drafts.list():
            drafts.delete(draft.id)
        drafts.save(SavedDraft("d1", LETTER, NOW))
        await office.pilot.press("f3")
        await office.on(DraftsScreen)
        listing = office.screen
        await office.until(lambda: isinstance(listing, DraftsScreen) and listing.shown)
        act(tmp_path, office)
        await office.pilot.press("enter")
        await office.on(AskScreen)
        await office.until(lambda: words in seen(office))
        await office.pilot.press("enter")
        await office.until(lambda: office.screen is office.composer)
        assert office.composer.read().body.startswith(body)
        assert office.composer.read().subject == ("Minutes" if body else "")
        if not body:
            await office.pilot.press("ctrl+s")
            await office.pilot.pause()
        assert len(office.post.mails) == sent
        assert [draft.composition.body for draft in drafts.list() if draft.id == "d1"] == ([body] if body else [])
