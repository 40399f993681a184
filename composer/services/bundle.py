"""The bundle of everything that the app works with."""

from __future__ import annotations

from msgspec import Struct, field

from composer.services.clock import Clock
from composer.services.contacts import Contacts
from composer.services.drafts import DraftStore
from composer.services.files import Files
from composer.services.member_settings import MemberSettings
from composer.services.outbox import Outbox
from composer.services.policy_source import PolicySource
from policy.verdict import Capabilities


class Services(Struct):
    """Every service that the composer works with."""

    clock: Clock
    policy: PolicySource
    settings: MemberSettings
    drafts: DraftStore
    contacts: Contacts
    files: Files
    outbox: Outbox
    capabilities: Capabilities = field(default_factory=Capabilities)
    is_demonstration: bool = False
