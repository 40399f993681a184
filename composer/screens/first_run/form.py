"""The fields of the first-run form: what is shown for which transport, and the values as typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from composer.screens.first_run.words import (
    languages,
    mailboxes,
    note,
    policies,
    securities,
    shell_note,
    transports,
)
from composer.services.member_settings import TransportKind
from composer.setup.first_run.labels import label
from composer.setup.first_run.saving import FirstRun
from composer.setup.first_run.values import Fault, FormValues, MailboxChoice, Place, PolicyChoice
from composer.widgets.fields.choice import Choice
from composer.widgets.fields.form_row import FormRow
from composer.widgets.fields.one_line import OneLineInput
from composer.widgets.plain import Line

_OF_TRANSPORT = {
    Place.HOST: TransportKind.SMTP,
    Place.PORT: TransportKind.SMTP,
    Place.SECURITY: TransportKind.SMTP,
    Place.CA_FILE: TransportKind.SMTP,
    Place.USER: TransportKind.SMTP,
    Place.PASSWORD_COMMAND: TransportKind.SMTP,
    Place.COMMAND: TransportKind.SENDMAIL,
    Place.FOLDER: TransportKind.LOCAL,
}


class FirstRunForm(Vertical):
    """All fields; those of other transports are hidden and keep what was typed in them."""

    DEFAULT_CSS = """
    FirstRunForm {
        height: auto;
    }
    FirstRunForm > .form-note {
        height: auto;
        margin: 1 0 0 0;
    }
    """

    class Changed(Message):
        """Something in the form is different now."""

    @dataclass
    class LanguageChosen(Message):
        """The member chose a language."""

        tag: str

    def __init__(self, setup: FirstRun) -> None:
        super().__init__(id="first-run-form")
        self._setup = setup
        values = setup.suggested
        self._address, self._full_name = _text(Place.ADDRESS, values.address), _text(Place.NAME, values.name)
        self._language = Choice(partial(languages, setup.languages), values.language, id=_id(Place.LANGUAGE))
        self._transport = Choice(transports, values.transport, id=_id(Place.TRANSPORT))
        self._host, self._port = _text(Place.HOST, values.host), _text(Place.PORT, values.port)
        self._security = Choice(securities, values.security, id=_id(Place.SECURITY))
        self._ca_file = _text(Place.CA_FILE, values.ca_file)
        self._needs_authority = bool(values.ca_file)
        self._user = _text(Place.USER, values.user)
        self._password_command = _text(Place.PASSWORD_COMMAND, values.password_command)
        self._command, self._folder = _text(Place.COMMAND, values.command), _text(Place.FOLDER, values.folder)
        self._mailbox = Choice(partial(mailboxes, setup), values.mailbox, id=_id(Place.MAILBOX))
        self._mailbox_folder = _text(Place.MAILBOX_FOLDER, values.mailbox_folder)
        self._policy = Choice(policies, values.policy, id=_id(Place.POLICY))
        self._policy_file = _text(Place.POLICY_FILE, values.policy_file)

    def compose(self) -> ComposeResult:
        """Address, name, language; how mail leaves; the policy."""
        for place, field in self._fields():
            yield FormRow(partial(label, place), field, id=_row_id(place))
        yield Line(lines=True, classes="form-note")

    def on_mount(self) -> None:
        """Show what belongs to the choices made."""
        self.retranslate()

    def retranslate(self) -> None:
        """Say the notes in and about fields again; rows and choices know their own words."""
        self._password_command.placeholder = shell_note()
        self._show()

    @property
    def values(self) -> FormValues:
        """Everything as typed and chosen; what is not asked for stays as suggested."""
        asked = not self._setup.policy_in_force
        return FormValues(
            address=self._address.value,
            name=self._full_name.value,
            language=self._language.value,
            transport=self._transport.value,
            host=self._host.value,
            port=self._port.value,
            security=self._security.value,
            ca_file=self._ca_file.value,
            user=self._user.value,
            password_command=self._password_command.value,
            command=self._command.value,
            folder=self._folder.value,
            mailbox=self._mailbox.value,
            mailbox_folder=self._mailbox_folder.value,
            policy=self._policy.value if asked else self._setup.suggested.policy,
            policy_file=self._policy_file.value if asked else self._setup.suggested.policy_file,
        )

    def blame(self, faults: Sequence[Fault]) -> None:
        """Put each fault under its field and go to the first; a file of authorities is asked for once it is missed."""
        self._needs_authority |= any(fault.place is Place.CA_FILE for fault in faults)
        self._show()
        for place, _field in self._fields():
            self._row(place).blame(tuple(fault.say for fault in faults if fault.place is place))
        if faults:
            self.focus_place(faults[0].place)
            self.call_after_refresh(self._row(faults[0].place).scroll_visible, animate=False)

    def focus_first(self) -> None:
        """Go to the first field there is."""
        self.focus_place(next(place for place, _field in self._fields()))

    def focus_place(self, place: Place) -> None:
        """Go to a field."""
        self._row(place).field.focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Typing takes the old complaint away."""
        message.stop()
        self._changed(message.input)

    def on_choice_changed(self, message: Choice.Changed) -> None:
        """A choice may show other fields."""
        message.stop()
        self._show()
        self._changed(message.choice)
        if message.choice is self._language:
            self.post_message(self.LanguageChosen(self._language.value))

    def _changed(self, field: Widget) -> None:
        for row in self.query(FormRow):
            if row.field is field:
                row.blame(())
        self.post_message(self.Changed())

    def _fields(self) -> Iterator[tuple[Place, Widget]]:
        fields: dict[Place, Widget] = {
            Place.ADDRESS: self._address,
            Place.NAME: self._full_name,
            Place.LANGUAGE: self._language,
            Place.TRANSPORT: self._transport,
            Place.HOST: self._host,
            Place.PORT: self._port,
            Place.SECURITY: self._security,
            Place.CA_FILE: self._ca_file,
            Place.USER: self._user,
            Place.PASSWORD_COMMAND: self._password_command,
            Place.COMMAND: self._command,
            Place.FOLDER: self._folder,
            Place.MAILBOX: self._mailbox,
            Place.MAILBOX_FOLDER: self._mailbox_folder,
            Place.POLICY: self._policy,
            Place.POLICY_FILE: self._policy_file,
        }
        return ((place, field) for place, field in fields.items() if self._setup.asks(place))

    def _row(self, place: Place) -> FormRow:
        return self.query_one(f"#{_row_id(place)}", FormRow)

    def _show(self) -> None:
        transport = self._transport.value
        for place, _field in self._fields():
            self._row(place).display = _OF_TRANSPORT.get(place, transport) is transport
        if self._setup.asks(Place.CA_FILE):
            self._row(Place.CA_FILE).display &= self._needs_authority
        if self._setup.asks(Place.MAILBOX):
            self._row(Place.MAILBOX_FOLDER).display = self._mailbox.value is MailboxChoice.OTHER
        if self._setup.asks(Place.POLICY):
            self._row(Place.POLICY_FILE).display = self._policy.value is PolicyChoice.EXISTING
        self.query_one(".form-note", Line).say(note(self._setup, self._policy.value))


def _id(place: Place) -> str:
    return f"field-{place.value.replace('_', '-')}"


def _row_id(place: Place) -> str:
    return f"row-{place.value.replace('_', '-')}"


def _text(place: Place, value: str) -> OneLineInput:
    return OneLineInput(value, id=_id(place))
