"""One message through the gate: read, judged, asked about, accepted by the outbox, delivered at once.

Exit statuses and why (sysexits.h; clients take 0 for sent and anything else for not sent, and offer to send again):

0   Every recipient's server has the message, or some have it: a client that sent again would reach those twice. Whom it
    did not reach is named, and the outbox goes on with them, or the member does there. What goes wrong on this machine
    afterwards is named too, and changes nothing. Where the connection was lost
    after the last octet nobody can tell; that counts as sent too, because the member can ask a recipient and retry in
    the outbox, whereas a client that is told "not sent" sends again at once, and the message may arrive twice.
65  No message, one that cannot be sent as it is written (a header, a line, parts beyond what can be read or carried),
    or a ``Presend-`` field that cannot be.
69  The server refused every recipient for good. Nothing is queued.
70  A fault of presend itself.
75  Nothing was sent and it may work later: the server, another sender, a signal, a disk, a message that was changed
    meanwhile. Nothing is queued: what the client believes unsent must never leave later.
77  Refused by the policy or the member, or nobody to ask.
78  Policy or settings cannot be used.

In every case but 0 and what does not begin with a header field, the message is kept and ``presend drafts finish ID``
goes on with it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from composer.errors import StorageError
from composer.exit_status import Exit
from composer.gate.acceptance import GateAcceptance
from composer.gate.asking.answers import Ask
from composer.gate.call.arguments import SendmailCall
from composer.gate.call.intake import GateResult, received, unreadable_words
from composer.gate.call.rendered import open_rendered
from composer.gate.delivery import Delivery
from composer.gate.keeping.keeper import Keeper
from composer.gate.services import GateServices, Process
from composer.gate.stopped import stopped_by
from composer.gate.transaction import Transaction
from composer.gate.unreadable import UnreadableError
from composer.threads.abort import Abort
from composer.words import _


def run_gate(
    call: SendmailCall, stdin_fd: int, services: GateServices, ask: Ask, process: Process | None = None
) -> GateResult:
    """Take a message from a descriptor as sendmail does; everything that can go wrong is in the result."""
    _sweep(services)
    rendered = received(stdin_fd, services.kept, call)
    if isinstance(rendered, GateResult):
        return rendered
    try:
        result = _through(services, ask, process or Process(), Transaction(call, rendered))
    except BaseException:
        with suppress(OSError):  # what is left is swept away later
            rendered.path.unlink(missing_ok=True)
        raise
    finally:
        rendered.close()
    return _without(rendered.path, result)


def _without(path: Path, result: GateResult) -> GateResult:
    """The result once the file that came in is gone, or the same with the trouble it makes."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        from composer.gate.keeping.kept import not_deleted_words
        from composer.gate.words import with_trouble

        return replace(result, sentence=with_trouble(result.sentence, not_deleted_words(path)))
    return result


def _sweep(services: GateServices) -> None:
    """What was kept for longer than the settings say goes, once a day."""
    if not services.kept.is_empty:
        from composer.gate.keeping.retention import Retention

        Retention(services.kept, services.clock, services.settings.preferences.keep_unsent_days).sweep_daily()


def finish(kept_id: str, services: GateServices, ask: Ask, process: Process | None = None) -> GateResult:
    """Go on with a kept message; it is gone once it is sent. Raises ``StorageError`` when there is none."""
    with services.kept.claimed(kept_id):
        kept = services.kept.load(kept_id)
        path = services.kept.message(kept_id)
        try:
            rendered = open_rendered(path, services.kept.incoming)
        except UnreadableError as error:
            return GateResult(Exit.DATA, unreadable_words(error, path.parent), kept_id)
        except OSError as error:
            raise StorageError(_("The kept message {id} cannot be read. It was left as it is.", id=kept_id)) from error
        try:
            transaction = Transaction(kept.call, rendered, kept.composition, kept_id)
            return _through(services, ask, process or Process(), transaction)
        finally:
            rendered.close()
            if rendered.is_recoded:
                rendered.path.unlink(missing_ok=True)


def _through(services: GateServices, ask: Ask, process: Process, transaction: Transaction) -> GateResult:
    """One message all the way; what is not sent is kept."""
    abort = Abort()
    keeper = Keeper(services.kept, transaction, process.ignore_ending)
    with keeper.claims:
        try:
            job = GateAcceptance(services, ask, process, transaction, keeper, abort).accepted()
        except (Exception, KeyboardInterrupt) as error:
            return keeper.keep(stopped_by(error, transaction.rendered.path))
        return Delivery(services, process, transaction, keeper, abort).deliver(job)
