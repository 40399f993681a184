"""Paths as people type them and as terminals paste dropped files: quotes, backslashes, ``file://``, ``~``, globs."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

from msgspec import Struct

_GLOB = frozenset("*?[")
_SPECIAL = frozenset(" \t\\'\"*?[]")


class TypedPath(Struct, frozen=True):
    """One word of the typed text, its quotes and backslashes resolved."""

    text: str
    pattern: str = ""
    """The word as a glob, quoted parts escaped; empty where no wildcard stands outside quotes."""
    start: int = 0
    """Index of the word's first character, quote included."""


def split(line: str) -> list[TypedPath]:
    """The words of one line, quoted as in a shell; a quote without its partner is an ordinary character."""
    words: list[TypedPath] = []
    at = 0
    while at < len(line):
        if line[at] in " \t":
            at += 1
        else:
            word, at = _word(line, at)
            words.append(word)
    return words


def path_of(word: TypedPath) -> str:
    """The path a word stands for: a local ``file:`` URI decoded, ``~`` and ``~user`` replaced."""
    uri = file_uri(word.text)
    if uri is not None:
        return uri
    return expand_home(word.text)


def file_uri(text: str) -> str | None:
    """The path of a ``file:`` URI of this machine (RFC 8089); None for anything else."""
    if text[:5].casefold() != "file:":
        return None
    rest = text[5:]
    if rest.startswith("//"):
        host, _slash, tail = rest[2:].partition("/")
        if host.casefold() not in {"", "localhost", os.uname().nodename.casefold()}:
            return None
        rest = "/" + tail
    return os.fsdecode(unquote_to_bytes(rest)) if rest.startswith("/") else None


def expand_home(text: str) -> str:
    """The text with ``~`` or ``~user`` at its beginning replaced; of an unknown user it stays."""
    if not text.startswith("~"):
        return text
    head, slash, tail = text.partition("/")
    try:
        return str(Path(head).expanduser()) + slash + tail
    except RuntimeError:
        return text


def escape(text: str) -> str:
    """A path written so that ``split`` gives it back as one word."""
    return "".join("\\" + character if character in _SPECIAL else character for character in text)


def _word(line: str, start: int) -> tuple[TypedPath, int]:
    plain: list[str] = []
    pattern: list[str] = []
    at, wild = start, False
    while at < len(line) and line[at] not in " \t":
        piece, literal, at = _piece(line, at)
        wild = wild or (not literal and piece in _GLOB)
        plain.append(piece)
        pattern.append(glob.escape(piece) if literal else piece)
    return TypedPath("".join(plain), "".join(pattern) if wild else "", start), at


def _piece(line: str, at: int) -> tuple[str, bool, int]:
    """The next quoted run or single character, whether it is literal, and where the rest begins."""
    character = line[at]
    if character == "\\" and at + 1 < len(line):
        return line[at + 1], True, at + 2
    if character == "'":
        end = line.find("'", at + 1)
        return (line[at + 1 : end], True, end + 1) if end > 0 else (character, True, at + 1)
    if character == '"':
        return _double_quoted(line, at)
    return character, False, at + 1


def _double_quoted(line: str, start: int) -> tuple[str, bool, int]:
    text: list[str] = []
    at = start + 1
    while at < len(line) and line[at] != '"':
        if line[at] == "\\" and line[at + 1 : at + 2] in {"\\", '"', "$", "`"}:
            at += 1
        text.append(line[at])
        at += 1
    return ("".join(text), True, at + 1) if at < len(line) else ('"', True, start + 1)
