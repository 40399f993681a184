"""Keeps a message that nobody can judge, because the settings or the policy cannot be found or read."""

from __future__ import annotations

from composer.errors import PresendError, SettingsFaultsError, StorageError
from composer.exit_status import Exit
from composer.gate.call.arguments import SendmailCall
from composer.gate.call.intake import GateResult, spooled, subject_in
from composer.gate.keeping.kept import KeptMessages, KeptReason, because
from composer.gate.words import stderr_line
from composer.language.paragraph import paragraph
from composer.sentences.reasons import reason_of, reason_words


def keep_without_policy(call: SendmailCall, stdin_fd: int, kept: KeptMessages, why: PresendError) -> GateResult:
    """Keep the message on a descriptor, whose client may not have it any more; the answer has exit status 78."""
    cause = reason_of(why)
    sentence = reason_words(cause)
    reason = KeptReason.BROKEN_SETTINGS if isinstance(why, SettingsFaultsError) else KeptReason.BROKEN_POLICY
    path = spooled(stdin_fd, kept)
    if isinstance(path, GateResult):
        return GateResult(Exit.CONFIGURATION, stderr_line(sentence))
    try:
        folder = kept.keep(path, reason, call, facts=because(cause), subject=subject_in(path))
    except StorageError as error:
        return GateResult(Exit.CONFIGURATION, stderr_line(paragraph((sentence, str(error)))))
    finally:
        path.unlink(missing_ok=True)
    return GateResult(Exit.CONFIGURATION, stderr_line(sentence, folder), folder.name)
