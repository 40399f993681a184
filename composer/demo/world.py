"""Everything the demonstration works with: its organization, its mailboxes, and the services of the app."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from composer import words
from composer.message.composition import AttachedFile, Composition
from composer.demo.drafts import ReadyDraft, ready_drafts, write_files
from composer.demo.members import INSIDE, MEMBERS, DemoMember, settings_for
from composer.demo.policy_source import DemoPolicySource
from composer.errors import StorageError
from composer.files.attaching.attach import LocalFiles
from composer.delivery.lazy_outbox import LazyOutbox
from composer.services.bundle import Clock, Outbox, SavedDraft, Services
from composer.storage.atomic import private_folder
from composer.storage.contacts.contacts import AddressBook
from composer.storage.drafts.folder import Drafts
from composer.services.member_settings import MemberSettings
from policy.address import parse_address
from policy.settings import Surface

if TYPE_CHECKING:
    from composer.delivery.transports.local import LocalPost

_INSIDE = frozenset(parse_address(address).key for address in INSIDE)
SHOWN_FIELDS = ("From", "To", "Cc", "Bcc", "Subject", "Sensitivity", "Expires", "Presend-Level", "Presend-Forward")


class Copy(Struct, frozen=True):
    """One message as it lies in one mailbox; every text is foreign."""

    mailbox: str
    delivered_to: str
    header: tuple[tuple[str, str], ...]
    """The fields a recipient sees, in order."""


class Demonstration:
    """The state that the panel changes; all of it is in memory but for the mail that was sent."""

    def __init__(self, folder: Path, clock: Clock, cwd: Path) -> None:
        self._folder = folder
        self._clock = clock
        self.policy = DemoPolicySource(clock)
        self.member = _member_speaking(words.active())
        self.surface: Surface | None = None
        """None = decided by the terminal's width."""
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
        """The member's language."""
        return self.member.language

    def prepare(self) -> None:
        """Put files and ready drafts on disk; raises ``StorageError``."""
        private_folder(self._folder)
        write_files(self._folder / "files")
        present = {draft.id for draft in self.services.drafts.list()}
        for ready in ready_drafts():
            if ready.id not in present:
                self.services.drafts.save(SavedDraft(ready.id, self.composition_of(ready), self._clock.now()))

    def become(self, member: DemoMember) -> None:
        """Compose as another member."""
        self.member = member
        self.services.settings = replace(settings_for(member, self.services.settings), surface=self.surface)

    def use_surface(self, surface: Surface | None) -> None:
        """Show the warning texts of one surface."""
        self.surface = surface
        self.services.settings = replace(self.services.settings, surface=surface)

    def ready(self, draft_id: str) -> ReadyDraft | None:
        """A ready draft by its id."""
        return next((draft for draft in ready_drafts() if draft.id == draft_id), None)

    def composition_of(self, draft: ReadyDraft) -> Composition:
        """The draft with its files attached as they are now."""
        return replace(draft.composition, files=tuple(self._attached(name) for name in draft.files))

    def author_of(self, draft: ReadyDraft) -> DemoMember:
        """The member whose draft it is; of one written as a list, the first member."""
        sender = draft.composition.sender
        return next((member for member in MEMBERS if member.address in sender), MEMBERS[0])

    def reset(self) -> None:
        """As it was shipped: policy, member, surface, drafts, and no mail anywhere."""
        self.policy.reset()
        self.use_surface(None)
        self.become(_member_speaking(words.active()))
        for name in ("mail", "outbox", "sent"):
            shutil.rmtree(self._folder / name, ignore_errors=True)
        for draft in ready_drafts():
            try:
                self.services.drafts.delete(draft.id)
            except StorageError:
                continue
        self.prepare()
        self.services.outbox = LazyOutbox(self._outbox)

    def received(self) -> list[Copy]:
        """Every copy in every mailbox, by mailbox."""
        return [Copy(one.mailbox, one.envelope_recipient, _header(one.data)) for one in self._post().received()]

    def _attached(self, name: str) -> AttachedFile:
        return self.services.files.attach(self._folder / "files" / name)

    def _post(self) -> LocalPost:
        from composer.delivery.transports.local import LocalPost

        return LocalPost(self._folder / "mail", lambda: self.policy.current().organization, self._clock, _INSIDE)

    def _outbox(self) -> Outbox:
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
        )


def demonstration_folder(option: Path | None, environ: Mapping[str, str]) -> Path:
    """Where the demonstration keeps its mail."""
    from composer.disk.paths import places

    return option or places(environ).state / "demonstration"


def _member_speaking(language: str) -> DemoMember:
    return next((member for member in MEMBERS if member.language == language), MEMBERS[0])


def _header(raw: bytes) -> tuple[tuple[str, str], ...]:
    message = message_from_bytes(raw)
    return tuple((name, str(message[name])) for name in SHOWN_FIELDS if message[name])
