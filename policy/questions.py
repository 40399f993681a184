"""What is asked once before a message goes: an empty subject or text, an attachment spoken of that is not there."""

from __future__ import annotations

import re
from enum import Enum

from policy.draft import Draft
from policy.foreign_text import is_blank


class QuestionCode(Enum):
    """What the member is asked before a message goes; none of them stands in the way of sending."""

    EMPTY_SUBJECT = "empty_subject"
    EMPTY_BODY = "empty_body"
    FORGOTTEN_ATTACHMENT = "forgotten_attachment"


_SPEAKS_OF_FILES = re.compile(r"\b(?:attach(?:ed|ing|ments?)?|enclosed)\b|첨부|添付", re.IGNORECASE)
_NOT_OWN_WORDS = re.compile(r"^(?:-- |-{3,} ?(?:Original|Forwarded) )", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$.*+", re.MULTILINE | re.DOTALL)
LONGEST_READ = 200_000
"""Characters of a body that are searched for words about attachments."""


def questions(draft: Draft, has_attachment: bool, reminder: bool) -> tuple[QuestionCode, ...]:
    """The questions a message raises, in the order they are asked; ``reminder`` is the member's preference.

    A text is missed where nothing but a signature stands in it and no file is attached: sending a file with its name
    for a subject is how people do it. Of other mail programs it is not asked, for they have asked already.
    """
    asked = []
    if is_blank(draft.subject):
        asked.append(QuestionCode.EMPTY_SUBJECT)
    if draft.is_composed and not has_attachment and is_blank(_SIGNATURE.sub("", draft.body[:LONGEST_READ])):
        asked.append(QuestionCode.EMPTY_BODY)
    if reminder and not has_attachment and _SPEAKS_OF_FILES.search(f"{draft.subject}\n{_own_words(draft.body)}"):
        asked.append(QuestionCode.FORGOTTEN_ATTACHMENT)
    return tuple(asked)


def _own_words(body: str) -> str:
    """The body up to the signature or a forwarded message, without quoted lines."""
    end = _NOT_OWN_WORDS.search(body)
    own = body[: min(end.start() if end else len(body), LONGEST_READ)]
    return "\n".join(line for line in own.splitlines() if not line.lstrip().startswith(">"))
