"""Why a policy or settings file cannot be used, a sentence for each reason; those of what is written in it have theirs
in ``policy_faults``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.reasons import ReasonCode
from composer.safe_text import clean
from composer.sentences.joined import located
from composer.sentences.policy_faults import fault_line
from composer.sentences.system_reasons import system_words
from composer.words import _
from policy.errors import Fault, FaultCode

if TYPE_CHECKING:
    from composer.sentences.reason_table import Facts, Sentences


def _fault(facts: Facts) -> str:
    kind = FaultCode(facts["kind"])
    fault = Fault(kind, facts["key"], facts["line"], facts["column"], facts["found"], facts["expected"])
    return fault_line(facts["file"], fault)


def _not_read(facts: Facts) -> str:
    reason = system_words(facts["said"])
    words = _("this file cannot be read: {reason}; check its name and who may read it.", reason=reason)
    return clean(located(facts["file"], words))


SENTENCES: Sentences = {
    ReasonCode.POLICY_UNUSABLE: lambda facts: _("The policy {path} could not be used.", path=facts["path"]),
    ReasonCode.SETTINGS_UNUSABLE: lambda facts: _("The settings {path} could not be used.", path=facts["path"]),
    ReasonCode.FILE_FAULT: _fault,
    ReasonCode.FILE_NOT_READ: _not_read,
    ReasonCode.SETTINGS_CHANGED: lambda facts: _(
        "{file} was changed after presend was started. Close presend and start it again.", file=facts["file"]
    ),
    ReasonCode.NO_SETTINGS: lambda facts: _(
        "There are no settings. Start presend once in a terminal, or write {file}.", file=facts["file"]
    ),
    ReasonCode.DEMONSTRATION_FOLDER: lambda facts: _(
        "{file}: {folder} belongs to a demonstration of presend, and nothing in it is used for real mail. Name "
        "another folder there.",
        file=facts["file"],
        folder=facts["folder"],
    ),
    ReasonCode.ANOTHERS_HOME: lambda facts: _(
        "Root runs no commands that {login} wrote and leaves no files among theirs, and {path} is theirs. Work as "
        "{login}, or in root's own home (sudo -H).",
        login=facts["login"],
        path=facts["path"],
    ),
    ReasonCode.NOT_OWNED: lambda facts: _(
        "{file} is {login}'s and must be {owner}'s: chown {owner} {file}",
        file=facts["file"],
        login=facts["login"],
        owner=facts["owner"],
    ),
    ReasonCode.OTHERS_CAN_WRITE: lambda facts: _(
        "{file} can be changed by others than {owner}: chmod go-w {file}", file=facts["file"], owner=facts["owner"]
    ),
    ReasonCode.EVERYBODY_CAN_WRITE: lambda facts: _(
        "{file} is for everybody to write in: what counts here must not lie in it, and no link on the way to it.",
        file=facts["file"],
    ),
}
