"""A draft in a list: what it is about, for whom, from when, and why it is here."""

from __future__ import annotations

from composer.safe_text import clean
from composer.services.bundle import SavedDraft
from composer.sentences.verdict import shorten
from composer.words import _, date_time, pgettext

WIDEST = 150
"""Cells of a subject or of a recipient line; longer ones are cut with an ellipsis."""


def subject_words(subject: str) -> str:
    """The subject, or words that there is none."""
    return shorten(clean(subject).strip(), WIDEST) or pgettext("draft", "No subject")


def recipients_words(draft: SavedDraft) -> str:
    """All three fields as typed, or words that they are empty."""
    composition = draft.composition
    typed = ", ".join(clean(text).strip() for text in (composition.to, composition.cc, composition.bcc) if text.strip())
    return shorten(typed, WIDEST) or pgettext("draft", "No recipient")


def note_words(note: str) -> str:
    """Why the draft is here; empty for one the member simply left."""
    match note:
        case "undone":
            return pgettext("draft", "taken back before it was sent")
        case "refused":
            return pgettext("draft", "was not sent")
        case "policy_changed":
            return pgettext("draft", "came back, the policy changed")
        case "unfinished":
            return pgettext("draft", "left unfinished")
    return ""


def draft_lines(draft: SavedDraft) -> str:
    """Two lines for a list: the subject, then time, reason and recipients."""
    when, note = date_time(draft.saved_at), note_words(draft.note)
    rest = [f"{when}, {note}" if note else when, recipients_words(draft)]
    return f"{subject_words(draft.composition.subject)}\n  {' | '.join(rest)}"


def deleted_words(draft: SavedDraft) -> str:
    """What was deleted and how it comes back."""
    return _("Deleted: {subject}. Ctrl+Z brings it back.", subject=subject_words(draft.composition.subject))
