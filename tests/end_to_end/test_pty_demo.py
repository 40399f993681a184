"""The demonstration as a member meets it: a process of its own, in a terminal of its own, and mail on a disk."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from composer.clock import SystemClock
from composer.message.composition import Composition
from composer.storage.drafts.folder import Drafts
from tests.end_to_end.terminal import Terminal, demonstration

OUTSIDER, COLLEAGUE = "partner@other.example", "lee@hanbit.example"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with demonstration(tmp_path) as running:
        running.until("From", "To", "Subject", "f1 Help")
        yield running


def mail_of(folder: Path) -> dict[str, list[EmailMessage]]:
    """Every message in the demonstration's Maildirs, by mailbox."""
    found: dict[str, list[EmailMessage]] = {}
    places = folder / "demonstration"
    for path in sorted([*places.glob("mail/*/new/*"), *places.glob("sent/cur/*")]):
        message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.SMTP)
        found.setdefault(path.parent.parent.name, []).append(message)
    return found


def write_to(terminal: Terminal, to: str, subject: str) -> None:
    """Fill the fields as a member does, from the first to the body."""
    terminal.send(to)
    terminal.until("1 of 20 outside")
    terminal.focus("Subject", "tab")
    terminal.send(subject)
    terminal.until(f"Subject   {subject}", gone="the subject is empty")
    terminal.press("tab")
    terminal.send("See you.")
    terminal.until("See you.", gone="the text is empty")


def send_now(terminal: Terminal) -> None:
    """Ctrl+S where no warning is due, without waiting for the time to undo."""
    terminal.press("ctrl+s")
    terminal.until("You can still undo", "Send now")
    terminal.press("tab")
    terminal.until("[>Undo<]")
    terminal.press("tab")
    terminal.until("[>Send now<]")
    terminal.press("enter")
    terminal.until("Close", "The message is sent.")


def quit_from_the_end(terminal: Terminal) -> None:
    """Leave the report, then the composer, which holds nothing."""
    terminal.press("escape")
    terminal.until("f1 Help", gone="The message is sent.")
    terminal.press("ctrl+q")
    assert terminal.ended() == 0


def test_the_warning_is_met_the_outsider_is_removed_and_the_mail_arrives(terminal: Terminal, tmp_path: Path) -> None:
    write_to(terminal, OUTSIDER, "Quarterly figures")
    terminal.press("ctrl+s")
    terminal.until("This message goes outside", OUTSIDER, "Rule: Always apply", "[>Go back<]")
    assert mail_of(tmp_path) == {}
    terminal.press("enter")
    terminal.until("Subject   Quarterly figures")
    terminal.focus("To", "shift+tab", "shift+tab")
    terminal.press("ctrl+u")
    terminal.until("There is no recipient")
    terminal.send(COLLEAGUE)
    terminal.until(COLLEAGUE, "everybody is inside")
    send_now(terminal)
    quit_from_the_end(terminal)
    found = mail_of(tmp_path)
    assert set(found) == {COLLEAGUE, "sent"}
    for message in (*found[COLLEAGUE], *found["sent"]):
        assert message["Subject"] == "Quarterly figures"
        assert message["To"] == COLLEAGUE
        assert "Ann Smith, Hanbit Trading" in message.get_content()
    assert OUTSIDER.encode() not in b"".join(bytes(message) for messages in found.values() for message in messages)


def test_turning_on_individually_in_the_warning_sends_one_copy_to_each(terminal: Terminal, tmp_path: Path) -> None:
    choose_not_individually(terminal)
    write_to(terminal, f"{COLLEAGUE}, {OUTSIDER}", "Offer")
    terminal.press("ctrl+s")
    terminal.until("This message goes outside", "[>Go back<]", "Send individually")
    repair_with_individually(terminal)
    terminal.press("enter")
    terminal.until("You can still undo")
    terminal.press("tab")
    terminal.until("[>Undo<]")
    terminal.press("tab")
    terminal.until("[>Send now<]")
    terminal.press("enter")
    terminal.until("The message is sent.")
    quit_from_the_end(terminal)
    found = mail_of(tmp_path)
    assert set(found) == {COLLEAGUE, "outside", "sent"}
    assert [message["To"] for message in found[COLLEAGUE]] == [COLLEAGUE]
    assert [message["To"] for message in found["outside"]] == [OUTSIDER]
    ids = {message["Message-ID"] for message in (*found[COLLEAGUE], *found["outside"])}
    assert len(ids) == 2


def choose_not_individually(terminal: Terminal) -> None:
    """Change the policy in the demonstration's panel, by keyboard alone."""
    terminal.mark("(*) ON", "f2")
    terminal.mark("(*) Always apply", "tab")
    terminal.mark("(*) Apply conditionally", "down")
    terminal.mark("(*) Only if attachments are included", "tab")
    terminal.mark("(*) Only if send", "down")
    terminal.press("f2")
    terminal.until("0 of 20 outside", gone="DEMONSTRATION: nothing")


def repair_with_individually(terminal: Terminal) -> None:
    """Go back by Shift+Tab to the repair, make it, and come to Send, which is plain now."""
    terminal.mark("[>Send individually<]", "shift+tab", "shift+tab", "shift+tab")
    terminal.press("enter")
    terminal.until("[>Go back<]", "[ Send ]", gone="This message goes outside")
    terminal.mark("[>Send<]", "tab")


def test_a_killed_composer_leaves_what_was_saved_and_the_next_start_offers_it(
    terminal: Terminal, tmp_path: Path
) -> None:
    drafts = Drafts(tmp_path / "demonstration" / "drafts", SystemClock())
    write_to(terminal, OUTSIDER, "Half written")
    terminal.until_true(lambda: [draft.subject for draft in written(drafts)] == ["Half written"], "the draft on disk")
    terminal.send(" and more")
    terminal.until("See you. and more")
    terminal.kill()
    assert [draft.to for draft in written(drafts)] == [OUTSIDER]
    with demonstration(tmp_path) as again:
        again.until("Half written", "Resume")
        again.press("enter")
        again.until(f"To        {OUTSIDER}", "Subject   Half written")


def written(drafts: Drafts) -> list[Composition]:
    """The drafts that the demonstration did not bring along."""
    return [draft.composition for draft in drafts.list() if not draft.id.startswith("demo-")]
