"""The fields of the composer: laid out, filled from a composition, read back into one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.layout import Layout
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from composer.drafting.senders import same_sender, signature_of, with_other_signature
from composer.message.composition import AttachedFile, Composition
from composer.message.mailto import body_text, subject_text
from composer.sentences import compose_form, labels
from composer.services.member_settings import MemberSettings
from composer.widgets.dialogs.push_button import BUTTON_FRAME, PushButton
from composer.widgets.fields.address_input import AddressInput
from composer.widgets.fields.body_area import BodyArea
from composer.widgets.fields.choice import Choice
from composer.widgets.fields.field_row import FieldRow
from composer.widgets.fields.one_line import OneLineInput
from composer.widgets.fields.tick import Tick
from composer.widgets.flow import Flow
from composer.widgets.lists.attachment_list import AttachmentList
from composer.widgets.plain import Line
from composer.words import pgettext
from policy.draft import Field
from policy.refusal import FaultyAddress

OPTIONS_GAP = 2
"""Cells between what stands in the row of options."""


class OptionsRow(Container):
    """What changes the policy's answer, beside one another where it fits, else in several rows.

    The level's button gives way first: its words get shorter in the order that ``level_words`` states. The count of
    outside recipients is never cut.
    """

    def __init__(self, level_label: Callable[[int], str], individually: bool) -> None:
        super().__init__(id="options")
        self._flow = Flow(OPTIONS_GAP)
        self._level_label = level_label
        self._room = 0
        """Cells for the level's words."""
        self._individually = individually

    @property
    def layout(self) -> Layout:
        """In reading order, in as few rows as there is room for."""
        return self._flow

    def compose(self) -> ComposeResult:
        """The level's button, the tick of Individually with its preview, and the count of outside recipients."""
        yield PushButton(lambda: self._level_label(self._room), id="level")
        yield Tick(lambda: pgettext("tick", "Individually"), self._individually, id="individually")
        yield PushButton(lambda: pgettext("button", "Preview"), id="preview")
        yield Line(id="counter")

    def fit(self) -> None:
        """Lay the parts out anew, after words or the width have changed."""
        size = self.content_size
        if not size.width or not self.children:  # not laid out yet, or being taken down
            return
        level = self.query_one("#level", PushButton)
        others = [child for child in self.children if child.display and child is not level]
        needed = sum(child.get_content_width(size, size) + OPTIONS_GAP for child in others) - OPTIONS_GAP
        room = size.width - needed - OPTIONS_GAP - BUTTON_FRAME
        is_cut = level.display and cell_len(self._level_label(room)) > room
        before, self._room = level.label, size.width - BUTTON_FRAME if is_cut else room
        if level.label != before:
            level.retranslate()

    def on_resize(self) -> None:
        """Lay the parts out for another width."""
        self.fit()


class MessageForm(VerticalScroll, can_focus=False):
    """The fields of one message; they decide nothing, and scroll where the terminal is small."""

    @dataclass
    class Changed(Message):
        """A field was changed; ``by_hand`` = by the member."""

        by_hand: bool = True
        """False where a dialog or a drop changed what no field shows."""

    class PreviewWanted(Message):
        """The button that previews the individual copies was pressed."""

    class LevelWanted(Message):
        """The button of the level was pressed."""

    def __init__(
        self,
        opened: Composition,
        settings: MemberSettings,
        senders: Callable[[], list[str]],
        level_label: Callable[[int], str],
    ) -> None:
        super().__init__(id="form")
        self._settings = settings
        self._senders = senders
        self._level_label = level_label
        self._base = opened
        self._shown_sender = opened.sender
        self.shows_copies = False
        """Whether Cc and Bcc were asked for."""

    def compose(self) -> ComposeResult:
        """A row for each field, then the options, the files and the text."""
        opened = self._base
        yield FieldRow(_from_label, Choice(self._sender_options, self._sender(opened), id="from"), id="row-from")
        for field in Field:
            box = AddressInput(field, subject_text(getattr(opened, field.value)))
            row = FieldRow(_label_of(field), box, id=f"row-{field.value}")
            row.display = field is Field.TO or bool(box.value)
            yield row
        subject = OneLineInput(subject_text(opened.subject), id="subject")
        yield FieldRow(_subject_label, subject, id="row-subject")
        yield OptionsRow(self._level_label, opened.individually)
        yield AttachmentList(id="files")
        yield BodyArea(body_text(opened.body), id="body")

    def on_mount(self) -> None:
        """Show the preview's button where Individually is ticked."""
        self._show_preview()

    # What stands in the form

    def read(self) -> Composition:
        """The composition as the fields hold it now, unparsed."""
        return replace(
            self._base,
            sender=self.sender.value,
            to=self.address(Field.TO).value,
            cc=self.address(Field.CC).value,
            bcc=self.address(Field.BCC).value,
            subject=self.query_one("#subject", Input).value,
            body=self.body.text,
            individually=self.query_one("#individually", Tick).value,
        )

    def fill(self, composition: Composition) -> None:
        """Fill the fields without posting a message; undo, cursor and scroll stay in those that stay the same."""
        self._base = composition
        self.sender.value = self._shown_sender = self._sender(composition)
        for field in Field:
            self.address(field).show(subject_text(getattr(composition, field.value)))
        self.query_one("#subject", OneLineInput).show(subject_text(composition.subject))
        with self.prevent(TextArea.Changed):
            self.body.put_whole(composition.body)
        self.query_one("#individually", Tick).value = composition.individually
        self._show_preview()
        self.show_copies()

    def keep(self, **changes: object) -> None:
        """Change attributes of the composition that no field shows, such as files and level; post ``Changed``."""
        self._base = replace(self._base, **changes)
        self.post_message(self.Changed(by_hand=False))

    @property
    def files(self) -> tuple[AttachedFile, ...]:
        """The attached files, in order."""
        return self._base.files

    @property
    def body(self) -> BodyArea:
        """The text area of the message."""
        return self.query_one("#body", BodyArea)

    @property
    def first_empty(self) -> Widget:
        """The field to begin in: To or the subject, the first that is empty, else the text."""
        lines: tuple[OneLineInput, ...] = (self.address(Field.TO), self.query_one("#subject", OneLineInput))
        return next((line for line in lines if not line.value.strip()), self.body)

    @property
    def sender(self) -> Choice[str]:
        """The choice of the sender among the member's identities."""
        found: Choice[str] = self.query_one("#from", Choice)
        return found

    def address(self, field: Field) -> AddressInput:
        """The recipient field To, Cc or Bcc."""
        return self.query_one(f"#{field.value}", AddressInput)

    def row(self, name: str) -> FieldRow:
        """The row with a field and its faults, by the field's name."""
        return self.query_one(f"#row-{name}", FieldRow)

    # What the screen asks for

    def show_copies(self) -> None:
        """Show Cc and Bcc where they were asked for or hold something, else hide them."""
        for field in (Field.CC, Field.BCC):
            self.row(field.value).display = self.shows_copies or bool(self.address(field).value)

    def check_written(self) -> None:
        """Show the faults of every recipient field that holds something."""
        for field in Field:
            if self.address(field).value:
                self.check_addresses(field)

    def check_addresses(self, field: Field) -> None:
        """Show the faulty addresses of a field below it, without the one that is still being typed."""
        box = self.address(field)
        unfinished = box.unfinished
        faults = [fault for fault in box.faults if fault != unfinished]
        self.row(field.value).blame(lambda: compose_form.address_faults(field, faults))

    @property
    def unfinished(self) -> FaultyAddress | None:
        """The address that is still being typed and is not valid yet, with its field; None where there is none."""
        found = ((field, self.address(field).unfinished) for field in Field)
        return next((FaultyAddress(field.value, piece) for field, piece in found if piece is not None), None)

    def check_typed(self) -> None:
        """Show the faults of the recipient field that has the focus."""
        for field in Field:
            if self.address(field).has_focus:
                self.check_addresses(field)

    def set_individually(self, value: bool) -> None:
        """Set the tick of Individually, and post ``Changed``."""
        self.query_one("#individually", Tick).value = value
        self._show_preview()
        self.post_message(self.Changed())

    def use_member(self, settings: MemberSettings) -> None:
        """Offer the senders of another member; the chosen one stays if it is among them, else the first is chosen."""
        self._settings = settings
        options = self._senders()
        sender = same_sender(options, self.sender.value) or (options[0] if options else self.sender.value)
        self._base = replace(self._base, sender=sender)
        self.sender.value = self._shown_sender = sender
        self.sender.reload()

    def use_policy(self) -> None:
        """Offer the senders that another policy allows; the chosen one stays, and the policy may refuse it."""
        self._base = replace(self._base, sender=self.sender.value)
        self.sender.value = self._shown_sender = self._sender(self._base)
        self.sender.reload()

    def retranslate(self) -> None:
        """Lay the row of options out anew: words of another language have other widths."""
        self.fit_options()

    def fit_options(self) -> None:
        """Lay the row of level, tick and count out anew, so that nothing is cut."""
        self.query_one(OptionsRow).fit()

    # What the fields report

    def on_input_changed(self, event: Input.Changed) -> None:
        """Post ``Changed``: a line was edited."""
        event.stop()
        self.post_message(self.Changed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Move the focus to the next field: Enter in a line."""
        event.stop()
        self.screen.focus_next()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Post ``Changed``: the text was edited."""
        event.stop()
        self.post_message(self.Changed())

    def on_tick_changed(self, event: Tick.Changed) -> None:
        """Show or hide the preview's button with the tick, and post ``Changed``."""
        event.stop()
        self._show_preview()
        self.post_message(self.Changed())

    def on_choice_changed(self, event: Choice.Changed[str]) -> None:
        """Replace the signature of the sender before by that of the one now chosen, and post ``Changed``."""
        event.stop()
        before, after = signature_of(self._shown_sender, self._settings), signature_of(event.value, self._settings)
        self._shown_sender = event.value
        if before != after:
            self.body.put_whole(with_other_signature(self.body.text, before, after))
        self.post_message(self.Changed())

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """Post ``LevelWanted`` or ``PreviewWanted``."""
        event.stop()
        self.post_message(self.LevelWanted() if event.button.id == "level" else self.PreviewWanted())

    def on_address_input_left(self, event: AddressInput.Left) -> None:
        """Show the faults of a recipient field that the focus left."""
        event.stop()
        self.check_addresses(event.field.field)

    def _show_preview(self) -> None:
        self.query_one("#preview").display = self.query_one("#individually", Tick).value
        self.fit_options()

    def _sender(self, composition: Composition) -> str:
        """The sender as it is on offer; one the member may not use stays, for the policy to refuse by name."""
        return same_sender(self._senders(), composition.sender) or composition.sender

    def _sender_options(self) -> list[tuple[str, str]]:
        options = self._senders()
        if self._base.sender and same_sender(options, self._base.sender) is None:
            options.append(self._base.sender)
        return [(text, text) for text in options]


def _from_label() -> str:
    # Translators: max-cells: 10
    return pgettext("field", "From")


def _subject_label() -> str:
    # Translators: max-cells: 10
    return pgettext("field", "Subject")


def _label_of(field: Field) -> Callable[[], str]:
    return lambda: labels.field_name(field)
