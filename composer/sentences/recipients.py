"""An outside recipient in words, for the explanation and for the warning."""

from __future__ import annotations

from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.domains import address_words
from composer.sentences.joined import facts, labelled, remarked
from composer.words import _, pgettext
from policy.draft import Field
from policy.organization import Recipient


def recipient_words(recipient: Recipient) -> str:
    """The address with its class, the lists it came through, and why it counts as outside."""
    line = remarked(clean(str(recipient.address)), labels.class_words(recipient.recipient_class))
    return _with_reason(_with_lists(line, recipient), recipient)


def recipient_line(recipient: Recipient) -> str:
    """A recipient under the heading of its class: other fields than To, lists, and that a list goes as a whole."""
    line = _with_lists(address_words(recipient.address), recipient)
    fields = [labels.field_name(field) for field in recipient.fields if field is not Field.TO]
    in_fields = pgettext("recipient", "{recipient} [{fields}]", recipient=line, fields=facts(fields))
    line = _with_reason(in_fields if fields else line, recipient)
    return _("{recipient} (removed only with the whole list)", recipient=line) if recipient.via else line


def _with_lists(line: str, recipient: Recipient) -> str:
    if not recipient.via:
        return line
    path = " > ".join(clean(str(address)) for address in recipient.via)
    return _("{recipient} via {lists}", recipient=line, lists=path)


def _with_reason(line: str, recipient: Recipient) -> str:
    if not recipient.unknown_reason:
        return line
    return labelled(line, labels.unknown_words(recipient.unknown_reason))
