"""What is asked once before a message goes: an empty subject, an attachment that was spoken of and is not there."""

from __future__ import annotations

import re
from enum import Enum

from policy.foreign_text import is_blank


class QuestionCode(Enum):
    """A question is never a reason against sending."""

    EMPTY_SUBJECT = "empty_subject"
    FORGOTTEN_ATTACHMENT = "forgotten_attachment"


_SPEAKS_OF_FILES = re.compile(r"\b(?:attach(?:ed|ing|ments?)?|enclosed)\b|첨부|添付", re.IGNORECASE)
_NOT_OWN_WORDS = re.compile(r"^(?:-- |-{3,} ?(?:Original|Forwarded) )", re.MULTILINE)
LONGEST_READ = 200_000
"""Characters of a body that are searched."""


def questions(subject: str, body: str, has_attachment: bool, reminder: bool) -> tuple[QuestionCode, ...]:
    """The questions a message raises, in the order they are asked; ``reminder`` is the member's preference."""
    asked = []
    if is_blank(subject):
        asked.append(QuestionCode.EMPTY_SUBJECT)
    if reminder and not has_attachment and _SPEAKS_OF_FILES.search(f"{subject}\n{_own_words(body)}"):
        asked.append(QuestionCode.FORGOTTEN_ATTACHMENT)
    return tuple(asked)


def _own_words(body: str) -> str:
    """The body up to the signature or a forwarded message, without quoted lines."""
    end = _NOT_OWN_WORDS.search(body)
    own = body[: min(end.start() if end else len(body), LONGEST_READ)]
    return "\n".join(line for line in own.splitlines() if not line.lstrip().startswith(">"))
