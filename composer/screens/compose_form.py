"""The fields of the composer: laid out, filled from a composition, read back into one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.widgets import Input

from composer import labels
from composer.composition import Composition
from composer.services import Services
from composer.storage.member_settings import Identity
from composer.widgets.address_input import AddressInput
from composer.widgets.attachment_list import AttachmentList
from composer.widgets.body_area import BodyArea
from composer.widgets.choice import Choice
from composer.widgets.footer import KeyFooter
from composer.widgets.pick_list import PickList
from composer.widgets.plain import Line
from composer.widgets.push_button import PushButton
from composer.widgets.tick import Tick
from composer.words import pgettext
from policy.address import Mailbox, format_entry
from policy.draft import Field
from policy.verdict import PolicyInForce

SIGNATURE_MARK = "-- \n"


class Form:
    """The widgets of one composer screen; decides nothing."""

    def __init__(self, screen: Screen[None], services: Services, level_label: Callable[[], str]) -> None:
        self._screen = screen
        self._services = services
        self._level_label = level_label
        self.base = Composition()
        """What no widget holds: files, level, expiry, forwarding."""
        self.shows_more = False
        """Whether Cc and Bcc were asked for."""

    def widgets(self, in_force: PolicyInForce | None) -> ComposeResult:
        """All rows, from the title to the footer."""
        yield Line(id="title")
        yield _row(_from_label, Choice(lambda: self._senders(in_force), self.base.sender, id="from"))
        for field in Field:
            yield _row(_label_of(field), AddressInput(field, id=field.value), id=f"row-{field.value}")
            yield Line(id=f"fault-{field.value}", classes="fault")
        yield _row(_subject_label, Input(id="subject", compact=True, select_on_focus=False))
        with Container(id="options"):
            yield PushButton(self._level_label, id="level")
            yield Tick(lambda: pgettext("tick", "Individually"), self.base.individually, id="individually")
            yield Line(id="counter")
        yield AttachmentList(id="files")
        yield BodyArea(id="body")
        yield Line(id="quiet")
        yield KeyFooter()
        yield PickList[int](id="completions")

    def fill(self, composition: Composition) -> None:
        """Show a composition; undo and cursor stay where a field does not change."""
        self.base = composition
        screen = self._screen
        self.use_sender(composition.sender)
        for field in Field:
            _put(screen.query_one(f"#{field.value}", AddressInput), getattr(composition, field.value))
        _put(screen.query_one("#subject", Input), composition.subject)
        screen.query_one("#body", BodyArea).put_whole(composition.body)
        screen.query_one("#individually", Tick).value = composition.individually
        self.show_more_fields()

    def use_sender(self, sender: str) -> None:
        """Choose a sender among those the member may use; another gives way to the first."""
        choice = self._screen.query_one("#from", Choice)
        senders = [value for _label, value in self._senders(self._in_force())]
        choice.value = next((one for one in senders if _same_address(one, sender)), senders[0] if senders else sender)
        choice.reload()

    def read(self) -> Composition:
        """What stands in the fields now."""
        screen = self._screen
        return replace(
            self.base,
            sender=screen.query_one("#from", Choice).value,
            to=screen.query_one("#to", AddressInput).value,
            cc=screen.query_one("#cc", AddressInput).value,
            bcc=screen.query_one("#bcc", AddressInput).value,
            subject=screen.query_one("#subject", Input).value,
            body=screen.query_one("#body", BodyArea).text,
            individually=screen.query_one("#individually", Tick).value,
        )

    def show_more_fields(self) -> None:
        """Cc and Bcc are seen when asked for or not empty."""
        for name in ("cc", "bcc"):
            filled = bool(self._screen.query_one(f"#{name}", AddressInput).value)
            self._screen.query_one(f"#row-{name}").display = self.shows_more or filled

    def retranslate(self) -> None:
        """Set every label again, in place."""
        for row in self._screen.query(FieldRow):
            row.retranslate()
        for button in self._screen.query(PushButton):
            button.retranslate()
        self._screen.query_one("#individually", Tick).retranslate()
        self._screen.query_one(KeyFooter).retranslate()

    def _in_force(self) -> PolicyInForce:
        return self._services.policy.current()

    def _senders(self, in_force: PolicyInForce | None) -> list[tuple[str, str]]:
        """Own addresses, then the lists the member may send as."""
        own = [_identity_text(identity) for identity in self._services.settings.identities]
        if in_force is None:
            return [(text, text) for text in own]
        addresses = tuple(identity.address for identity in self._services.settings.identities)
        lists = [
            format_entry(Mailbox(entry.address, entry.name))
            for entry in in_force.policy.lists
            if in_force.organization.may_send_as(entry.address, addresses)
        ]
        return [(text, text) for text in (*own, *lists)]


class FieldRow(Horizontal):
    """A label and a field on one row."""

    def __init__(self, label: Callable[[], str], *fields: Input | Choice[str], id: str | None = None) -> None:
        super().__init__(Line(label(), classes="label"), *fields, id=id, classes="row")
        self._label = label

    def retranslate(self) -> None:
        """Set the label again."""
        self.query_one(".label", Line).say(self._label())


def new_composition(services: Services, opened: Composition) -> Composition:
    """A new message: sender, signature and individually as the member's settings have them."""
    if opened.sender:
        return opened  # it was composed before, and taken back
    identities = services.settings.identities
    first = identities[0] if identities else None
    sender = _identity_text(first) if first else ""
    individually = opened.individually or services.settings.preferences.individually
    return replace(opened, sender=sender, body=_signed(opened.body, first), individually=individually)


def _signed(body: str, identity: Identity | None) -> str:
    if identity is None or not identity.signature.strip() or SIGNATURE_MARK in body:
        return body
    return f"{body}\n\n{SIGNATURE_MARK}{identity.signature.rstrip()}\n"


def _identity_text(identity: Identity) -> str:
    return format_entry(Mailbox(identity.address, identity.name))


def _same_address(one: str, other: str) -> bool:
    return one.rpartition("<")[2].rstrip(">").lower() == other.rpartition("<")[2].rstrip(">").lower()


def _row(label: Callable[[], str], field: Input | Choice[str], id: str | None = None) -> FieldRow:
    return FieldRow(label, field, id=id)


def _from_label() -> str:
    return pgettext("field", "From")


def _subject_label() -> str:
    return pgettext("field", "Subject")


def _label_of(field: Field) -> Callable[[], str]:
    return lambda: labels.field_name(field)


def _put(field: Input, text: str) -> None:
    if field.value != text:
        field.value = text
        field.cursor_position = len(text)
