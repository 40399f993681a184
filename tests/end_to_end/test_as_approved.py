"""A file that is changed while the warning is open, so that neither size nor time tells, is not what was agreed to."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec.structs import replace

from composer.files.attaching.attach import LocalFiles
from composer.screens.sending.progress import SendingScreen
from composer.screens.sending.warning import WarningScreen
from composer.sentences.jobs import reasons_words
from composer.services.outbox import JobState
from tests.end_to_end.office import OUTSIDE_MAIL, OUTSIDER, open_office


def changed(path: Path) -> None:
    """Another content of the same size, and the time of the last change as it was."""
    times = path.stat()
    with path.open("r+b") as file:
        file.write(b"SECRET")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


async def test_a_file_that_changes_while_the_warning_is_open_is_asked_about_again(tmp_path: Path) -> None:
    path = tmp_path / "offer.txt"
    path.write_bytes(b"public, what was meant to go out")
    message = replace(OUTSIDE_MAIL, files=(LocalFiles(tmp_path).attach(path),))
    async with open_office(tmp_path / "again", message) as office:
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        first = office.screen
        await office.focused("#warning-back")
        changed(path)
        await office.tab_to("#warning-send")
        await office.pilot.press("enter")
        await office.until(lambda: isinstance(office.screen, WarningScreen) and office.screen is not first)
        assert office.nothing_left()
        await office.focused("#warning-back")
        await office.tab_to("#warning-send")
        await office.pilot.press("enter")
        await office.on(SendingScreen)
        await office.pilot.click("#sending-now")
        await office.until(lambda: office.post.mails)
        assert office.post.mails == [(OUTSIDER,)]


async def test_a_file_that_changes_within_the_outbox_is_not_sent_and_the_screen_says_so(tmp_path: Path) -> None:
    path = tmp_path / "offer.txt"
    path.write_bytes(b"public, what was meant to go out")
    message = replace(OUTSIDE_MAIL, files=(LocalFiles(tmp_path).attach(path),))
    async with open_office(tmp_path / "again", message) as office:
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        await office.focused("#warning-back")
        await office.tab_to("#warning-send")
        await office.pilot.press("enter")
        await office.on(SendingScreen)
        (record,) = (tmp_path / "again" / "outbox" / "queue").glob("*/record.eml")
        record.write_bytes(record.read_bytes().replace(b"cHVibGlj", b"c2VjcmV0"))
        await office.pilot.click("#sending-now")
        await office.until(lambda: [job.state for job in office.jobs] == [JobState.FAILED])
        screen = office.screen
        assert isinstance(screen, SendingScreen)
        changed = "no longer the message that was approved"  # it is written down behind the recipients
        await office.until(lambda: changed in reasons_words(office.jobs[0]))
