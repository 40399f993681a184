"""Where phrases begin in scripts that put no space between words, by BudouX; loaded with the first such text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux import Parser

LONGEST = 2000
"""Characters; in a longer text nobody looks for phrases, for that takes about 5 microseconds a character."""
_SPACE = re.compile(r"(?<=[:;,.!?)])[ \u3000]+")
_THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7a3]")
_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


_MARKS = frozenset(" :;,.!?)]、。：；！？）」』】")


@lru_cache(maxsize=256)
def phrase_starts(text: str) -> frozenset[int]:
    """The offsets at which a phrase of Japanese, Chinese or Thai begins; none in other scripts and in long texts.

    What the model takes for one phrase may go on over a mark and a space, behind which another one begins for a reader.
    """
    model = _model_of(text) if len(text) <= LONGEST and not text.isascii() else ""
    if not model:
        return frozenset()
    by_model = accumulate(map(len, _parser(model).parse(text)))
    behind_marks = (found.end() for found in _SPACE.finditer(text))
    return frozenset(_behind_marks(text, at) for at in (*by_model, *behind_marks))


def _behind_marks(text: str, at: int) -> int:
    """The offset behind spaces and closing marks, which end a phrase and begin none."""
    while text[at : at + 1] in _MARKS:
        at += 1
    return at


def _model_of(text: str) -> str:
    """The name of the model for the script of a text; Korean has spaces, also where Han stands in it."""
    if _THAI.search(text):
        return "thai"
    if _HANGUL.search(text):
        return ""
    if _KANA.search(text):
        return "japanese"
    return _chinese(text) if _HAN.search(text) else ""


def _chinese(text: str) -> str:
    """GB 2312 holds the simplified forms only."""
    han = "".join(_HAN.findall(text))
    return "simplified_chinese" if han.encode("gb2312", "ignore").decode("gb2312") == han else "traditional_chinese"


@lru_cache
def _parser(model: str) -> Parser:
    import budoux

    load: Parser = getattr(budoux, f"load_default_{model}_parser")()
    return load
