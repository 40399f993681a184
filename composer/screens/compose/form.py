"""The fields of the composer: laid out, filled from a composition, read back into one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from composer.drafting.senders import same_sender, signature_of, with_other_signature
from composer.message.composition import AttachedFile, Composition
from composer.message.mailto import body_text, subject_text
from composer.sentences import compose_form as compose_words
from composer.sentences import labels
from composer.services.member_settings import MemberSettings
from composer.widgets.dialogs.push_button import BUTTON_FRAME, PushButton
from composer.widgets.fields.address_input import AddressInput
from composer.widgets.fields.body_area import BodyArea
from composer.widgets.fields.choice import Choice
from composer.widgets.fields.field_row import FieldRow
from composer.widgets.fields.one_line import OneLineInput
from composer.widgets.fields.tick import Tick
from composer.widgets.lists.attachment_list import AttachmentList
from composer.widgets.plain import Line
from composer.words import pgettext
from policy.draft import Field
from policy.refusal import FaultyAddress

OPTIONS_GAP = 2
"""Cells between what stands in the row of options; stacked, it has none, and must not seem to fit for that."""


class OptionsRow(Container):
    """What changes the policy's answer, beside one another where it fits, else one below the other.

    The level's button gives way first: its words get shorter in the order that ``level_words`` states. The count of
    outside recipients is never cut.
    """

    def __init__(self, level_label: Callable[[int], str], individually: bool) -> None:
        super().__init__(id="options")
        self._level_label = level_label
        self._room = 0
        """Cells for the level's words."""
        self._individually = individually

    def compose(self) -> ComposeResult:
        """Level, individually, the preview that belongs to it, the count."""
        yield PushButton(lambda: self._level_label(self._room), id="level")
        yield Tick(lambda: pgettext("tick", "Individually"), self._individually, id="individually")
        yield PushButton(lambda: pgettext("button", "Preview"), id="preview")
        yield Line(id="counter")

    def fit(self) -> None:
        """Measure again, after words or the width have changed."""
        size = self.content_size
        if not size.width or not self.children:  # not laid out yet, or being taken down
            return
        level = self.query_one("#level", PushButton)
        others = [child for child in self.children if child.display and child is not level]
        needed = sum(child.get_content_width(size, size) + OPTIONS_GAP for child in others) - OPTIONS_GAP
        room = size.width - needed - OPTIONS_GAP - BUTTON_FRAME
        is_cut = level.display and cell_len(self._level_label(room)) > room
        before, self._room = level.label, size.width - BUTTON_FRAME if is_cut else room
        self.set_class(is_cut or needed > size.width, "-stacked")
        if level.label != before:
            level.retranslate()

    def on_resize(self) -> None:
        """The width is another."""
        self.fit()


class MessageForm(VerticalScroll, can_focus=False):
    """The widgets of one message; it decides nothing, and scrolls where the terminal is small."""

    @dataclass
    class Changed(Message):
        """Something was typed or chosen."""

        by_hand: bool = True
        """False where a dialog or a drop changed what no field shows."""

    class PreviewWanted(Message):
        """The copies of a message sent individually are to be seen."""

    class LevelWanted(Message):
        """The level is to be picked."""

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
        """One row a field, the files, the text."""
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
        """The preview belongs to a tick that is set."""
        self._show_preview()

    # What stands in the form

    def read(self) -> Composition:
        """The composition as the fields hold it at this moment, raw."""
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
        """Show a composition without posting a message; undo, cursor and scroll stay where a field is the same."""
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
        """Change what no field shows: files, level, expiry, forwarding."""
        self._base = replace(self._base, **changes)
        self.post_message(self.Changed(by_hand=False))

    @property
    def files(self) -> tuple[AttachedFile, ...]:
        """The attached files in order."""
        return self._base.files

    @property
    def body(self) -> BodyArea:
        """The widget that the text is written in."""
        return self.query_one("#body", BodyArea)

    @property
    def first_empty(self) -> Widget:
        """Where one begins to write: To, the subject, else the text."""
        lines: tuple[OneLineInput, ...] = (self.address(Field.TO), self.query_one("#subject", OneLineInput))
        return next((line for line in lines if not line.value.strip()), self.body)

    @property
    def sender(self) -> Choice[str]:
        """The widget of From, by which one of the member's identities is chosen."""
        found: Choice[str] = self.query_one("#from", Choice)
        return found

    def address(self, field: Field) -> AddressInput:
        """The widget of To, Cc or Bcc."""
        return self.query_one(f"#{field.value}", AddressInput)

    def row(self, name: str) -> FieldRow:
        """The row of a field."""
        return self.query_one(f"#row-{name}", FieldRow)

    # What the screen asks for

    def show_copies(self) -> None:
        """Cc and Bcc are seen when asked for or not empty."""
        for field in (Field.CC, Field.BCC):
            self.row(field.value).display = self.shows_copies or bool(self.address(field).value)

    def check_written(self) -> None:
        """Name what is no address in the fields that the cursor may never come to."""
        for field in Field:
            if self.address(field).value:
                self.check_addresses(field)

    def check_addresses(self, field: Field) -> None:
        """Name what is no address, under its field; not what is still being typed."""
        box = self.address(field)
        unfinished = box.unfinished
        faults = [fault for fault in box.faults if fault != unfinished]
        self.row(field.value).blame(lambda: compose_words.address_faults(field, faults))

    @property
    def unfinished(self) -> FaultyAddress | None:
        """What is being typed in a recipient field and is no address yet."""
        found = ((field, self.address(field).unfinished) for field in Field)
        return next((FaultyAddress(field.value, piece) for field, piece in found if piece is not None), None)

    def check_typed(self) -> None:
        """Name what is no address in the field in which one types, as soon as it is finished."""
        for field in Field:
            if self.address(field).has_focus:
                self.check_addresses(field)

    def set_individually(self, value: bool) -> None:
        """Tick or untick it for the member."""
        self.query_one("#individually", Tick).value = value
        self._show_preview()
        self.post_message(self.Changed())

    def use_member(self, settings: MemberSettings) -> None:
        """The policy or the member is another now; a sender that was theirs before gives way to the first."""
        self._settings = settings
        options = self._senders()
        sender = same_sender(options, self.sender.value) or (options[0] if options else self.sender.value)
        self._base = replace(self._base, sender=sender)
        self.sender.value = self._shown_sender = sender
        self.sender.reload()

    def use_policy(self) -> None:
        """Other senders may be on offer; the one that is chosen stays, for the policy to refuse by name."""
        self._base = replace(self._base, sender=self.sender.value)
        self.sender.value = self._shown_sender = self._sender(self._base)
        self.sender.reload()

    def retranslate(self) -> None:
        """Rows, buttons and ticks know their own words; the room that those need is another."""
        self.fit_options()

    def fit_options(self) -> None:
        """Nothing in the row of level, tick and count is cut off."""
        self.query_one(OptionsRow).fit()

    # What the fields report

    def on_input_changed(self, event: Input.Changed) -> None:
        """A line was edited."""
        event.stop()
        self.post_message(self.Changed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field."""
        event.stop()
        self.screen.focus_next()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """The text was edited."""
        event.stop()
        self.post_message(self.Changed())

    def on_tick_changed(self, event: Tick.Changed) -> None:
        """Individually was ticked or not."""
        event.stop()
        self._show_preview()
        self.post_message(self.Changed())

    def on_choice_changed(self, event: Choice.Changed[str]) -> None:
        """Another sender was chosen: their signature takes the place of the one before."""
        event.stop()
        before, after = signature_of(self._shown_sender, self._settings), signature_of(event.value, self._settings)
        self._shown_sender = event.value
        if before != after:
            self.body.put_whole(with_other_signature(self.body.text, before, after))
        self.post_message(self.Changed())

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """The level, or the preview of the copies."""
        event.stop()
        self.post_message(self.LevelWanted() if event.button.id == "level" else self.PreviewWanted())

    def on_address_input_left(self, event: AddressInput.Left) -> None:
        """Name what is no address."""
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
