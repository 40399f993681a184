"""The state of the demonstration: its organization, its mailboxes, and the services of the app."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from composer import words
from composer.delivery.lazy_outbox import LazyOutbox
from composer.demo import folder as demo_folder
from composer.demo.drafts import ReadyDraft, ready_drafts, write_files
from composer.demo.members import INSIDE, MEMBERS, DemoMember, settings_for
from composer.demo.policy_source import DemoPolicySource
from composer.drafting.senders import address_of
from composer.errors import StorageError
from composer.files.attaching.attach import LocalFiles
from composer.message.composition import AttachedFile, Composition
from composer.reading.raw_fields import fields_of, texts
from composer.services.bundle import Services
from composer.services.clock import Clock
from composer.services.drafts import SavedDraft
from composer.services.member_settings import MemberSettings
from composer.services.outbox import Outbox
from composer.storage.contacts.contacts import AddressBook
from composer.storage.drafts.folder import Drafts
from composer.threads.abort import Abort
from policy.address import Address, format_field, parse_address, parse_field
from policy.addresses.encoded_words import decode_words
from policy.settings import Surface
from policy.verdict import may_send_as

if TYPE_CHECKING:
    from composer.delivery.transports.local import LocalPost

_INSIDE = frozenset(parse_address(address).key for address in INSIDE)
ADDRESS_FIELDS = ("From", "To", "Cc", "Bcc")
SHOWN_FIELDS = (*ADDRESS_FIELDS, "Subject", "Sensitivity", "Expires", "Presend-Level", "Presend-Forward")


class Copy(Struct, frozen=True):
    """One message as it lies in one mailbox; every text is foreign."""

    mailbox: str
    delivered_to: str
    header: tuple[tuple[str, str], ...]
    """Name and value of the fields a recipient sees, in order; encoded words are decoded."""


class Demonstration:
    """The state of the demonstration that the panel changes, all in memory except the mail that was sent."""

    def __init__(
        self, folder: Path, clock: Clock, cwd: Path, *, was_made_for_it: bool = False, language: str | None = None
    ) -> None:
        """``language`` is what the member speaks who writes first; without it, what the screen speaks."""
        self._folder = folder
        self._was_made_for_it = was_made_for_it
        self._clock = clock
        self.policy = DemoPolicySource(clock)
        self.members = _members_speaking(language)
        """Everybody who can write, the one first who speaks the language that was asked for."""
        self.member = self._first_member(language)
        self.surface: Surface | None = None
        """The surface whose texts are shown; None = by the terminal's width."""
        base = MemberSettings(identities=())
        self.services = Services(
            clock=clock,
            policy=self.policy,
            settings=settings_for(self.member, base),
            drafts=Drafts(folder / "drafts", clock),
            contacts=AddressBook(self.policy),
            files=LocalFiles(cwd),
            outbox=LazyOutbox(self._outbox),
            is_demonstration=True,
        )

    @property
    def language(self) -> str | None:
        """The tag of the member's language; None = not set."""
        return self.member.language

    def prepare(self) -> None:
        """Write attachments and missing ready drafts to disk; raises ``StorageError`` and ``ConfigurationError``."""
        demo_folder.take(self._folder, was_made_for_it=self._was_made_for_it)
        write_files(self._folder / "files")
        present = {draft.id for draft in self.services.drafts.list()}
        for ready in ready_drafts():
            if ready.id not in present:
                self.services.drafts.save(SavedDraft(ready.id, self.composition_of(ready), self._clock.now()))

    def _first_member(self, language: str | None) -> DemoMember:
        wanted = language or words.active()
        return next((member for member in self.members if member.language == wanted), self.members[0])

    def become(self, member: DemoMember) -> None:
        """Continue as another member, whose settings the services have from now on."""
        self.member = member
        self.services.settings = replace(settings_for(member, self.services.settings), surface=self.surface)

    def use_surface(self, surface: Surface | None) -> None:
        """Show the warning texts of one surface; None = by the terminal's width."""
        self.surface = surface
        self.services.settings = replace(self.services.settings, surface=surface)

    def ready(self, draft_id: str) -> ReadyDraft | None:
        """The ready draft with this id; None where there is none."""
        return next((draft for draft in ready_drafts() if draft.id == draft_id), None)

    def composition_of(self, draft: ReadyDraft) -> Composition:
        """The draft with its files attached as they are now."""
        return replace(draft.composition, files=tuple(self._attached(name) for name in draft.files))

    def author_of(self, composition: Composition) -> DemoMember:
        """The present member where they may send the message, else the first who may.

        The present one where nobody may.
        """
        sender = address_of(composition.sender)
        everybody = (self.member, *self.members)
        return next((one for one in everybody if sender is None or self._may_send_as(one, sender)), self.member)

    def reset(self) -> None:
        """Restore policy, member, surface and drafts as shipped, and delete the mail of the demonstration."""
        self.policy.reset()
        self.use_surface(None)
        self.become(self._first_member(None))
        demo_folder.take_mail_away(self._folder)
        for draft in ready_drafts():
            try:
                self.services.drafts.delete(draft.id)
            except StorageError:
                continue
        self.prepare()
        self.services.outbox = LazyOutbox(self._outbox)

    def received(self) -> list[Copy]:
        """Every copy that was delivered, mailbox by mailbox."""
        return [Copy(one.mailbox, one.envelope_recipient, _header(one.data)) for one in self._post().received()]

    def _may_send_as(self, member: DemoMember, sender: Address) -> bool:
        own = (parse_address(member.address),)
        return may_send_as(self.policy.current(), own, self.services.settings.vouching, sender)

    def _attached(self, name: str) -> AttachedFile:
        return self.services.files.attach(self._folder / "files" / name)

    def _post(self) -> LocalPost:
        from composer.delivery.transports.local import LocalPost

        return LocalPost(self._folder / "mail", lambda: self.policy.current().organization, self._clock, _INSIDE)

    def _outbox(self, abort: Abort) -> Outbox:
        from composer.delivery.build import build_outbox

        services = self.services
        return build_outbox(
            self._folder / "outbox",
            clock=self._clock,
            policy=self.policy,
            files=services.files,
            drafts=services.drafts,
            transport=self._post(),
            audit=self._folder / "audit.jsonl",
            sent=self._folder / "sent",
            capabilities=services.capabilities,
            abort=abort,
        )


def _members_speaking(language: str | None) -> tuple[DemoMember, ...]:
    """The members; where none speaks a language, the first one does instead of their own."""
    if language is None or any(member.language == language for member in MEMBERS):
        return MEMBERS
    return (replace(MEMBERS[0], language=language), *MEMBERS[1:])


def _header(raw: bytes) -> tuple[tuple[str, str], ...]:
    head = raw.partition(b"\r\n\r\n")[0]
    fields = fields_of(head + b"\r\n")
    found = ((name, " ".join(texts(fields, name.lower()))) for name in SHOWN_FIELDS)
    return tuple((name, _decoded(name, value)) for name, value in found if value)


def _decoded(name: str, value: str) -> str:
    """An address field is told apart first: a comma in an encoded name separates nothing."""
    return format_field(parse_field(value)) if name in ADDRESS_FIELDS else decode_words(value)
