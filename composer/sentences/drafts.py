"""A saved draft in a list: its subject, recipients and time, and why it is among the drafts."""

from __future__ import annotations

from composer.language.cells import shorten
from composer.safe_text import clean
from composer.sentences.joined import facts
from composer.services.drafts import DraftNote, SavedDraft
from composer.words import _, date_time, pgettext
from policy.foreign_text import is_blank

WIDEST = 150
"""The most cells of a subject or a recipient line; longer ones are cut with an ellipsis."""


def subject_words(subject: str) -> str:
    """The subject cleaned and cut, or words for an empty one."""
    said = clean(subject).strip()
    return pgettext("draft", "No subject") if is_blank(said) else shorten(said, WIDEST)


def recipients_words(draft: SavedDraft) -> str:
    """To, Cc and Bcc as typed, cleaned and cut, or words for no recipient."""
    composition = draft.composition
    fields = (clean(text).strip(" ,") for text in (composition.to, composition.cc, composition.bcc))
    return shorten(", ".join(filter(None, fields)), WIDEST) or pgettext("draft", "No recipient")


def note_words(note: DraftNote) -> str:
    """Why the message is a draft; empty where the member left it unsent."""
    match note:
        case DraftNote.UNDONE:
            return pgettext("draft", "taken back before it was sent")
        case DraftNote.POLICY_CHANGED:
            return pgettext("draft", "came back, the policy changed")
        case DraftNote.LEFT:
            return ""


def was_sent_words() -> str:
    """The note on a draft that could not be deleted when its message was sent."""
    return pgettext("draft", "was sent")


def draft_lines(draft: SavedDraft, *, was_sent: bool = False) -> str:
    """Two lines for a list: the subject, then time, reason and recipients."""
    when, note = date_time(draft.saved_at), was_sent_words() if was_sent else note_words(draft.note)
    rest = [facts((when, note)) if note else when, recipients_words(draft)]
    return f"{subject_words(draft.composition.subject)}\n  {' | '.join(rest)}"


def deleted_words(draft: SavedDraft) -> str:
    """The sentence that a draft was deleted, and how it comes back."""
    return _("Deleted: {subject}. Ctrl+Z brings it back.", subject=subject_words(draft.composition.subject))
