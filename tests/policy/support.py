"""An organization and shorthands for judging messages in tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec.structs import replace

from policy.address import parse_address, parse_field
from policy.addresses.routing import any_may_route
from policy.draft import Draft, FileFacts
from policy.lists.members import Outline, ParsedMembers, parse_members
from policy.organization import Organization
from policy.refusal import RefusalCode
from policy.settings import (
    Company,
    DomainRule,
    Expiry,
    LevelSettings,
    MailingList,
    MailLimits,
    OutgoingWarning,
    Policy,
    Surface,
)
from policy.verdict import Capabilities, Member, PolicyInForce, Verdict, judge

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
KIM = "kim@hanbit.example"
ME = Member((parse_address(KIM),), "en", Surface.PC, UTC)


def mailing_list(address: str, members: Iterable[str] | None, senders: Iterable[str] = (KIM,)) -> MailingList:
    """A list by its parts."""
    return MailingList(
        parse_address(address), members=None if members is None else tuple(members), senders=tuple(senders)
    )


class CountingReader:
    """Members that are read when they are needed, and how often that was."""

    def __init__(self, members: tuple[str, ...] | None, *, has_outline: bool = False) -> None:
        self.members = members
        """None = they can no longer be read."""
        self.has_outline = has_outline
        self.reads = 0

    def outline(self) -> Outline | None:
        """What is told of them without a read."""
        if self.members is None or not self.has_outline:
            return None
        parsed = parse_members(self.members)
        domains, may_route = tuple(set(parsed.domains)), any_may_route("".join(parsed.keys))
        return Outline(len(parsed.keys), domains, parsed.has_fault, may_route, parsed.keys.__contains__)

    def texts(self) -> tuple[str, ...] | None:
        """As written."""
        self.reads += 1
        return self.members

    def parsed(self) -> ParsedMembers | None:
        """Parsed."""
        self.reads += 1
        return None if self.members is None else parse_members(self.members)


LISTS = (
    mailing_list("team@hanbit.example", [KIM, "lee@hanbit.example"]),
    mailing_list("partners@hanbit.example", ["lee@hanbit.example", "partner@other.example"]),
    mailing_list("nested@hanbit.example", ["team@hanbit.example", "partners@hanbit.example"]),
    mailing_list("empty@hanbit.example", []),
    mailing_list("unreadable@hanbit.example", None),
    mailing_list("onlyunknown@hanbit.example", ["empty@hanbit.example", "unreadable@hanbit.example"]),
)
POLICY = Policy(
    Company((DomainRule("hanbit.example"),), languages=("en", "ko")),
    limits=MailLimits(attachment_size_limit=100, max_external_recipients=3),
    warning=OutgoingWarning(pc={"default": "Default text", "en": "English text"}),
    restricted=LevelSettings(use=True, expires_after=Expiry.MONTH, forwarding_prohibited=True),
    lists=LISTS,
)


def in_force(policy: Policy = POLICY) -> PolicyInForce:
    """The policy with its index."""
    return PolicyInForce(policy, Organization(policy), "test", "0" * 64)


def mail(to: str = "lee@hanbit.example", sender: str = KIM, **rest: object) -> Draft:
    """A message that raises no question."""
    draft = Draft(sender=parse_field(sender), to=parse_field(to), subject="Hello", body="Hello")
    return replace(draft, **rest)


def file(size: int = 10, name: str = "a.pdf") -> FileFacts:
    """A normal file."""
    return FileFacts(name, size)


def verdict_of(draft: Draft, policy: Policy = POLICY, member: Member = ME, file_service: bool = True) -> Verdict:
    """What the rules say at a fixed moment."""
    return judge(draft, in_force(policy), member, Capabilities(file_service), NOW)


def codes(verdict: Verdict) -> list[RefusalCode]:
    """The refusal codes in order."""
    return [refusal.code for refusal in verdict.refusals]
