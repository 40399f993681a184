"""Completion of addresses: what the member may mean is offered below the field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from composer.screens.compose.form import MessageForm
from composer.sentences import compose_form
from composer.services.contacts import Contacts
from composer.widgets.fields.address_input import AddressInput
from composer.widgets.lists.offer_list import OfferList
from policy.address import parse_field
from policy.draft import Field
from policy.lists.members import mailboxes

OFFERED = 8
"""Completions shown at once."""


class Completion:
    """Offers addresses for the recipient fields of one composer, in one list that all of them share."""

    def __init__(self, contacts: Contacts, offers: OfferList, form: MessageForm) -> None:
        self._contacts = contacts
        self._form = form
        self._offers = offers
        self._field: AddressInput | None = None
        """The field whose completions are shown."""

    def look_up(self, field: AddressInput, token: str) -> None:
        """Offer up to ``OFFERED`` addresses for a typed piece, without those that are recipients already."""
        field.offer(self._contacts.complete(token, OFFERED, frozenset(self._addressed(field))) if token else ())

    def _addressed(self, typing: AddressInput) -> Iterator[str]:
        for field in map(self._form.address, Field):
            yield from _keys(field.rest if field is typing else field.value)

    def show(self, field: AddressInput) -> None:
        """Show the completions of a field in the list below it."""
        self._field = field
        lines = [compose_form.offer_words(offer) for offer in field.offers]
        self._offers.offer(lines, field.marked, field)

    def take(self) -> None:
        """Put the marked completion into its field, after a click on it."""
        if self._field is not None and self._offers.marked is not None:
            self._field.take(self._offers.marked)


@lru_cache(maxsize=2 * len(Field))  # the rest stays the same from key to key
def _keys(text: str) -> frozenset[str]:
    """The keys of all addresses in the text of a field, those of a group that is not closed yet too."""
    return frozenset(mailbox.address.key for mailbox in mailboxes(parse_field(f"{text};")))
