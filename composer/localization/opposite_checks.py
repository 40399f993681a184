"""Checks what must never be taken for each other: the two sides of a pair, and units of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault


class _Side(NamedTuple):
    """One side of a pair."""

    means: re.Pattern[str]
    """The English that means it."""
    may_mean: re.Pattern[str]
    """The English that can mean it too, beside which the other side is no surprise."""
    may_say: re.Pattern[str]
    """What may stand for it in the translation."""
    says: re.Pattern[str]
    """What says it without a doubt."""


def _side(english: str, may_say: str, says: str, more: str = "") -> _Side:
    wider = f"{english}|{more}" if more else english
    return _Side(
        re.compile(english, re.IGNORECASE), re.compile(wider, re.IGNORECASE), re.compile(may_say), re.compile(says)
    )


_OUTSIDE, _INSIDE = r"outside|outsider|external", r"\binside|\binternal|\binsider"
_ALLOWED, _REFUSED = r"\ballow", r"refus|den(?:y|ie)|forbid|reject"
_MOST, _LEAST = (
    r"\bat most|\bmost\b|largest|maximum|highest|\bup to\b|longest",
    r"\bat least|\bleast\b|smallest|minimum|lowest",
)
_BEFORE, _EARLIER = r"\bbefore\b|\bprevious", r"\bearlier|\buntil\b|\bago\b|\bsince\b|already|\bfirst\b"
_AFTER, _LATER = r"\bafter", r"\blater|\bthen\b|\bnext\b|\bonce\b|\bwhen\b|follow|\bsince\b"
_ON = r"\b(?:is|are|was|were|turn(?:ed|s)?|switch(?:ed|es)?) on\b|^(?:on|with .* on)$|\benabl"
_OFF = r"\boff\b|\bdisable"
_PAIRS: dict[str, tuple[tuple[_Side, _Side], ...]] = {
    "ko": (
        (_side(_OUTSIDE, "외부|밖|바깥", "외부"), _side(_INSIDE, "내부|사내|안", "내부|사내")),
        (_side(_ALLOWED, "허용", "허용(?!하지)"), _side(_REFUSED, "거부|거절|않|없", "거부")),
        (_side(_MOST, "최대", "최대"), _side(_LEAST, "최소", "최소")),
        (
            _side(_BEFORE, "전|앞|이미|먼저|까지", r"(?<![가-힣])(?:이전|전)(?=에|까지|의|\s|$)", _EARLIER),
            _side(_AFTER, "후|뒤|지나|나서|다음|나중", r"(?<![가-힣])(?:이후|후|뒤)(?=에|의|\s|$)", _LATER),
        ),
        (_side(_ON, "켜|켭|켰|켤|켠|사용|허용", "켜|켰"), _side(_OFF, "끄|꺼|끕|껐|끌|끈|끔|해제", "끄|꺼|껐")),
    ),
    "ja": (
        (_side(_OUTSIDE, "外", "社外|外部"), _side(_INSIDE, "内|中", "社内|内部")),
        (_side(_ALLOWED, "許可", "許可"), _side(_REFUSED, "拒否|ない|ません", "拒否")),
        (_side(_MOST, "最大", "最大"), _side(_LEAST, "最小|最低", "最小|最低")),
        (
            _side(_BEFORE, "前|先|すでに|まで|うち|以降", "前(?=に|の|は)", _EARLIER),
            _side(_AFTER, "後|過ぎ|たら|から|次|続|以降|ると", "後(?=に|の|は|、)", _LATER),
        ),
        (_side(_ON, "有効|使用|オン", "有効(?!期)"), _side(_OFF, "無効|オフ", "無効")),
    ),
}
"""What must never be taken for each other."""
_UNITS = tuple(re.compile(rf"\b{unit}s?\b") for unit in ("second", "minute", "hour", "day", "week", "month", "year"))
_COUNTED = {
    tag: tuple(re.compile(rf"[\d}}] ?(?:{unit})") for unit in units)
    for tag, units in {
        "ko": ("초", "분", "시간", "일", "주", "개월|달", "년"),
        "ja": ("秒", "分", "時間", "日", "週", "[ヶか]?月", "年"),
    }.items()
}
"""The units of time behind a number, in the order of the English ones."""


def check_opposites(entry: Entry) -> Iterator[Fault]:
    """One side of a pair where English has only the other one, and a unit where English has only another."""
    for one, other in _PAIRS.get(entry.language.tag, ()):
        if _is_swapped(entry, one, other) or _is_swapped(entry, other, one):
            yield Code.OPPOSITE, entry.text
            break
    if unit := _other_unit(entry):
        yield Code.CHANGED_NUMBER, unit


def _is_swapped(entry: Entry, meant: _Side, opposite: _Side) -> bool:
    return bool(
        meant.means.search(entry.source)
        and not opposite.may_mean.search(entry.source)
        and opposite.says.search(entry.text)
        and not meant.may_say.search(entry.text)
    )


def _other_unit(entry: Entry) -> str:
    """The number and unit of a translation whose English has one unit of time, and another one."""
    meant = [number for number, unit in enumerate(_UNITS) if unit.search(entry.source)]
    counted = _COUNTED.get(entry.language.tag)
    if len(meant) != 1 or counted is None or counted[meant[0]].search(entry.text):
        return ""
    return next((found[0].lstrip("}") for unit in counted if (found := unit.search(entry.text))), "")
