"""The exception tree of the composer.

PresendError                what happened, where, what to do: ``str()`` is a sentence for people, in their language
├── StorageError            a disk said no, a thing is not there, a version is unknown
│   ├── NoSuchDraftError    there is none of that name, which is known for sure
│   └── BusyError           somebody else was at work for too long
├── ConfigurationError      settings or policy are asked for in a way that cannot be
├── NoRightsError           only others, such as root, may write there
├── NoTerminalError         there is nobody to ask
├── UsageError              what was asked for cannot be asked for together
├── NoInputError            a file that was named is not there or cannot be read
│   └── AttachError         not a readable regular file
├── InputDataError          what was given to be read is not what it should be
├── PolicyFaultsError       the policy cannot be used; ``.faults`` has every reason
├── SettingsFaultsError     the same for the member's config.toml
├── NotAsApprovedError      what is about to be sent is not what was approved
└── TransportError          a server or command could not be used

Those of the outbox that carry a job or a verdict stand in ``composer.services.outbox_errors``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from composer.reasons import Reason


class PresendError(Exception):
    """Base of everything presend raises on purpose."""

    def __init__(self, words: str = "", why: Reason | None = None) -> None:
        super().__init__(words)
        self.why = why
        """What the sentence says, in a form that can be kept; see ``sentences.reasons.reason_of``."""


class StorageError(PresendError):
    """A file or folder could not be read or written."""


class NoSuchDraftError(StorageError):
    """There is no draft with that id; one that is there and cannot be read is a ``StorageError``."""


class BusyError(StorageError):
    """Another process or thread of presend held what is needed for longer than presend waits."""


class ConfigurationError(PresendError):
    """What was asked for contradicts how this machine or this member is set up."""


class NoRightsError(PresendError):
    """A file that only others, such as root, may write."""


class NoTerminalError(PresendError):
    """There is no terminal on which the member could be asked, so nothing is sent."""


class UsageError(PresendError):
    """The arguments are well-formed, but cannot be carried out together."""


class InputDataError(PresendError):
    """What the member gave to be read, such as standard input, is not of the expected kind."""


class NoInputError(PresendError):
    """A file that a member named is not there or cannot be read."""


class AttachError(NoInputError):
    """A path that is no readable regular file, so that it cannot be attached."""


class FileChangedError(PresendError):
    """The file is no longer what was judged, or changed while it was read."""


class FaultsError(PresendError):
    """A policy or settings file has faults; ``sentences.file_faults.faults_error`` makes one."""

    def __init__(self, source: str, faults: Sequence[str], reasons: Sequence[Reason] = ()) -> None:
        self.source = source
        self.faults = tuple(faults)
        """A sentence with the place for each, in the language of the moment."""
        self.reasons = tuple(reasons) or tuple(map(_only_words, faults))
        """The same as codes and facts: what is kept, and worded when it is shown."""
        super().__init__("\n".join(faults), self.reasons[0] if self.reasons else None)


def _only_words(sentence: str) -> Reason:
    from composer.reasons import Reason, ReasonCode

    return Reason(ReasonCode.OTHER, {"words": sentence})


class PolicyFaultsError(FaultsError):
    """The policy is broken or missing, so that nothing is sent."""


class SettingsFaultsError(FaultsError):
    """The member's config.toml is broken."""


class NotAsApprovedError(PresendError):
    """The message on disk is not the one that was approved: somebody changed it."""


class TransportError(PresendError):
    """A mail server or a command for sending could not be used."""
