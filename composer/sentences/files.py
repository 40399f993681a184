"""Attached files in words: a line for each, a heading, and the result of attaching."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from composer.language.paragraph import paragraph
from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.joined import facts, labelled
from composer.sentences.named import Things, named
from composer.words import date, ngettext, size
from policy.attachments import DOWNLOAD_DAYS, FileKind, JudgedFile
from policy.verdict import Verdict


def file_lines(files: Sequence[JudgedFile], now: datetime) -> list[str]:
    """A line for each file: name, size, kind, and of a link until when it can be used."""
    last = date(now + timedelta(days=DOWNLOAD_DAYS)) if any(one.kind is FileKind.TIME_LIMITED for one in files) else ""
    return [_row(one, last) for one in files]


def attached_words(count: int, again: Sequence[str] = ()) -> str:
    """How many files were attached, and the names of those that the message had already."""
    taken = [ngettext("{n} file was attached.", "{n} files were attached.", count)] if count or not again else []
    if again:
        same = ngettext(
            "{named}: the same file is attached already, and was read again.",
            "{named}: the same files are attached already, and were read again.",
            len(again),
            named=named(again, Things.FILES),
        )
        taken.append(same)
    return paragraph(taken)


def _row(judged: JudgedFile, last_day: str) -> str:
    how = [labels.kind_label(judged.kind), labels.size_words(judged.file.size)]
    if judged.kind is FileKind.TIME_LIMITED:
        how.append(labels.download_words(last_day))
    return "  ".join([clean(judged.file.name), facts(how)])


def files_heading(verdict: Verdict, stay: bool = False) -> str:
    """How many files go along, above their list; ``stay`` = none of them can be taken out here."""
    if stay:
        return ngettext(
            "{n} file, part of the finished message. To take it out, go back.",
            "{n} files, part of the finished message. To take one out, go back.",
            len(verdict.files),
        )
    return ngettext("{n} file", "{n} files", len(verdict.files))


def file_line(judged: JudgedFile) -> str:
    """A file's name and size, and its kind where it is not simply attached."""
    line = [clean(judged.file.name), size(judged.file.size)]
    return facts(line if judged.kind is FileKind.NORMAL else [*line, labels.kind_label(judged.kind)])


def explained_file(judged: JudgedFile) -> str:
    """Name, size and kind, for the explanation of a verdict."""
    return labelled(facts((clean(judged.file.name), size(judged.file.size))), labels.kind_label(judged.kind))
