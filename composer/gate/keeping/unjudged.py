"""Keeps a message that nobody can judge, because the settings or the policy cannot be found or read."""

from __future__ import annotations

from composer.errors import FaultsError, PresendError, SettingsFaultsError, StorageError
from composer.exit_status import Exit
from composer.gate.call.arguments import SendmailCall
from composer.gate.call.intake import GateResult, taken_in
from composer.gate.keeping.kept import KeptMessages, KeptReason
from composer.gate.words import told
from composer.message.raw_fields import fields_of, texts
from policy.addresses.encoded_words import decode_words


def keep_unjudged(call: SendmailCall, stdin_fd: int, kept: KeptMessages, why: PresendError) -> GateResult:
    """The message on a descriptor is kept, for a client may have let go of it already; exit status 78."""
    sentence = why.faults[0] if isinstance(why, FaultsError) else str(why)
    reason = KeptReason.BROKEN_SETTINGS if isinstance(why, SettingsFaultsError) else KeptReason.BROKEN_POLICY
    rendered = taken_in(stdin_fd, kept)
    if isinstance(rendered, GateResult):
        return GateResult(Exit.CONFIGURATION, told(sentence))
    subject = decode_words(" ".join(texts(fields_of(rendered.head), "subject")))
    try:
        folder = kept.keep(rendered.path, reason, call, sentence=sentence, subject=subject)
    except StorageError as error:
        return GateResult(Exit.CONFIGURATION, told(f"{sentence} {error}"))
    finally:
        rendered.path.unlink(missing_ok=True)
    return GateResult(Exit.CONFIGURATION, told(sentence, folder), folder.name)
