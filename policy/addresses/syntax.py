"""The text of an address field cut into pieces (RFC 5322, 3.4), in one pass and linear time; nothing is dropped."""

from __future__ import annotations

import re
from typing import NamedTuple

from policy.foreign_text import unreadable_at

BREAK = "\r\n\x0b\x0c\x85\u2028\u2029"
QUOTED = rf'"(?:[^"\\{BREAK}]++|\\[^{BREAK}])*+"'
_LITERAL = rf"\[[^\[\]\\{BREAK}]*+\]"
_ANGLE = rf'<(?:[^<>"\\{BREAK}]++|{QUOTED}|\\[^{BREAK}])*+>'
_TOKEN = re.compile(rf"{QUOTED}|{_LITERAL}|{_ANGLE}|\\[^{BREAK}]|[(,;:]|[\t{BREAK}][ \t{BREAK}]*+")
"""What matters between pieces. A line break ends whatever is open: one bad line never swallows the next."""
_OPENING = re.compile(rf"{QUOTED}|\(")
_PAREN = re.compile(rf"\\[^{BREAK}]|[(){BREAK}]")
_QUOTED = re.compile(QUOTED)
_NOT_IN_A_NAME = re.compile(r'[@<>()\[\]",;:\\]')
_AFTER_COMMA = rf'[^@<>()\[\]",;:\\]+{_ANGLE}'
_LOOK_BACK = 320


class Piece(NamedTuple):
    """One stretch of the text, without the white space around it, never empty."""

    start: int
    end: int
    before: str
    """The separator in front: one of ``, ; :``, a tab, LF for a line break, or nothing at the edge of the text."""
    after: str


class GroupPiece(NamedTuple):
    """An RFC 5322 group: the piece with its name, and one piece for each member."""

    name: Piece
    members: tuple[Piece, ...]


def split_field(text: str) -> list[Piece | GroupPiece]:
    """Cut at commas, semicolons, line breaks, and tabs behind a whole address."""
    return _with_commas_in_names(text, _Splitter(text).split())


def comment_end(text: str, start: int, known: dict[int, int] | None = None) -> int | None:
    """The index behind the comment that opens at ``start``; None where it stays open to the end of its line.

    ``known`` keeps what one walk found out about inner comments, so that many open ones cost one walk.
    """
    known = {} if known is None else known
    if start not in known:
        _walk_comments(text, start, known)
    return known[start] if known[start] >= 0 else None


def without_comments(text: str) -> str | None:
    """The text with a blank for each comment in it; None where one stays open, or holds what might be a recipient."""
    kept: list[str] = []
    place = 0
    known: dict[int, int] = {}
    while opening := _OPENING.search(text, place):
        start, end = opening.span()
        if opening[0] == "(":
            end = comment_end(text, start, known) or start
            if end == start or "@" in text[start:end] or unreadable_at(text[start:end]) is not None:
                return None
            kept += [text[place:start], " "]
        else:
            kept.append(text[place:end])
        place = end
    return "".join((*kept, text[place:]))


def _walk_comments(text: str, start: int, known: dict[int, int]) -> None:
    opened: list[int] = []
    for token in _PAREN.finditer(text, start):
        if token[0] == "(":
            opened.append(token.start())
        elif token[0] == ")":
            known[opened.pop()] = token.end()
        elif token[0] in BREAK:
            break
        if not opened:
            return
    known.update(dict.fromkeys(opened, -1))


class _Splitter:
    """A scanner over one field; quotes, comments, angle brackets and literals are stepped over whole."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[Piece | GroupPiece] = []
        self._group: Piece | None = None
        self._members: list[Piece] = []
        self._allows_groups = True
        self._comments: dict[int, int] = {}
        self._start = 0
        self._before = ""
        self._has_colon = False
        self._joined = False

    def split(self) -> list[Piece | GroupPiece]:
        """The pieces of the field that are not blank, in order; raises nothing: what is no address is a piece too."""
        self._scan(0)
        if self._group is not None:  # no semicolon closed it, so its colon is no group's, nor is any behind it
            opened, self._group, self._allows_groups = self._group, None, False
            self._begin(opened.start, opened.before)
            self._scan(opened.start)
        self._cut(len(self._text), len(self._text), "")
        return self._found

    def _scan(self, place: int) -> None:
        while token := _TOKEN.search(self._text, place):
            place = self._take(self._text[token.start()], token.start(), token.end())

    def _take(self, mark: str, start: int, end: int) -> int:
        """Act on the separator at ``start:end``; returns the index at which scanning goes on."""
        if mark == ",":
            self._cut(start, end, ",")
        elif mark == ";":
            self._cut(start, end, ";")
            self._close_group()
        elif mark == "(":
            return comment_end(self._text, start, self._comments) or end
        elif mark == ":" and self._allows_groups and self._group is None:
            self._open_group(start, end)
        elif mark == "\t" or mark in BREAK:
            self._blank(start, end)
        return end

    def _blank(self, start: int, end: int) -> None:
        if self._text[start:end].strip("\t "):
            if not self._names_next_line(start, end):
                self._cut(start, end, "\n")
        elif self._ends_an_address(start) and self._text[end : end + 1] not in {"@", ".", "<", "(", "", ",", ";", ":"}:
            self._cut(start, end, "\t")

    def _names_next_line(self, start: int, end: int) -> bool:
        """Whether a name stands above the angle bracket that begins the next line; once a piece."""
        above = self._text[self._start : start]
        self._joined = (
            not self._joined and self._text[end : end + 1] == "<" and "@" not in above and bool(above.strip())
        )
        return self._joined

    def _ends_an_address(self, place: int) -> bool:
        behind = self._text[max(self._start, place - _LOOK_BACK) : place].rstrip(" ")
        word = behind.rpartition(" ")[2].rpartition("\t")[2]
        return word.endswith(">") or ("@" in word and word[-1] not in "@.")

    def _open_group(self, start: int, end: int) -> None:
        """Only the first colon of a piece, behind something that can be a name."""
        first, self._has_colon = not self._has_colon, True
        name = without_comments(self._text[self._start : start]) if first else None
        if name and name.strip() and not _NOT_IN_A_NAME.search(_QUOTED.sub("", name)):
            self._group = self._piece(start, ":")
            self._members = []
            self._begin(end, ":")

    def _close_group(self) -> None:
        if self._group is not None:
            members = () if all(map(self._is_note, self._members)) else tuple(self._members)
            self._found.append(GroupPiece(self._group, members))
            self._group = None

    def _cut(self, end: int, following: int, separator: str) -> None:
        piece = self._piece(end, separator)
        if piece.start < piece.end and not (self._is_behind_group(piece) and self._is_note(piece)):
            (self._found if self._group is None else self._members).append(piece)
        self._begin(following, separator)

    def _is_behind_group(self, piece: Piece) -> bool:
        return (
            self._group is None
            and piece.before == ";"
            and bool(self._found)
            and isinstance(self._found[-1], GroupPiece)
        )

    def _is_note(self, piece: Piece) -> bool:
        """Whether a piece is nothing but comments, which stand in an empty group and behind any (RFC 5322, A.5)."""
        rest = without_comments(self._text[piece.start : piece.end])
        return rest is not None and not rest.strip()

    def _piece(self, end: int, after: str) -> Piece:
        raw = self._text[self._start : end]
        start = self._start + len(raw) - len(raw.lstrip())
        return Piece(start, start + len(raw.strip()), self._before, after)

    def _begin(self, start: int, before: str) -> None:
        self._start = start
        self._before = before
        self._has_colon = self._joined = False


def _with_commas_in_names(text: str, pieces: list[Piece | GroupPiece]) -> list[Piece | GroupPiece]:
    """Join ``Last, First <a@b>`` where semicolons separate, as some mail programs write; elsewhere a comma separates.

    Joining them without a semicolon would silently drop a recipient of whom only a nickname was typed.
    """
    if ";" not in text:
        return pieces
    joined: list[Piece | GroupPiece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(last, Piece) and isinstance(piece, Piece) and _is_one_name(text, last, piece):
            joined[-1] = Piece(last.start, piece.end, last.before, piece.after)
        else:
            joined.append(piece)
    return joined


def _is_one_name(text: str, last: Piece, first: Piece) -> bool:
    edges = {"", ";", "\n"}
    return (
        last.after == first.before == ","
        and last.before in edges
        and first.after in edges
        and ";" in (last.before, first.after)
        and not _NOT_IN_A_NAME.search(text, last.start, last.end)
        and re.fullmatch(_AFTER_COMMA, text[first.start : first.end]) is not None
    )
