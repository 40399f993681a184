"""Keys: words beside them that differ on each screen in each language, keys that terminals send, no marked letters."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import combinations
from types import ModuleType

import pytest
from textual.binding import Binding

import composer.apps
import composer.demo
import composer.screens
import composer.widgets
from composer import words
from composer.localization.codes import Code
from composer.localization.entry import Entry
from composer.localization.hotkey_checks import KEY_NAMES, KEYS_TOGETHER, check_hotkeys
from composer.widgets.key_names import key_name
from composer.widgets.keys import describe
from locales.registry import BY_TAG
from tests.localization.planting import entry_of, replanted, shipped
from tests.localization.test_planted_faults import TAGS, found_in

TYPEABLE = re.compile(
    r"(?:ctrl\+[a-z]|f(?:[1-9]|1[0-2])|alt\+[a-z]|(?:shift\+)?tab|enter|escape|space|backspace|delete|home|end|pageup"
    r"|pagedown|up|down|left|right|ctrl\+f5|(?:ctrl|alt)\+backspace|ctrl\+(?:shift\+)?(?:home|end))"
)
"""Keys that terminals send, each as a sequence of its own."""
OTHER_KEYS = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"}
"""What a terminal sends as Backspace, Tab and Enter."""


@pytest.fixture(autouse=True)
def _in_english_afterwards() -> Iterator[None]:
    yield
    words.use("en")


def with_keys() -> dict[str, list[Binding]]:
    """The bindings of each class of a screen, an app or a widget."""
    found: dict[str, list[Binding]] = {}
    for package in (composer.screens, composer.apps, composer.demo, composer.widgets):
        for module in modules(package):
            for name, kind in vars(module).items():
                if isinstance(kind, type) and kind.__module__ == module.__name__ and "BINDINGS" in vars(kind):
                    found[name] = [one for one in vars(kind)["BINDINGS"] if isinstance(one, Binding)]
    return found


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(info.name)


KEYS = with_keys()


def test_the_screens_are_looked_at() -> None:
    assert {"ComposeScreen", "AdminScreen", "OutboxScreen", "WarningScreen", "SafeApp", "DemoApp"} <= set(KEYS)


@pytest.mark.parametrize("name", KEYS)
def test_a_terminal_can_send_every_key(name: str) -> None:
    pressed = {key for binding in KEYS[name] for key in binding.key.split(",")}
    assert [key for key in pressed if not TYPEABLE.fullmatch(key) or key in OTHER_KEYS] == []


@pytest.mark.parametrize("name", KEYS)
def test_a_key_of_a_screen_does_one_thing(name: str) -> None:
    """Where one key stands twice, the screen says at each moment which of the actions there is."""
    done: dict[str, set[str]] = {}
    for binding in KEYS[name]:
        for key in binding.key.split(","):
            done.setdefault(key, set()).add(binding.action)
    twice = {key for key, actions in done.items() if len(actions) > 1}
    assert twice <= ({"escape"} if name == "SendingScreen" else {"enter"} if name == "AddressInput" else set())


@pytest.mark.parametrize("name", KEYS)
def test_the_table_of_words_has_each_screen(name: str) -> None:
    words.use("en")
    shown = {describe(binding.action) for binding in KEYS[name]} - {""}
    assert not shown or any(shown <= set(group) for group in KEYS_TOGETHER)


@pytest.mark.parametrize("tag", BY_TAG)
@pytest.mark.parametrize("name", KEYS)
def test_two_actions_of_a_screen_have_two_words_in_every_language(name: str, tag: str) -> None:
    words.use(tag)
    said: dict[str, set[str]] = {}
    for binding in KEYS[name]:
        if describe(binding.action):
            said.setdefault(describe(binding.action), set()).add(binding.action)
    assert [word for word, actions in said.items() if len(actions) > 1] == []


@pytest.mark.parametrize("tag", BY_TAG)
def test_the_names_of_keys_differ(tag: str) -> None:
    words.use(tag)
    names = [key_name(key.lower().replace(" ", "")) for key in KEY_NAMES]
    assert all(names)
    assert len(set(names)) == len(KEY_NAMES)


MARKS = [
    ("ko", "Send", "보내기(&S)", True),
    ("ko", "Send", "보내기(S)", True),
    ("ko", "Send", "보내기 (s)", True),
    ("ko", "Attach...", "첨부(A)...", True),
    ("ko", "Send", "&보내기", True),
    ("ko", "Send", "_보내기", True),
    ("ko", "Send", "~보내기", True),
    ("ja", "Send", "送信(S)", True),
    ("ja", "Send", "送信（S）", True),
    ("ja", "Send", "送信(&S)", True),
    ("ja", "Save as...", "名前を付けて保存(&A)...", True),
    ("ko", "Send", "보내기", False),
    ("ja", "Send", "送信", False),
    ("ko", "Close (F2)", "닫기(F2)", False),
    ("ko", "Set ca_file", "ca_file 설정", False),
    ("ko", "{path} (x)", "{path}(x)", False),
    ("ja", "R & D", "R & D", False),
    ("ko", "This is a sentence.", "문장(A).", False),
    ("ja", "~/Maildir", "~/Maildir", False),
]


@pytest.mark.parametrize(("tag", "english", "text", "is_fault"), MARKS)
def test_a_label_marks_no_letter(tag: str, english: str, text: str, *, is_fault: bool) -> None:
    found = [code for code, _ in check_hotkeys(Entry(BY_TAG[tag], (english,), text))]
    assert found == [Code.HOTKEY] * is_fault


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    ("context", "one", "other"),
    [
        ("key", "Save", "Revert"),
        ("key", "Delete", "Undo delete"),
        ("key", "Attach", "Level"),
        ("key name", "Up", "Down"),
    ],
)
def test_two_words_of_one_row_of_keys_are_an_error(context: str, one: str, other: str, tag: str) -> None:
    text = shipped(tag)
    same = replanted(text, entry_of(text, other, context), entry_of(text, one, context).forms[0])
    found = [found for found in found_in(same, tag) if found.code is not Code.INCONSISTENT]  # a button has it too
    assert {(found.code, found.context) for found in found} == {(Code.NOT_DISTINCT, context)}
    assert {found.id for found in found} <= {one, other}


def test_no_group_has_a_word_twice() -> None:
    assert all(one != other for group in KEYS_TOGETHER for one, other in combinations(group, 2))
