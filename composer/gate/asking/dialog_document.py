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
    """Questions that are not asked any more."""
    policy: str | None = None
    """The policy that was named on the command line."""
    environ: dict[str, str] = {}
    """Where settings, policy and languages come from; the other terminal's program may have another one."""


class DialogAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the dialog in another window hands back to the gate."""

    send: bool
    composition: Composition
    """With the repairs, also where the member went back."""
    surface: Surface
    """On which it was judged."""
    answered: frozenset[QuestionCode] = frozenset()
    consent: Consent | None = None
    milliseconds: int | None = None
    """How long the warning was open from which the member went back; None where there was none."""


prepare(DialogQuestion)
prepare(DialogAnswer)


def environment_for(environ: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that presend itself reads; nothing that describes a terminal, and no password."""
    return {
        name: value for name, value in from_any_folder(environ).items() if name in _NAMES or name.startswith(_PREFIXES)
    }


def line_of(document: DialogQuestion | DialogAnswer) -> bytes:
    """ASCII, so that what is no text (a file name, say) passes too."""
    return json.dumps(msgspec.to_builtins(document)).encode() + b"\n"


def question_in(line: bytes) -> DialogQuestion | None:
    """Read what ``line_of`` wrote; None for anything else."""
    return _read(line, DialogQuestion)


def answer_in(line: bytes) -> DialogAnswer | None:
    """Read what ``line_of`` wrote; None for anything else, and for no answer at all."""
    return _read(line, DialogAnswer)


def _read(line: bytes, kind: type[T]) -> T | None:
    try:
        return msgspec.convert(json.loads(line), kind)
    except (ValueError, RecursionError, msgspec.ValidationError):
        return None
