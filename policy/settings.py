"""What the administrator decided, as frozen values; the shape mirrors the administrator's menus."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

from policy.address import Address
from policy.lists.members import Members

MEGABYTE = 1_000_000


class Apply(Enum):
    """The four conditions under which the warning before sending outside is shown."""

    ALWAYS = "always"
    ATTACHMENTS = "attachments"
    NOT_INDIVIDUALLY = "not_individually"
    ATTACHMENTS_AND_NOT_INDIVIDUALLY = "attachments_and_not_individually"


class Surface(Enum):
    """Which of the two sets of warning texts the member sees."""

    PC = "pc"
    MOBILE = "mobile"


class Level(Enum):
    """The three security levels, by their canonical token."""

    GENERAL = "general"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"


class Expiry(Enum):
    """The five choices of how long a message may be read."""

    NONE = "none"
    DAY = "1 day"
    WEEK = "1 week"
    MONTH = "1 month"
    QUARTER = "3 months"

    @property
    def period(self) -> str:
        """The ISO 8601 period (``P7D``), empty when the message does not expire."""
        return _PERIODS[self]


_PERIODS = {
    Expiry.NONE: "",
    Expiry.DAY: "P1D",
    Expiry.WEEK: "P7D",
    Expiry.MONTH: "P1M",
    Expiry.QUARTER: "P3M",
}


class ContentBlocking(Enum):
    """Whether images and links of outside mail are blocked for everybody or as each member chooses."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class DomainRule(Struct, frozen=True):
    """One domain of the company, or everything below one."""

    domain: str
    """UTS-46 A-label form, lower case, without the ``*.``."""
    subdomains: bool = False
    """True where the administrator wrote ``*.domain``; the rule then covers names below it, not itself."""

    @property
    def sample(self) -> str:
        """A domain that is inside by this rule, for a made-up address."""
        return f"mail.{self.domain}" if self.subdomains else self.domain


class Company(Struct, frozen=True):
    """The settings of Admin > Company information."""

    domains: tuple[DomainRule, ...]
    name: str = ""
    languages: tuple[str, ...] = ()
    """Language tags as the administrator wrote them, in order; empty = multi-language is off."""
    default_language: str = ""
    """Used only where a member's language is not known; empty = none."""


class MailLimits(Struct, frozen=True):
    """The settings of Service > Mail > General; sizes in bytes."""

    attachment_size_limit: int = 25 * MEGABYTE
    time_limited_max_files: int = 10
    time_limited_max_size: int = 2_000 * MEGABYTE
    max_external_recipients: int = 500


class OutgoingWarning(Struct, frozen=True):
    """The security warning before sending outside; texts by tab: a language tag as written, or ``default``."""

    enabled: bool = True
    apply: Apply = Apply.ALWAYS
    pc: Mapping[str, str] = field(default_factory=dict)
    mobile: Mapping[str, str] = field(default_factory=dict)

    def texts(self, surface: Surface) -> Mapping[str, str]:
        """The texts of one surface, by tab: a language tag as written, or ``default``."""
        return self.pc if surface is Surface.PC else self.mobile


class LevelSettings(Struct, frozen=True):
    """What the administrator set for Restricted or Confidential."""

    use: bool = False
    name: str = ""
    """The edited name; empty = the translated built-in name."""
    expires_after: Expiry = Expiry.NONE
    forwarding_prohibited: bool = False
    delete_sent_after_expiration: bool = False


class MailingList(Struct, frozen=True):
    """A mailing list of the organization, its members and who may send as it."""

    address: Address
    name: str = ""
    members: Members | None = ()
    """Member addresses as written, one each; None where they could not be read."""
    senders: tuple[str, ...] = ()
    """Addresses of the members who may send as this list, as written."""


class Policy(Struct, frozen=True):
    """The administrator's decisions about mail security; the defaults are the strict values."""

    company: Company
    designated_ips_only: bool = False
    limits: MailLimits = MailLimits()
    external_import: bool = False
    time_limited_files: bool = False
    backup: bool = False
    block_external_content: ContentBlocking = ContentBlocking.REQUIRED
    warning: OutgoingWarning = OutgoingWarning()
    restricted: LevelSettings = LevelSettings()
    confidential: LevelSettings = LevelSettings()
    lists: tuple[MailingList, ...] = ()

    def level(self, level: Level) -> LevelSettings | None:
        """The settings of a level; None for General, which has none."""
        return {Level.RESTRICTED: self.restricted, Level.CONFIDENTIAL: self.confidential}.get(level)
