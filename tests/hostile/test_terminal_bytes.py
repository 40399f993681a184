"""The bytes that really go to the terminal: nothing but text and the sequences that drawing needs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from tests.end_to_end.terminal import Terminal, demonstration
from tests.hostile.corpus import FILE_NAMES, ONE_LINERS
from tests.hostile.looking import OVERRIDES
from tests.project import ROOT

_ALLOWED = re.compile(
    r"""
    \x1b\[ [0-9;:]* m                  # colours and attributes
  | \x1b\[ [0-9;]* [HK]                # cursor, and erasing a row
  | \x1b\[ \? [0-9;]+ [hl]             # modes: alternate screen, mouse, bracketed paste, focus, synchronized output
  | \x1b\[ \? [0-9]+ \$p               # is a mode known
  | \x1b\[ [<>=] [0-9;]* u             # kitty keyboard: push, pop, set
  | \x1b\[ 6n                          # where is the cursor: how wide a character was drawn
  | \x1b\]22;[a-z-]+\x07              # the shape of the mouse pointer
  | \r | \n                            # only between frames
""",
    re.VERBOSE,
)
_MODES = frozenset(["7", "25", "1000", "1003", "1004", "1006", "1015", "1016", "1049", "2004", "2026", "2031", "2048"])
RESET = "\x1b[0m"
_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[P_^X][^\x1b]*(?:\x1b\\)?|.)?", re.DOTALL
)


def not_allowed(written: bytes) -> Iterator[str]:
    """Every sequence or character that drawing does not need; raises UnicodeDecodeError for what is no UTF-8."""
    text = written.decode("utf-8")
    at = 0
    for found in _SEQUENCE.finditer(text):
        yield from filter(is_control, text[at : found.start()])
        at = found.end()
        sequence = found.group()
        modes = re.fullmatch(r"\x1b\[\?([0-9;]+)[hl]", sequence)
        if not _ALLOWED.fullmatch(sequence) or (modes and not set(modes[1].split(";")) <= _MODES):
            yield sequence
    yield from filter(is_control, text[at:])


def drawn_by(terminal: Terminal) -> bytes:
    """What was written up to the last sequence, which may have been read in part."""
    return bytes(terminal.written[: terminal.written.rfind(b"\x1b")])


def smuggled(terminal: Terminal, at_start: Counter[str]) -> Counter[str]:
    """Sequences of the corpus that drawing might use itself, written since the start."""
    evil = {sequence for text in ONE_LINERS.values() for sequence in _SEQUENCE.findall(text)} - {RESET}
    since = Counter(_SEQUENCE.findall(drawn_by(terminal).decode())) - at_start
    return Counter({sequence: since[sequence] for sequence in evil if since[sequence]})


def at_start(terminal: Terminal) -> Counter[str]:
    """The sequences written before anything hostile came in."""
    return Counter(_SEQUENCE.findall(drawn_by(terminal).decode()))


def is_control(character: str) -> bool:
    """Whether a character outside a sequence is more than text."""
    return (unicodedata.category(character) in {"Cc", "Cs"} and character not in "\r\n") or character in OVERRIDES


@pytest.mark.parametrize(
    "bad",
    [
        "\x1b]0;t\x07",
        "\x1b]52;c;eA==\x07",
        "\x1b[6n\x1b[c",
        "\x1bc",
        "\x1bP1q\x1b\\",
        "\x9b31m",
        "\x07",
        "\u202e",
        "\x1b",
    ],
)
def test_the_list_of_what_is_allowed_is_no_sieve(bad: str) -> None:
    assert list(not_allowed(f"text\x1b[1m{bad}text".encode()))


def pasteable(text: str) -> str:
    """Without what UTF-8 cannot carry; a line of the corpus is otherwise pasted as it is."""
    return text.encode("utf-8", "ignore").decode()


def safe_to_type(text: str) -> str:
    """What a member could type without pressing a key that does something."""
    return "".join(character for character in pasteable(text) if not is_control(character) and character not in "\r\n")


def test_everything_typed_pasted_and_named_comes_out_as_harmless_bytes(tmp_path: Path) -> None:
    with demonstration(tmp_path) as terminal:
        terminal.until("Subject", "f1 Help")
        clean_start = at_start(terminal)
        paste_into_the_subject(terminal)
        type_into_the_subject(terminal)
        attach_hostile_files(terminal, tmp_path / "home")
        assert list(dict.fromkeys(not_allowed(drawn_by(terminal)))) == []
        assert smuggled(terminal, clean_start) == Counter()
        assert "DEMONSTRATION" in terminal.text
        assert not list((tmp_path / "demonstration").glob("outbox/*/*/job.json"))


def paste_into_the_subject(terminal: Terminal) -> None:
    """All of it with ESC, ends of pastes and Ctrl+S inside; a paste must not press a key."""
    terminal.focus("Subject", "tab")
    for number, text in enumerate(ONE_LINERS.values()):
        terminal.paste(pasteable(text).replace("\x1b[201~", "\x1b[201\x1b~"))
        if number % 40 == 0:
            terminal.send(f"#{number}#")
            terminal.until(f"#{number}#")
    terminal.paste(" \x1b[6n\x1b\x13\x11 the end of pasting")
    terminal.until("the end of pasting")
    terminal.press("ctrl+u")
    terminal.until("Subject             ", gone="the end of pasting")


def type_into_the_subject(terminal: Terminal) -> None:
    """What is left of each string when nothing in it is a key."""
    for number, text in enumerate(ONE_LINERS.values()):
        terminal.send(safe_to_type(text)[:60])
        if number % 40 == 0:
            terminal.send(f"#{number}#")
            terminal.until(f"#{number}#")
    terminal.send("the end of typing")
    terminal.until("the end of typing")
    terminal.press("ctrl+u")
    terminal.until("Subject             ", gone="the end of typing")


def attach_hostile_files(terminal: Terminal, home: Path) -> None:
    """The names go through completion, the list, the quiet line and the notice."""
    folder = home / "names"
    folder.mkdir()
    for name in FILE_NAMES.values():
        (folder / name).write_bytes(b"x")
    terminal.press("ctrl+o")
    terminal.until("[ Attach ]")
    terminal.send("names/*")
    terminal.until("names/*")
    terminal.press("enter")
    terminal.until("attached", gone="[ Attach ]")


def hostile_translations(folder: Path) -> Path:
    """A copy of the catalogs in which every Korean translation carries something of the corpus."""
    for name in ("composer", "policy"):
        (folder / name).symlink_to(ROOT / name)
    for path in (ROOT / "locales").rglob("*"):
        if path.suffix in {".py", ".po", ".toml", ".json"}:
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    path = folder / "locales" / "ko" / "LC_MESSAGES" / "composer.po"
    with path.open("rb") as source:
        catalog = read_po(source)
    texts = [text for text in map(pasteable, ONE_LINERS.values()) if not set(text) & set("{}%")]
    for number, message in enumerate(entry for entry in catalog if entry.id):
        evil = texts[number % len(texts)]
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        spoilt = tuple(f"{form}{evil}" for form in forms)
        message.string = spoilt if isinstance(message.string, tuple) else spoilt[0]
    with path.open("wb") as spoiled:
        write_po(spoiled, catalog)
    return folder


def test_hostile_translations_come_out_as_harmless_bytes(tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    environ = {"PYTHONPATH": str(hostile_translations(packages)), "LANG": "ko_KR.UTF-8"}
    with demonstration(tmp_path, environ=environ) as terminal:
        terminal.until("데모", "받는", "kim@hanbit.example")
        for key in ("f1", "f3"):
            terminal.press(key)
            terminal.until("▔데모", gone="presend ·")
            terminal.press("escape")
            terminal.until("presend ·", gone="▔데모")
        terminal.press("f2")
        terminal.until("조건부")
        assert list(dict.fromkeys(not_allowed(drawn_by(terminal)))) == []
