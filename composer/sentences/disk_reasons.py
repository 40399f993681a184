"""Why a disk could not do what was asked: a sentence for each reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.reasons import ReasonCode
from composer.sentences.system_reasons import system_words
from composer.words import _, ngettext

if TYPE_CHECKING:
    from composer.sentences.reason_table import Facts, Sentences


def _not_locked(facts: Facts) -> str:
    return _(
        "{path} cannot be locked: {reason}. presend needs a disk with file locks for its data; set XDG_DATA_HOME "
        "and XDG_STATE_HOME to folders on a local disk.",
        path=facts["path"],
        reason=system_words(facts["said"]),
    )


def _log_takes_nothing(facts: Facts) -> str:
    if "n" in facts:
        reason = ngettext("it took no line within {n} second", "it took no line within {n} seconds", facts["n"])
    else:
        reason = system_words(facts["said"])
    return _("The machine's log at {path} takes nothing: {reason}.", path=facts["path"], reason=reason)


SENTENCES: Sentences = {
    ReasonCode.DISK_FULL: lambda facts: _(
        "The disk is full: {path} was not written. Free some space and try again.", path=facts["path"]
    ),
    ReasonCode.DISK_READ_ONLY: lambda facts: _("{path} was not written: the disk is read-only.", path=facts["path"]),
    ReasonCode.NO_PERMISSION: lambda facts: _(
        "{path} was not written: you have no permission there.", path=facts["path"]
    ),
    ReasonCode.FOLDER_IN_THE_WAY: lambda facts: _(
        "{path} was not written: a folder stands where a file is needed.", path=facts["path"]
    ),
    ReasonCode.FILE_IN_THE_WAY: lambda facts: _(
        "{path} was not written: a file stands where a folder is needed.", path=facts["path"]
    ),
    ReasonCode.NOT_WRITTEN: lambda facts: _(
        "{path} was not written: {reason}.", path=facts["path"], reason=system_words(facts["said"])
    ),
    ReasonCode.NOT_READ: lambda facts: _(
        "{path} cannot be read: {reason}. Check the disk and who may read there.",
        path=facts["path"],
        reason=system_words(facts["said"]),
    ),
    ReasonCode.NOT_LOCKED: _not_locked,
    ReasonCode.DRAFT_NOT_READ: lambda facts: _(
        "The draft {path} cannot be read. It was left as it is.", path=facts["path"]
    ),
    ReasonCode.DRAFT_OF_OTHER_VERSION: lambda facts: _(
        "The draft {path} was written by another version of presend. It was left as it is.", path=facts["path"]
    ),
    ReasonCode.LOG_TAKES_NOTHING: _log_takes_nothing,
}
