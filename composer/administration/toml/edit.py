"""One edit in a TOML text: a value set, a key taken out, a table of an array added or taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.administration.toml.arrays import Kept, Plan, plan_of, replanned
from composer.administration.toml.document_values import Value, rank, value_at
from composer.administration.toml.values import inline_table, lines_of, rendered
from policy.errors import KeyPath
from policy.toml.lines import Layout, Pair, Section, Span, layout_of
from policy.toml.text import dotted, parse

_COMMENT = re.compile(r"#[^\r\n]*")
_ROOT = Section((), Span(0, 0))


def with_value(text: str, path: KeyPath, value: Value) -> str:
    """The text with a value that is not a table at a place."""
    place = _Place(text)
    pair = place.layout.pairs.get(path)
    if pair is None:
        return _added(place, path, value)
    there = text[pair.value.start : pair.value.end]
    if isinstance(value, list) and path in place.layout.arrays:
        before = value_at(parse(text), path)
        toml = [rendered(item, "") for item in value]
        plan = plan_of(before if isinstance(before, list) else [], value, toml)
        there = replanned(text, pair.value, place.layout.arrays[path], plan, place.line_end)
    else:
        there = rendered(value, "" if place.is_inline(pair.table) else place.line_end, there)
    return place.spliced(pair.value, there)


def without(text: str, path: KeyPath) -> str:
    """The text without a key, or without all keys of a table; a comment behind a key stays on a line of its own."""
    while path and (found := _last_at(layout_of(text), path)):
        text = _without_pair(_Place(text), found)
    return text


def with_list(text: str, table: dict[str, Value]) -> str:
    """The text with another table at the end of ``lists``."""
    place = _Place(text)
    elements = place.layout.arrays.get(("lists",))
    if elements is None:
        lines = "".join(lines_of(table, place.line_end))
        return _with_section(place, rank(("lists", 0)), f"[[lists]]{place.line_end}{lines}")
    plan: Plan = [*map(Kept, range(len(elements))), inline_table(table)]
    whole = place.layout.pairs[("lists",)].value
    return place.spliced(whole, replanned(text, whole, elements, plan, place.line_end))


def without_list(text: str, at: int) -> str:
    """The text without one table of ``lists``, its own comments and those right above it included."""
    place = _Place(text)
    elements = place.layout.arrays.get(("lists",))
    if elements is None:
        return _without_section(place, ("lists", at))
    plan = [Kept(other) for other in range(len(elements)) if other != at]
    whole = place.layout.pairs[("lists",)].value
    return place.spliced(whole, replanned(text, whole, elements, plan, place.line_end))


class _Place:
    """A text with its layout, and questions about where its lines and tables are."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.layout = layout_of(text)
        first = text.find("\n")
        self.line_end = "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"

    def spliced(self, span: Span, new: str) -> str:
        return self.text[: span.start] + new + self.text[span.end :]

    def line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def next_line(self, offset: int) -> int:
        """The offset at which the next line begins; the end of the text where there is none."""
        return self.text.find("\n", offset) + 1 or len(self.text)

    def inline(self, table: KeyPath) -> Span | None:
        """The span of a table written in braces; None where the table is written otherwise."""
        pair = self.layout.pairs.get(table)
        span = pair.value if pair else None
        if span is None and table and isinstance(table[-1], int):
            span = dict(enumerate(self.layout.arrays.get(table[:-1], ()))).get(table[-1])
        return span if span and self.text[span.start] == "{" else None

    def is_inline(self, table: KeyPath) -> bool:
        return self.inline(table) is not None

    def sections(self) -> Iterator[tuple[Section, int]]:
        """Every section, the root first, with the offset at which the next header stands."""
        sections = (_ROOT, *self.layout.sections)
        ends = [section.header.start for section in sections[1:]] + [len(self.text)]
        return zip(sections, ends, strict=True)

    def section(self, path: KeyPath) -> Section | None:
        return next((section for section, _end in self.sections() if section.path == path), None)

    def pairs_of(self, table: KeyPath) -> list[tuple[KeyPath, Pair]]:
        """What is written in a table itself, dotted keys included, in the order of the text."""
        return [(path, pair) for path, pair in self.layout.pairs.items() if pair.table == table]

    def gaps(self, array: KeyPath) -> list[str]:
        """The texts between the elements of an array, its edges included."""
        elements = self.layout.arrays.get(array)
        if elements is None:
            return []
        whole = self.layout.pairs[array].value
        edges = [whole.start, *(edge for one in elements for edge in (one.start, one.end)), whole.end]
        return [self.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]

    def comment_above(self, offset: int) -> int:
        """Where the comment lines right above a header begin; the header's own line where there are none."""
        begin = self.line_start(offset)
        ends = [
            *(pair.value.end for pair in self.layout.pairs.values()),
            *(one.header.end for one in self.layout.sections),
        ]
        floor = max((self.next_line(end) for end in ends if end < offset), default=0)
        while begin > floor:
            above = self.line_start(begin - 1)
            if not self.text[above:begin].lstrip().startswith("#"):
                break
            begin = above
        return begin


def _added(place: _Place, path: KeyPath, value: Value) -> str:
    """The text with a new key: in its table as that is written, else in a new section."""
    for depth in range(len(path) - 1, -1, -1):
        table = path[:depth]
        if place.is_inline(table):
            return _with_inline_pair(place, table, path, value)
        if depth == len(path) - 1 and place.section(table):
            return _with_line(place, table, place.pairs_of(table), path, value)
        dotted_ones = [(key, pair) for key, pair in place.layout.pairs.items() if depth and key[:depth] == table]
        beside = [(key, pair) for key, pair in dotted_ones if len(pair.table) < depth]
        if beside and place.section(beside[0][1].table):
            return _with_line(place, beside[0][1].table, beside, path, value)
    line = f"{dotted(path[-1:])} = {rendered(value, place.line_end)}{place.line_end}"
    return _with_section(place, rank(path[:-1]), f"[{dotted(path[:-1])}]{place.line_end}{line}")


def _with_line(place: _Place, table: KeyPath, beside: list[tuple[KeyPath, Pair]], path: KeyPath, value: Value) -> str:
    """A new pair on a line of its own, behind those that the schema puts before it."""
    earlier = [pair for key, pair in beside if rank(key) <= rank(path)]
    section = place.section(table) or _ROOT
    if earlier:
        model, at = earlier[-1].start, place.next_line(earlier[-1].value.end)
    elif beside and section is _ROOT:
        model, at = beside[0][1].start, place.line_start(beside[0][1].start)
    else:
        model, at = section.header.start, place.next_line(section.header.end) if section is not _ROOT else 0
    indent = place.text[place.line_start(model) : model]
    line = f"{indent}{dotted(path[len(table) :])} = {rendered(value, place.line_end)}{place.line_end}"
    return _with_lines(place, at, line)


def _with_lines(place: _Place, at: int, lines: str) -> str:
    """Whole lines put in where a line begins, or behind a last line that has no end."""
    before = place.text[:at]
    is_open = bool(before) and not before.endswith("\n")
    return before + place.line_end * is_open + lines + place.text[at:]


def _with_inline_pair(place: _Place, table: KeyPath, path: KeyPath, value: Value) -> str:
    pair = f"{dotted(path[len(table) :])} = {rendered(value, '')}"
    there = place.pairs_of(table)
    earlier = [one for key, one in there if rank(key) <= rank(path)]
    if earlier:
        end = earlier[-1].value.end
        return place.spliced(Span(end, end), f", {pair}")
    if there:
        start = there[0][1].start
        return place.spliced(Span(start, start), f"{pair}, ")
    return place.spliced(place.inline(table) or Span(0, 0), f"{{ {pair} }}")


def _with_section(place: _Place, order: tuple[int, ...], section: str) -> str:
    """A new section behind the last one that the schema puts before it, apart by blank lines."""
    anchors = [end for one, end in place.sections() if one is _ROOT or rank(one.path) <= order]
    at = len(place.text) if anchors[-1] == len(place.text) else place.comment_above(anchors[-1])
    before, after = place.text[:at], place.text[at:]
    if before.strip():
        section = place.line_end * (2 - _line_ends_at_end(before)) + section
    return before + section + (place.line_end + after if after.strip() else after)


def _line_ends_at_end(text: str) -> int:
    """How many of the last two line ends are the end of the text: 2 = it ends with a blank line."""
    blank = text[len(text.rstrip(" \t\r\n")) :]
    return min(2, blank.count("\n"))


def _without_pair(place: _Place, path: KeyPath) -> str:
    pair = place.layout.pairs[path]
    if place.is_inline(pair.table):
        return _without_inline_pair(place, path)
    end = place.next_line(pair.value.end)
    outside = [*place.gaps(path), place.text[pair.value.end : end]]
    comments = [comment for part in outside for comment in _COMMENT.findall(part)]
    start = place.line_start(pair.start)
    indent = place.text[start : pair.start]
    return place.spliced(Span(start, end), "".join(indent + comment + place.line_end for comment in comments))


def _without_inline_pair(place: _Place, path: KeyPath) -> str:
    pair = place.layout.pairs[path]
    there = [one for _key, one in place.pairs_of(pair.table)]
    at = there.index(pair)
    if at + 1 < len(there):
        return place.spliced(Span(pair.start, there[at + 1].start), "")
    if at:
        return place.spliced(Span(there[at - 1].value.end, pair.value.end), "")
    return place.spliced(place.inline(pair.table) or pair.value, "{}")


def _without_section(place: _Place, path: KeyPath) -> str:
    section = place.section(path)
    if section is None:
        return place.text
    ends = [pair.value.end for _key, pair in place.pairs_of(path)]
    start, end = place.comment_above(section.header.start), place.next_line(max([section.header.end, *ends]))
    if _line_ends_at_end(place.text[:start]) == 2 or not place.text[:start].strip():
        while end < len(place.text) and not place.text[end : place.next_line(end)].strip():
            end = place.next_line(end)
    if end == len(place.text) and place.text[:start].strip():
        return place.text[:start].rstrip() + place.line_end
    return place.spliced(Span(start, end), "")


def _last_at(layout: Layout, path: KeyPath) -> KeyPath | None:
    """The path of the last key written at a place or below it; None where there is none."""
    if path in layout.pairs:
        return path
    return next((key for key in reversed([*layout.pairs]) if key[: len(path)] == path), None)
