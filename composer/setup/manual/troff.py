"""Writes the few requests of man(7) that the manual pages need; no text is ever read as a request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_ESCAPES = str.maketrans(
    {"\\": r"\e", "-": r"\-", "'": r"\(aq", "^": r"\(ha", "~": r"\(ti", "`": r"\(ga", "|": r"|\:", "_": r"_\:"}
)
"""A line may break behind the last two, without a sign: long names and choices have no other place for it."""


def text(words: str) -> str:
    """The words as one escaped line of text."""
    line = " ".join(words.split()).translate(_ESCAPES)
    return rf"\&{line}" if line.startswith(".") else line


def title(name: str, section: int, version: str, about: str) -> Iterator[str]:
    """The lines at the head of a page; nothing is stretched or hyphenated, so that what can be typed stays whole."""
    yield f'.TH {text(name).upper()} {section} "" "presend {text(version)}"'
    yield from (".ad l", ".nh")
    yield from heading("NAME")
    yield rf"{text(name)} \- {text(about)}"


def heading(words: str) -> Iterator[str]:
    """The lines that begin a section."""
    yield f".SH {_quoted(words)}"


def subheading(words: str) -> Iterator[str]:
    """The lines that begin a part of a section."""
    yield f".SS {_quoted(words)}"


def paragraph(words: str) -> Iterator[str]:
    """The lines of a paragraph."""
    yield ".PP"
    yield text(words)


def tagged(tag: str, sentences: Iterable[str]) -> Iterator[str]:
    """The lines of a paragraph behind a bold word."""
    yield ".TP"
    yield rf"\fB{text(tag)}\fR"
    found = [sentence for sentence in sentences if sentence]
    yield from (text(sentence) for sentence in found or ["\u00a0"])


def _quoted(words: str) -> str:
    return '"' + text(words).replace('"', r"\(dq") + '"'
