"""Finds a placeholder that stands where another belongs, from the words and marks right beside it.

Unlike the order that a whole catalog teaches, this needs nothing but the entry: where English has ``at most {limit}``
and the translation ``최대 {count}``, the two have changed places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault

_SLOT = r"\{([a-z][a-z0-9_]*)\}"


class Anchor(NamedTuple):
    """What stands around one placeholder, ``@``, in English and in translations: regular expressions."""

    english: str
    ko: str
    ja: str

    def translated(self, tag: str) -> str:
        """The expression of a language; empty where there is none."""
        return {"ko": self.ko, "ja": self.ja}.get(tag, "")


ANCHORS = (
    Anchor(r"of (?:at most )?@", r"@(?:개|명|통|건)? ?중", r"@ ?[件名通人個]?中"),
    Anchor(r"@ of (?:at most )?\{", r"중 @|@/\{", r"@ ?/ ?\{|中 @"),
    Anchor(
        r"(?:at most|limit is|up to|may go to|more than|shows) @",
        r"최대 @|@\S{0,5}(?:까지| 넘|보다 많)|@줄만",
        r"最大 @|@ ?[件名人行段通]?(?:まで|を超え|より多)|上限は @|表示されるのは @|できるのは @",
    ),
    Anchor(r"instead of @", r"“?@”?에서", r"「?@」?から"),
    Anchor(r", not @", r"@이\(가\) 아니라", r"@ ではなく"),
    Anchor(r"@ inside", r"내부 @", r"社内 @"),
    Anchor(r"(?<!of )@ outside", r"외부 @", r"社外 @"),
    Anchor(r"@ not known", r"불가 @", r"不明 @"),
    Anchor(r"\bTo @", r"받는 사람 @", r"宛先 @"),
    Anchor(r"\bCc @", r"(?<!숨은 )참조 @", r"Cc @"),
    Anchor(r"\bBcc @", r"숨은 참조 @", r"Bcc @"),
    Anchor(r"outside: @", r"외부: @", r"社外: @"),
    Anchor(r"attachment: @", r"첨부 파일: @", r"添付ファイル: @"),
    Anchor(r"individually: @", r"개별 발송: @", r"個別送信: @"),
    Anchor(r"whole list @", r"리스트 @", r"リスト @"),
    Anchor(r"sent as @", r"@을\(를\) 발신자로", r"@ として"),
    Anchor(r"members: @", r"구성원\(@\)", r"メンバー \(@\)"),
    Anchor(r"@ is closed", r"@이\(가\) 다른 사용자", r"@ がほかのユーザー"),
    Anchor(r"written for @", r"@에는 작성", r"@にはありますが"),
    Anchor(r"not for @", r"@에는 없", r"@にはありません"),
    Anchor(r"who see @", r"대신 표시: @", r"代わりに表示: @"),
    Anchor(r"because @; before", r"새 이유: @", r"新しい理由: @"),
    Anchor(r"before, because @", r"이전 이유: @", r"以前の理由: @"),
    Anchor(r"is called @", r"“@”\(?(?:으|이|라)", r"「@」と"),
    Anchor(r"^The level @", r"등급 “@”|“@” 등급", r"レベル「@」"),
    Anchor(r"total @", r"합계[는가]? @", r"合計は @"),
    Anchor(r"message has @", r"크기는 @", r"サイズは @"),
    Anchor(r"These are @ files", r"파일이 @", r"ファイルが @"),
    Anchor(r"copy @", r"@번째", r"@ 通目"),
    Anchor(r"@, which is not", r"@은\(는\) 명령줄이", r"@ はコマンドライン"),
    Anchor(r"names @ for real", r"@ (?:폴더를|을\(를\)) 실제", r"@ が実際"),
    Anchor(r"\[@\]", r"\[@\]", r"\[@\]"),
    Anchor(r"\(@\)", r"\(@\)(?![를는가와])", r"\(@\)"),
    Anchor(r"^@:\{", r"^@:\{", r"^@:\{"),
    Anchor(r"^\{\w+\}:@", r"^\{\w+\}:@", r"^\{\w+\}:@"),
)
"""Where a placeholder is known by what stands beside it."""
_BESIDE_NAME = re.compile(rf"(?<![\w-])([A-Za-z][A-Za-z-]+) {_SLOT}", re.ASCII)
"""A Latin word before a placeholder, which translations keep where it is a name: ``presend {{version}}``."""
_LIST = re.compile(r"\{[a-z_]+\}(?:\s*\{[a-z_]+\}){2,}")
"""Three placeholders and more with nothing between them."""


def check_anchors(entry: Entry) -> Iterator[Fault]:
    """Two names of an entry of which one stands in the other's place."""
    if len(entry.needed_names) < 2:
        return
    found = next(_misplaced(entry), None) or _other_list(entry)
    if found and set(found) <= entry.needed_names:
        yield Code.SWAPPED_PLACEHOLDERS, " ↔ ".join(found)


def _misplaced(entry: Entry) -> Iterator[tuple[str, str]]:
    """The placeholder that English has at an anchor, and the other one that the translation has there."""
    for english, translated in _patterns(entry.language.tag):
        meant = _names(english, entry.source)
        if len(meant) == 1:
            there = _names(translated, entry.text)
            if len(there) == 1 and there != meant:
                yield meant.pop(), there.pop()
    kept = dict(_BESIDE_NAME.findall(entry.source))
    for word, name in _BESIDE_NAME.findall(entry.text):
        if word in kept and kept[word] != name:
            yield kept[word], name


def _names(pattern: re.Pattern[str], text: str) -> set[str]:
    return {name for found in pattern.findall(text) for name in ([found] if isinstance(found, str) else found) if name}


@cache
def _patterns(tag: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    known = [(anchor.english, anchor.translated(tag)) for anchor in ANCHORS]
    return tuple((_compiled(english), _compiled(translated)) for english, translated in known if translated)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("@", _SLOT))


def _other_list(entry: Entry) -> tuple[str, str] | None:
    """The first two that differ where both texts have the same placeholders in a row."""
    english, translated = _LIST.search(entry.source), _LIST.search(entry.text)
    if english is None or translated is None:
        return None
    meant, there = re.findall(_SLOT, english[0]), re.findall(_SLOT, translated[0])
    if sorted(meant) != sorted(there):
        return None
    return next(((one, other) for one, other in zip(meant, there, strict=True) if one != other), None)
