"""The few requests of man(7) that the pages need; text never reads as a request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_ESCAPES = str.maketrans(
    {"\\": r"\e", "-": r"\-", "'": r"\(aq", "^": r"\(ha", "~": r"\(ti", "`": r"\(ga", "|": r"|\:", "_": r"_\:"}
)
"""A line may break behind the last two, without a sign: long names and choices have no other place for it."""


def text(words: str) -> str:
    """Words as one line that starts no request."""
    line = " ".join(words.split()).translate(_ESCAPES)
    return rf"\&{line}" if line.startswith(".") else line


def title(name: str, section: int, version: str, about: str) -> Iterator[str]:
    """The head of a page; lines are neither stretched nor hyphenated, so that what can be typed stays whole."""
    yield f'.TH {text(name).upper()} {section} "" "presend {text(version)}"'
    yield from (".ad l", ".nh")
    yield from heading("NAME")
    yield rf"{text(name)} \- {text(about)}"


def heading(words: str) -> Iterator[str]:
    """A section."""
    yield f".SH {_quoted(words)}"


def subheading(words: str) -> Iterator[str]:
    """A part of a section."""
    yield f".SS {_quoted(words)}"


def paragraph(words: str) -> Iterator[str]:
    """A paragraph."""
    yield ".PP"
    yield text(words)


def tagged(tag: str, sentences: Iterable[str]) -> Iterator[str]:
    """A paragraph behind a bold word; ``tag`` is plain text."""
    yield ".TP"
    yield rf"\fB{text(tag)}\fR"
    found = [sentence for sentence in sentences if sentence]
    yield from (text(sentence) for sentence in found or ["\u00a0"])


def _quoted(words: str) -> str:
    return '"' + text(words).replace('"', r"\(dq") + '"'
