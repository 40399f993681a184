"""A translator changes a word in a file, and sees it in the running presend."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.end_to_end.terminal import Terminal, environ_of
from tests.project import ROOT

SHIPPED = ROOT / "locales" / "ko" / "LC_MESSAGES" / "composer.po"
SUBJECT = 'msgstr "제목"'


def test_a_changed_word_is_on_the_screen_and_a_broken_file_is_told_until_it_is_mended(tmp_path: Path) -> None:
    catalog = tmp_path / "my file.po"
    text = SHIPPED.read_text("utf-8")
    assert SUBJECT in text
    catalog.write_text(text, "utf-8")
    command = [sys.executable, "-m", "composer", "demo", "--catalog", catalog.name]
    with Terminal(command, environ_of(tmp_path), tmp_path, (80, 24)) as terminal:
        terminal.until("제목", "받는 사람")
        terminal.press("x", "y", "z")
        terminal.until("xyz")
        catalog.write_text(text.replace(SUBJECT, 'msgstr "주제어"'), "utf-8")
        terminal.until("주제어", "xyz", gone="제목")
        catalog.write_text("nonsense\n")
        terminal.until("my file.po:1: error parse", "[>닫기<]", "주제어")
        catalog.write_text(text, "utf-8")
        terminal.until("제목", "xyz", gone="error parse")
