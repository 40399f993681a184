"""Checks what is counted: the unit of time behind a number, and the counter for people, messages and things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault

_UNITS = tuple(re.compile(rf"\b{unit}s?\b") for unit in ("second", "minute", "hour", "day", "week", "month", "year"))
_COUNTED = {
    tag: tuple(re.compile(rf"[\d}}] ?(?:{unit})") for unit in units)
    for tag, units in {
        "ko": ("초", "분", "시간", "일", "주", "개월|달", "년"),
        "ja": ("秒", "分", "時間", "日", "週", "[ヶか]?月", "年"),
    }.items()
}
"""The units of time behind a number, in the order of the English ones."""
_NOUNS = re.compile(
    r"\{([a-z]+)\} (?:(?!and\b|or\b|of\b|is\b|are\b)[a-z-]+ ){0,2}?(?:(recipients?|members?|people|outsiders?|senders?)"
    r"|(messages?|drafts?|mails?|copies)"
    r"|(files?|lists?|address(?:es)?|fields|parts|things|forms|translations|traps?|errors?|warnings?|changes?|domains?|rows?|lines?|texts?|attachments?|questions?))\b",
    re.ASCII,
)
"""What is counted by a placeholder: people, messages, or things."""
_WRONG_COUNTER = {
    "ko": ("개(?!월)|통(?!해)", "명(?!령)", "명(?!령)|통(?!해)"),
    "ja": ("個|通|本", "名|人", "名|人|通"),
}
"""The counters that are none of people's, of messages' and of things'."""


def check_counters(entry: Entry) -> Iterator[Fault]:
    """A unit where English has only another, and a counter of something else than English counts."""
    if "{" not in entry.text and not any(map(str.isdigit, entry.text)):
        return
    if found := _other_unit(entry) or _other_counter(entry):
        yield Code.CHANGED_NUMBER, found


def _other_unit(entry: Entry) -> str:
    """The number and unit of a translation whose English has one unit of time, and another one."""
    meant = [number for number, unit in enumerate(_UNITS) if unit.search(entry.source)]
    counted = _COUNTED.get(entry.language.tag)
    if len(meant) != 1 or counted is None or counted[meant[0]].search(entry.text):
        return ""
    return next((found[0].lstrip("}") for unit in counted if (found := unit.search(entry.text))), "")


def _other_counter(entry: Entry) -> str:
    wrong = _WRONG_COUNTER.get(entry.language.tag, ())
    for noun in _NOUNS.finditer(entry.source) if wrong else ():
        kind = (noun.lastindex or 2) - 2
        if found := re.search(rf"\{{{noun[1]}\}} ?(?:{wrong[kind]})", entry.text):
            return found[0]
    return ""
