"""Where values are written: what is cut out of a text there is the value, wherever and however it stands."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from policy.errors import KeyPath
from policy.toml.lines import Section, Span, layout_of
from policy.toml.text import quoted_lines, without_mark
from tests.administration.toml_writing import TEXTS, written_documents


def at(document: Any, path: KeyPath) -> Any:
    """What stands at a place."""
    for part in path:
        document = document[part]
    return document


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written_documents())
def test_every_pair_element_and_header_is_cut_out_whole_and_with_nothing_around_it(
    written: tuple[str, dict[str, Any]],
) -> None:
    text, document = without_mark(written[0]), written[1]
    layout = layout_of(text)
    for path, pair in layout.pairs.items():
        cut = text[pair.value.start : pair.value.end]
        assert tomllib.loads(f"k = {cut}")["k"] == at(document, path)
        assert cut == cut.strip()
        key, _equals, _value = text[pair.start : pair.value.end].partition("=")
        assert key.strip().rpartition(".")[2] == path[-1]
        assert path[: len(pair.table)] == pair.table
    for path, elements in layout.arrays.items():
        assert [tomllib.loads(f"k = {text[one.start : one.end]}")["k"] for one in elements] == at(document, path)
    for section in layout.sections:
        header = text[section.header.start : section.header.end]
        assert header.strip("[]").strip() == ".".join(part for part in section.path if isinstance(part, str))
        assert header.startswith("[[") == isinstance(section.path[-1], int)


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("a = 1\n", ()),
        ("[a] # x\n[[b . c]]\r\n[[b.c]]\n", (
            Section(("a",), Span(0, 3)), Section(("b", "c", 0), Span(8, 17)), Section(("b", "c", 1), Span(19, 26)),
        )),
    ],
)  # fmt: skip
def test_headers_of_arrays_carry_the_position_of_their_element(text: str, sections: tuple[Section, ...]) -> None:
    assert layout_of(text).sections == sections


def test_a_bare_value_ends_before_the_blanks_behind_it() -> None:
    layout = layout_of("a = { b = 12  , c = true } \r\nd = 1.5\t# x\r\n")
    assert {path: (pair.value.start, pair.value.end) for path, pair in layout.pairs.items()} == {
        ("a", "b"): (10, 12),
        ("a", "c"): (20, 24),
        ("a",): (4, 26),
        ("d",): (33, 36),
    }


@given(TEXTS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_text_over_several_lines_comes_back_as_it_was(line_end: str, text: str) -> None:
    assert tomllib.loads(f"k = {quoted_lines(text, line_end)}\nl = 1") == {"k": text, "l": 1}
