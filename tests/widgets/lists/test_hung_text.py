"""What does not fit into a line of a list goes on further to the right, so that lines and entries are told apart."""

from __future__ import annotations

import pytest
from textual.style import Style
from textual.visual import RenderOptions

from composer.widgets.lists.hung_text import HungText

ENTRY = "Two outsiders, not sent\n  30 Nov | Partner <p@other.example>"


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        (ENTRY, 40, ["> Two outsiders, not sent", "  30 Nov | Partner <p@other.example>"]),
        (ENTRY, 25, ["> Two outsiders, not sent", "  30 Nov | Partner", "    <p@other.example>"]),
        (ENTRY, 24, ["> Two outsiders, not", "    sent", "  30 Nov | Partner", "    <p@other.example>"]),
        ("견적서를 보내 드립니다", 14, ["> 견적서를", "    보내", "    드립니다"]),
        ("見積書をお送りします。", 13, ["> 見積書を", "    お送りし", "    ます。"]),
        ("[/b] \x1b[31mred", 20, ["> [/b] [31mred"]),
        ("", 20, ["> "]),
        ("one two", 7, ["> one", "two"]),
    ],
)
def test_a_line_goes_on_behind_its_beginning(text: str, width: int, expected: list[str]) -> None:
    hung = HungText("> ", text)
    strips = hung.render_strips(width, None, Style(), RenderOptions(lambda _: Style(), {}))
    assert [strip.text.rstrip() for strip in strips] == [line.rstrip() for line in expected]
    assert hung.get_height({}, width) == len(expected)
