"""What the waiting gate tells a dialog in another terminal, and what the dialog answers: one line of JSON each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from composer.message.composition import Composition
from composer.programs import from_any_folder
from composer.services.outbox import Consent
from policy.draft import FileFacts
from policy.questions import QuestionCode
from policy.settings import Surface
from policy.toml.shape import prepare

LARGEST = 16_000_000
"""Bytes of a line that are read."""
T = TypeVar("T")
_PREFIXES = ("LC_", "XDG_", "PRESEND_")
_NAMES = frozenset({"HOME", "LANG", "LANGUAGE", "TZ", "NO_COLOR"})


class DialogQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What the gate hands the dialog in another window: the message, and what is answered already."""

    composition: Composition
    files: tuple[FileFacts, ...]
    """The files inside the finished message."""
    answered: frozenset[QuestionCode] = frozenset()
    """The questions that are answered already."""
    policy: str | None = None
    """The policy that the command line names; None = none."""
    environ: dict[str, str] = {}
    """The variables that name settings, policy and languages; the other terminal may have other values."""


class DialogAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer that the dialog in another window gives to the gate."""

    send: bool
    composition: Composition
    """The message with its repairs, also where the member went back."""
    surface: Surface
    """The surface on which it was judged."""
    answered: frozenset[QuestionCode] = frozenset()
    consent: Consent | None = None
    milliseconds: int | None = None
    """How long the warning was shown before the member went back; None where none was shown."""


prepare(DialogQuestion)
prepare(DialogAnswer)


def environment_for(environ: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that presend itself reads; nothing that describes a terminal, and no password."""
    return {
        name: value for name, value in from_any_folder(environ).items() if name in _NAMES or name.startswith(_PREFIXES)
    }


def line_of(document: DialogQuestion | DialogAnswer) -> bytes:
    """The document as one line of JSON in ASCII, so that lone surrogates, as in file names, pass too."""
    return json.dumps(msgspec.to_builtins(document)).encode() + b"\n"


def question_in(line: bytes) -> DialogQuestion | None:
    """Read what ``line_of`` wrote; None for anything else."""
    return _read(line, DialogQuestion)


def answer_in(line: bytes) -> DialogAnswer | None:
    """Read what ``line_of`` wrote; None for anything else, and where the dialog ended without an answer."""
    return _read(line, DialogAnswer)


def _read(line: bytes, kind: type[T]) -> T | None:
    try:
        return msgspec.convert(json.loads(line), kind)
    except (ValueError, RecursionError, msgspec.ValidationError):
        return None
