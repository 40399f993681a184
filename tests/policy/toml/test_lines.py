from __future__ import annotations

import tomllib
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.errors import KeyPath
from policy.toml.lines import Position, key_positions, layout_of
from policy.toml.text import quoted

PLACES: dict[str, tuple[str, dict[KeyPath, Position]]] = {
    "keys": ("a = 1\n  b = 2\n", {("a",): (1, 1), ("b",): (2, 3)}),
    "tables": (
        "[a]\nx = 1\n[b.c]\ny = 1",
        {("a", "x"): (2, 1), ("b",): (3, 2), ("b", "c"): (3, 4), ("b", "c", "y"): (4, 1)},
    ),
    "dotted keys": ("a.b . c = 1", {("a",): (1, 1), ("a", "b"): (1, 3), ("a", "b", "c"): (1, 7)}),
    "quoted keys": ("\"a.b\".'c\"d' = 1\n\"\\u00e9\" = 2", {("a.b",): (1, 1), ("a.b", 'c"d'): (1, 7), ("é",): (2, 1)}),
    "an empty key": ('"" = 1\n', {("",): (1, 1)}),
    "arrays of tables": (
        "[[l]]\na = 1\n[[l]]\na = 2\n[l.t]\nb = 3\n[[l.m]]\nc = 4",
        {("l",): (1, 3), ("l", 0, "a"): (2, 1), ("l", 1): (3, 3), ("l", 1, "a"): (4, 1), ("l", 1, "t", "b"): (6, 1),
         ("l", 1, "m", 0): (7, 5), ("l", 1, "m", 0, "c"): (8, 1)},
    ),
    "elements": ("a = [ 1,\n  2, # two, [\n]\n", {("a", 0): (1, 7), ("a", 1): (2, 3)}),
    "elements of elements": ("a = [[1], [2, 3]]", {("a", 1): (1, 11), ("a", 1, 1): (1, 15)}),
    "inline tables": ('a = { b = "}", c.d = [1, {e = 2}] }', {("a", "b"): (1, 7), ("a", "c", "d", 1, "e"): (1, 27)}),
    "long strings": (
        'a = """\nb = 1\n\\"""\n"""""\nc = \'\'\'\n[x]\n\'\'\'\'\'\nd = 1',
        {("c",): (5, 1), ("d",): (8, 1)},
    ),
    "signs within strings": ('a = "# \\" ]"\nb = \'# \\\'\nc = 1', {("b",): (2, 1), ("c",): (3, 1)}),
    "dates": ("a = 1979-05-27 07:32:00\nb = [1979-05-27, 07:32:00]", {("b",): (2, 1), ("b", 1): (2, 18)}),
    "Windows line ends": ("a = 1\r\n[t]\r\nb = 1\r\n", {("t", "b"): (3, 1)}),
    "wide characters": ('a = ["한", 1]', {("a", 1): (1, 11)}),
    "nothing": ("# only a comment", {}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "places"), PLACES.values(), ids=PLACES)
def test_every_key_is_found_where_it_stands(text: str, places: dict[KeyPath, Position]) -> None:
    tomllib.loads(text)
    found = key_positions(text)
    assert {path: found[path] for path in places} == places
    assert bool(found) is bool(places)


def test_nesting_that_the_parser_accepts_is_never_an_error() -> None:
    text = f"a = {'[' * 300}{']' * 300}\nb = 1"
    tomllib.loads(text)
    assert key_positions(text)["a",] == (1, 1)


class Writer:
    """Writes data as TOML in one of its many styles and remembers where everything went."""

    def __init__(self, random: Random) -> None:
        self.text = ""
        self.places: dict[KeyPath, Position] = {}
        self._random = random
        self._inline = 0
        self._part_place: Position = (1, 1)

    def document(self, data: dict[str, Any], path: KeyPath = ()) -> None:
        tables = {key: value for key, value in data.items() if value and self._as_section(value)}
        for key, value in data.items():
            if key not in tables:
                self._blank_line()
                self._pair(path, key, value)
        for key, value in tables.items():
            for place, table in self._sections((*path, key), value):
                self._header(place, isinstance(value, list))
                self.document(table, place)

    def _as_section(self, value: object) -> bool:
        is_array = isinstance(value, list) and all(isinstance(item, dict) for item in value)
        return (isinstance(value, dict) or is_array) and self._random.random() < 0.7

    @staticmethod
    def _sections(path: KeyPath, value: Any) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
        if isinstance(value, dict):
            yield path, value
        else:
            yield from (((*path, index), item) for index, item in enumerate(value))

    def _header(self, path: KeyPath, is_array: bool) -> None:
        self._blank_line()
        self.text += "[[" if is_array else "["
        self._key(path)
        self.text += ("]]" if is_array else "]") + "\n"

    def _key(self, path: KeyPath) -> None:
        """A header's key: positions within arrays are not written, the last element is meant."""
        for number, part in enumerate(path):
            if isinstance(part, int):
                self.places.setdefault(path[: number + 1], self._part_place)
                continue
            self.text += " . " if number else " "
            self._part_place = self._here()
            self.places.setdefault(path[: number + 1], self._part_place)
            self.text += self._name(part)

    def _pair(self, path: KeyPath, key: str, value: Any) -> None:
        self.places[(*path, key)] = self._here()
        self.text += self._name(key)
        if isinstance(value, dict) and len(value) == 1 and self._random.random() < 0.5:
            ((inner, rest),) = value.items()
            self.text += "."
            self._pair((*path, key), inner, rest)
            return
        self.text += " = "
        self._value((*path, key), value)
        if not self._inline:
            self.text += '  # = [ { """\n'

    def _value(self, path: KeyPath, value: Any) -> None:
        self._inline += 1
        if isinstance(value, dict):
            self._items("{", "}", value.items(), path)
        elif isinstance(value, list):
            self._items("[", "]", enumerate(value), path)
        else:
            self.text += self._scalar(value)
        self._inline -= 1

    def _items(self, opening: str, closing: str, items: Any, path: KeyPath) -> None:
        self.text += opening
        for number, (key, value) in enumerate(items):
            self.text += ", " if number else " "
            if opening == "{":
                self._pair(path, key, value)
            else:
                self._break()
                self.places[(*path, key)] = self._here()
                self._value((*path, key), value)
        self.text += closing

    def _break(self) -> None:
        """Line breaks may stand between elements, but not within an inline table."""
        if "{" not in self.text[self.text.rfind("\n") + 1 :] and self._random.random() < 0.3:
            self.text += " # ], \n\t"

    def _scalar(self, value: object) -> str:
        if isinstance(value, str) and "'" not in value and value.isprintable() and self._random.random() < 0.4:
            return f"'{value}'"
        if isinstance(value, str):
            long = f'"""{quoted(value)[1:-1]}"""'
            return long if self._random.random() < 0.3 else quoted(value)
        return str(value).lower()

    def _name(self, key: str) -> str:
        is_bare = key.isascii() and key.replace("_", "").isalnum()
        return key if is_bare and self._random.random() < 0.7 else quoted(key)

    def _blank_line(self) -> None:
        self.text += self._random.choice(["", "\n", "# [comment]\n", "\t"])

    def _here(self) -> Position:
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")


KEYS = st.text(alphabet="ab_ .\"'é[#\\", max_size=4)
SCALARS = st.one_of(st.integers(-9, 99), st.booleans(), st.text(alphabet="ab\"'\\]},#= \n한", max_size=8))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)


@given(st.dictionaries(KEYS, VALUES, max_size=4), st.randoms(use_true_random=False))
def test_whatever_the_style_every_key_and_element_is_found(data: dict[str, Any], random: Random) -> None:
    writer = Writer(random)
    writer.document(data)
    assert tomllib.loads(writer.text) == data
    assert key_positions(writer.text) == writer.places


ARRAYS = [
    ('["a", "b"]', ['"a"', '"b"']),
    ('["a","",  "b" , ]', ['"a"', '""', '"b"']),
    ('[\n  "a", # one, "two"\n  # "three",\n  "b",\n]', ['"a"', '"b"']),
    ('[ "a\\"b", "c", \'d\', "e" ]', ['"a\\"b"', '"c"', "'d'", '"e"']),
    ('["a", """b, "c", d""", "e"]', ['"a"', '"""b, "c", d"""', '"e"']),
    ('["", """""", ""]', ['""', '""""""', '""']),
    ('[["a", "b"], [], ["c"]]', ['["a", "b"]', "[]", '["c"]']),
    ('["a#b", "c]d", "e,f"]\r\n', ['"a#b"', '"c]d"', '"e,f"']),
    ('["a"\n,\n"b"]', ['"a"', '"b"']),
]


@pytest.mark.parametrize(("array", "elements"), ARRAYS)
def test_every_element_of_an_array_has_its_place(array: str, elements: list[str]) -> None:
    text = f"before = 1\nkey = {array}\nafter = 2\n"
    layout = layout_of(text)
    assert [text[span.start : span.end] for span in layout.arrays["key",]] == elements
    assert ("after",) in layout.pairs
    places = key_positions(text)
    lines = text.split("\n")
    for at, element in enumerate(elements):
        line, column = places["key", at]
        assert "\n".join(lines[line - 1 :])[column - 1 :].startswith(element)
