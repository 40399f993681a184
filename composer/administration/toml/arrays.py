"""Elements of an array exchanged, taken out and put in, its comments and its layout kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from composer.administration.toml.values import array
from policy.toml.lines import Span

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_LINE_END = re.compile(r"[ \t]*\r?\n")
_COMMENT = re.compile(r"[ \t]*#[^\r\n]*")


class Kept(Struct, frozen=True):
    """An element of the old array that stays, by its index; ``text`` is its new TOML where it is exchanged."""

    at: int
    text: str | None = None


Plan = Sequence[Kept | str]
"""The elements of the new array: old ones in their order, and new ones as TOML."""


class _Slot(Struct, frozen=True):
    """An element of an array with the blanks, commas and comments around it."""

    lead: str
    """Blanks and comments before the element."""
    text: str
    before_comma: str = ""
    has_comma: bool = False
    trail: str = ""
    """A comment behind the element on its line."""

    @property
    def comments(self) -> str:
        return (self.before_comma + self.trail).strip()


def plan_of(before: Sequence[object], after: Sequence[object], toml: Sequence[str]) -> Plan:
    """The fewest exchanges that make ``after`` of ``before``; ``toml`` says the elements of ``after``."""
    plan: list[Kept | str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(
        None, list(map(repr, before)), list(map(repr, after)), False
    ).get_opcodes():
        exchanged = min(i2 - i1, j2 - j1)
        plan += [Kept(i1 + n, None if tag == "equal" else toml[j1 + n]) for n in range(exchanged)]
        plan += toml[j1 + exchanged : j2]
    return plan


def replanned(text: str, whole: Span, elements: Sequence[Span], plan: Plan, line_end: str) -> str:
    """The TOML of an array (``whole`` with its brackets) after a plan."""
    slots, tail = _taken_apart(text, whole, elements)
    if not slots:
        return _filled(tail, [part for part in plan if isinstance(part, str)], line_end)
    is_column = all("\n" in slot.lead for slot in slots)
    result = _planned(slots, plan, _blank_of(slots[0].lead) if is_column else " ")
    if result and "#" not in result[0].lead + slots[0].lead:
        result[0] = replace(result[0], lead=slots[0].lead)
    inside = _joined(result, tail, line_end, last_has_comma=slots[-1].has_comma)
    return f"[{inside}]" if plan or "#" in inside else "[]"


def _taken_apart(text: str, whole: Span, elements: Sequence[Span]) -> tuple[list[_Slot], str]:
    slots: list[_Slot] = []
    at = whole.start + 1
    for element in elements:
        slot = _Slot(text[at : element.start], text[element.start : element.end])
        at = element.end
        blank = _end(_BLANK, text, at)
        if text[blank] == ",":
            slot, at = replace(slot, before_comma=text[at:blank], has_comma=True), blank + 1
        comment = _end(_COMMENT, text, at)
        slots.append(replace(slot, trail=text[at:comment]))
        at = comment
    return slots, text[at : whole.end - 1]


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _filled(inside: str, texts: Sequence[str], line_end: str) -> str:
    """New elements in an array that had none; a comment that stood there alone comes after them."""
    if "#" not in inside:
        return array(texts, line_end)
    return "[" + ", ".join(texts) + ("" if inside[0] in " \t\r\n" else " ") + inside + "]"


def _blank_of(lead: str) -> str:
    """The last line break of a lead and the indentation behind it."""
    begin = lead.rfind("\n")
    return lead[begin - 1 if lead[begin - 1 : begin] == "\r" else begin :]


def _planned(slots: Sequence[_Slot], plan: Plan, blank: str) -> list[_Slot]:
    """The slots of the result; comments of elements that went stay as slots without a text."""
    result: list[_Slot] = []
    at = 0
    for part in plan:
        if isinstance(part, str):
            result.append(_Slot(blank, part))
            continue
        result += _left_over(slots[at : part.at], blank)
        kept = slots[part.at]
        result.append(kept if part.text is None else replace(kept, text=part.text))
        at = part.at + 1
    result += _left_over(slots[at:], blank)
    return result


def _left_over(slots: Iterable[_Slot], blank: str) -> Iterator[_Slot]:
    """What stays of elements that were taken out: the comments before them, and those behind them."""
    for slot in slots:
        if "#" in slot.lead:
            yield _Slot(slot.lead.rstrip(), "")
        if slot.comments:
            yield _Slot(blank, "", trail=slot.comments)


def _joined(slots: Sequence[_Slot], tail: str, line_end: str, *, last_has_comma: bool) -> str:
    """Slots in a row; a comma between elements, a line break behind every comment."""
    left = sum(bool(slot.text) for slot in slots)
    inside: list[str] = []
    is_comment = False
    for slot in slots:
        lead = slot.lead or " " * bool(inside)
        inside.append(_behind_comment(lead, line_end) if is_comment else lead)
        if slot.text:
            left -= 1
            inside.append(_with_comma(slot) if left or last_has_comma else slot.text + slot.before_comma.rstrip(" \t"))
        inside.append(slot.trail)
        is_comment = bool(slot.trail) or not slot.text
    return "".join((*inside, _behind_comment(tail, line_end) if is_comment else tail))


def _behind_comment(text: str, line_end: str) -> str:
    """Text that follows a comment, with a line end before it so that it is not read as part of the comment."""
    return line_end * (_LINE_END.match(text) is None) + text.lstrip(" \t")


def _with_comma(slot: _Slot) -> str:
    return slot.text + (slot.before_comma + "," if slot.has_comma else "," + slot.before_comma)
