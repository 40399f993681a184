"""The exception tree of the composer.

PresendError                what happened, where, what to do: ``str()`` is a sentence for people, in their language
├── StorageError            a disk said no, a thing is not there, a version is unknown
├── ConfigurationError      settings or policy are asked for in a way that cannot be
├── NoTerminalError         there is nobody to ask
├── AttachError             not a readable regular file
├── PolicyFaultsError       the policy cannot be used; ``.faults`` has every reason
├── SettingsFaultsError     the same for the member's config.toml
├── TransportError          a server or command could not be used
└── NotAcceptedError        the outbox did not take the message; ``.reason``, ``.verdict``
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy.verdict import Verdict


class PresendError(Exception):
    """Base of everything presend raises on purpose."""


class StorageError(PresendError):
    """Something could not be read or kept."""


class ConfigurationError(PresendError):
    """What was asked for contradicts how this machine or member is set up."""


class NoTerminalError(PresendError):
    """There is nobody to ask, so nothing is sent."""


class AttachError(PresendError):
    """This path cannot be attached."""


class FileChangedError(PresendError):
    """The file is no longer what was judged, or changed while it was read."""


class FaultsError(PresendError):
    """A file of settings has faults; each is one located sentence."""

    def __init__(self, source: str, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.source = source
        self.faults = tuple(faults)


class PolicyFaultsError(FaultsError):
    """The policy is broken or missing: nothing is sent."""


class SettingsFaultsError(FaultsError):
    """The member's settings are broken."""


class TransportError(PresendError):
    """A server or command could not be used."""


class NotAcceptedReason(Enum):
    """Why the outbox did not take a message."""

    REFUSED = "refused"
    QUESTIONS_OPEN = "questions_open"
    CONSENT_MISSING = "consent_missing"
    CONSENT_STALE = "consent_stale"
    CONSENT_USED = "consent_used"
    FILE_CHANGED = "file_changed"


class NotAcceptedError(PresendError):
    """The outbox did not take the message; nothing was written."""

    def __init__(self, reason: NotAcceptedReason, verdict: Verdict) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.verdict = verdict
