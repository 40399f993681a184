"""What the composer opens with, from ``mailto:`` URIs, options of the command line, or a draft."""

from __future__ import annotations

import argparse
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TextIO

from msgspec.structs import replace

from composer.errors import InputDataError, NoInputError, UsageError
from composer.files.attaching.typed_paths import expand_home
from composer.message import mailto
from composer.message.composition import Composition
from composer.services.drafts import DraftStore, SavedDraft
from composer.services.files import Files
from composer.words import _, pgettext

_STANDARD_INPUT = "-"


def add_compose_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``opening`` reads; address and file options may be repeated."""
    parser.add_argument(
        "mailto",
        nargs="*",
        metavar=pgettext("argument", "MAILTO"),
        help=_("mailto: address to begin with; files it asks for are not attached"),
    )
    for name in ("to", "cc", "bcc"):
        parser.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar=pgettext("argument", "ADDRESS"),
            help=_("recipient to begin with; can be repeated"),
        )
    text = pgettext("argument", "TEXT")
    parser.add_argument("--subject", metavar=text, help=_("subject to begin with"))
    parser.add_argument(
        "--attach",
        action="append",
        default=[],
        metavar=pgettext("argument", "FILE"),
        help=_("file to attach; can be repeated"),
    )
    parser.add_argument("--body", metavar=text, help=_("body to begin with; - reads it from standard input"))
    parser.add_argument("--draft", metavar=pgettext("argument", "ID"), help=_("open this draft"))


def opening(arguments: argparse.Namespace, files: Files, drafts: DraftStore, stdin: TextIO) -> Composition | SavedDraft:
    """The draft or composition that was asked for; raises ``PresendError`` in words.

    ``stdin`` is read to its end only for ``--body -``.
    """
    if arguments.draft is not None:
        if _has_content(arguments):
            raise UsageError(_("A draft opens as it was saved. Give --draft alone, or leave it out."))
        return drafts.load(arguments.draft)
    written = [mailto.parse(_as_uri(text)) for text in arguments.mailto]
    options = Composition(
        to=_field(arguments.to),
        cc=_field(arguments.cc),
        bcc=_field(arguments.bcc),
        subject=mailto.subject_text(arguments.subject or ""),
        body=_body(arguments.body, stdin),
    )
    merged = _merge([*written, options])
    attached = {file.path: file for file in (files.attach(Path(expand_home(name))) for name in arguments.attach)}
    return replace(merged, files=tuple(attached.values()))


def keep(opened: Composition | SavedDraft, drafts: DraftStore, now: datetime) -> str:
    """Save what was given where no composer opens; returns the sentence that says so, empty where nothing was given.

    Raises ``StorageError``.
    """
    if isinstance(opened, SavedDraft) or opened.is_blank:
        return ""
    draft = SavedDraft(drafts.new_id(), opened, now)
    drafts.save(draft)
    return _("What was given is kept as a draft: presend drafts finish {id}", id=draft.id)


def standard_input(arguments: argparse.Namespace, stdin: TextIO) -> TextIO:
    """What ``opening`` reads, held in memory before a form takes the terminal in place of standard input.

    Raises ``PresendError`` where it cannot be read.
    """
    return StringIO(_body(arguments.body, stdin)) if arguments.body == _STANDARD_INPUT else stdin


def _has_content(arguments: argparse.Namespace) -> bool:
    names = ("mailto", "to", "cc", "bcc", "subject", "attach", "body")
    return any(getattr(arguments, name) for name in names)


def _as_uri(text: str) -> str:
    if "@" in text and ":" not in text.partition("@")[0]:
        raise UsageError(_("{text} is no mailto: address. Write mailto:{text} or --to {text}.", text=text))
    return text


def _merge(parts: list[Composition]) -> Composition:
    """Recipients of all, the last subject that was given (an option follows the URIs), the bodies below each other.

    A message stands in one thread, which is the first.
    """
    subjects = [part.subject for part in parts if part.subject]
    thread = next((part for part in parts if part.references), Composition())
    return Composition(
        to=_field([part.to for part in parts]),
        cc=_field([part.cc for part in parts]),
        bcc=_field([part.bcc for part in parts]),
        subject=subjects[-1] if subjects else "",
        body="\n".join(part.body for part in parts if part.body),
        in_reply_to=thread.in_reply_to,
        references=thread.references,
    )


def _field(values: list[str]) -> str:
    return ", ".join(filter(None, map(mailto.field_text, values)))


def _body(value: str | None, stdin: TextIO) -> str:
    if value != _STANDARD_INPUT:
        return mailto.body_text(value or "")
    try:
        return mailto.body_text(stdin.read())
    except UnicodeDecodeError as error:
        raise InputDataError(_("Standard input is not readable as text. Convert it to UTF-8 first.")) from error
    except OSError as error:
        raise NoInputError(_("Standard input cannot be read: {reason}.", reason=str(error))) from error
