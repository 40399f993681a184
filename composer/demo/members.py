"""The invented members as whom one can use the demonstration."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from composer.services.member_settings import Identity, MemberSettings
from composer.words import pgettext
from policy.address import parse_address


class DemoMember(Struct, frozen=True):
    """One invented member of the demonstration's organization."""

    name: str
    address: str
    language: str | None
    """The tag of the member's language; None = not set."""


MEMBERS = (
    DemoMember("Kim Min-ji", "kim@hanbit.example", "ko"),
    DemoMember("田中 さくら", "tanaka@hanbit.example", "ja"),
    DemoMember("Ann Smith", "smith@hanbit.example", "en"),
    DemoMember("Nguyễn Lan", "nguyen@hanbit.example", "vi"),
    DemoMember("Lee Jun", "lee@hanbit.example", None),
)
"""Vietnamese is not among the company's languages; the last member's language is not known."""

INSIDE = (*(member.address for member in MEMBERS), "park@hanbit-shop.example")
"""Every address inside that exists; mail to another one bounces."""


def settings_for(member: DemoMember, base: MemberSettings) -> MemberSettings:
    """The settings of a demonstration member, the rest as in ``base``."""
    identity = Identity(parse_address(member.address), member.name, signature_of(member))
    return replace(base, identities=(identity,), language=member.language)


def signature_of(member: DemoMember) -> str:
    """The member's signature in the UI language."""
    return pgettext("demonstration", "{name}, Hanbit Trading", name=member.name)
