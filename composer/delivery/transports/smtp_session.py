"""One SMTP connection, phase by phase (RFC 5321): what is not known after the final dot is said to be unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from msgspec import Struct

from composer.delivery.transports.base import MailObject, Outcome, Outcomes, SendObserver, all_of, outcome
from composer.delivery.transports.smtp_wire import Reply, SmtpWire, WireError
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import reason
from composer.services.outbox import RecipientState
from composer.threads.abort import AbortedError

LOST = (WireError, OSError)
"""What is raised where the connection is gone or a reply is malformed."""
_CUT_OFF = Reason(ReasonCode.CONNECTION_LOST)
_CLOSING = 421
_GO_AHEAD = 354


class Timeouts(Struct, frozen=True):
    """Seconds to wait (RFC 5321, 4.5.3.2)."""

    connect: float = 60.0
    silence: float = 8.0
    """Seconds of silence from a server before it is asked whether it waits for TLS.

    Longer than the 6 seconds for which Postfix lets a stranger wait to see whether it talks first (postscreen(8)).
    """
    command: float = 300.0
    final: float = 600.0
    """Seconds for the reply to the final dot: giving up early is how messages arrive twice."""
    goodbye: float = 2.0
    """Seconds for the reply to QUIT, on which nothing depends."""

    @property
    def until_asked(self) -> float:
        """The seconds of silence that are waited for, at most those for connecting."""
        return min(self.silence, self.connect)


class SmtpSession:
    """Sends mail objects over a connection that is greeted, secured and logged in."""

    def __init__(self, wire: SmtpWire, timeouts: Timeouts) -> None:
        self._wire = wire
        self._timeouts = timeouts
        self._alive = True

    @property
    def is_open(self) -> bool:
        """Whether another mail object can be sent."""
        return self._alive

    def send(self, mail: MailObject, observer: SendObserver) -> Outcomes:
        """Send one mail object; what failed, or was aborted, is in the outcomes.

        What ``observer`` and the mail object raise passes, and nothing was sent then.
        """
        refused = self._refused_here(mail)
        wanted = tuple(text for text in mail.recipients if text not in refused)
        if not wanted:
            return refused
        outcomes = all_of(wanted, RecipientState.TEMPORARY, why=_CUT_OFF)
        try:
            self._transact(mail, wanted, outcomes, observer)
        except AbortedError:
            self.drop()
            _replace_lost(outcomes, Reason(ReasonCode.BROKEN_OFF))
        except LOST:
            self.drop()
        return {**outcomes, **refused}

    def close(self) -> None:
        """Send QUIT and close; the reply is waited for only ``goodbye`` seconds, since nothing depends on it."""
        if self._alive:
            self._wire.patience = self._timeouts.goodbye
            with suppress(AbortedError, *LOST):
                self._wire.command("QUIT")
        self.drop()

    def drop(self) -> None:
        """Close the connection without QUIT."""
        self._alive = False
        self._wire.close()

    def _refused_here(self, mail: MailObject) -> dict[str, Outcome]:
        """What the server says beforehand that it cannot take."""
        limit = self._wire.features.get("size", "")
        if limit.isascii() and limit.isdigit() and 0 < int(limit[:18]) < mail.size:
            why = reason(ReasonCode.SIZE, size=mail.size, limit=int(limit[:18]))
            return all_of(mail.recipients, RecipientState.PERMANENT, why=why)
        if mail.is_8bit and "8bitmime" not in self._wire.features:
            return all_of(mail.recipients, RecipientState.PERMANENT, why=Reason(ReasonCode.NO_8BITMIME))
        if self._takes_utf8:
            return {}
        affected = [text for text in mail.recipients if mail.needs_utf8 or not text.isascii()]
        return all_of(tuple(affected), RecipientState.PERMANENT, why=_no_smtputf8(mail))

    @property
    def _takes_utf8(self) -> bool:
        return {"smtputf8", "8bitmime"} <= self._wire.features.keys()

    def _transact(
        self, mail: MailObject, wanted: tuple[str, ...], outcomes: dict[str, Outcome], observer: SendObserver
    ) -> None:
        """Fill in the outcomes as they become known; raises what the wire raises when the connection is gone."""
        self._wire.patience = self._timeouts.command
        reply = self._mail(mail, wanted)
        if not reply.is_good:
            self._give_up(outcomes, wanted, reply)
            return
        taken = self._recipients(wanted, outcomes)
        if not taken:
            return
        reply = self._command("DATA")
        if reply.code != _GO_AHEAD:
            self._give_up(outcomes, taken, reply)
            if not reply.is_refusal:
                self.drop()  # nobody knows what such a server takes for the message
            return
        self._content(mail, taken, outcomes, observer)

    def _mail(self, mail: MailObject, wanted: Iterable[str]) -> Reply:
        utf8 = mail.needs_utf8 or not all(text.isascii() for text in wanted)
        options = [f"SIZE={mail.size}"] if "size" in self._wire.features else []
        options += ["BODY=8BITMIME"] if utf8 or mail.is_8bit else []
        options += ["SMTPUTF8"] if utf8 else []
        return self._command(" ".join([f"MAIL FROM:<{mail.sender}>", *options]))

    def _recipients(self, wanted: tuple[str, ...], outcomes: dict[str, Outcome]) -> tuple[str, ...]:
        """Name every recipient; those that the server takes."""
        taken = []
        for text in wanted:
            reply = self._command(f"RCPT TO:<{text}>")
            if reply.is_good:
                taken.append(text)
            else:
                outcomes[text] = _refused(reply)
            if not self._alive:
                outcomes.update(dict.fromkeys(taken, _refused(reply)))
                return ()
        if not taken:
            self._command("RSET")
        return tuple(taken)

    def _content(
        self, mail: MailObject, taken: tuple[str, ...], outcomes: dict[str, Outcome], observer: SendObserver
    ) -> None:
        """Send the message. Until its end is dotted, to break off means that the server drops it."""
        complete = False
        try:
            for piece in stuffed(mail.chunks()):
                self._wire.send(piece)
                observer.sent(len(piece))
            if early := self._wire.early_refusal():
                outcomes.update(dict.fromkeys(taken, _refused(early)))
                return
            observer.before_handover(taken)
            complete = True
        finally:
            if not complete:
                self.drop()
        outcomes.update(all_of(taken, RecipientState.UNKNOWN, why=Reason(ReasonCode.ANSWER_LOST)))
        self._wire.patience = self._timeouts.final
        self._wire.send(b".\r\n")
        reply = self._wire.reply()
        outcomes.update(dict.fromkeys(taken, _final(reply)))
        self._note_closing(reply)

    def _give_up(self, outcomes: dict[str, Outcome], recipients: Iterable[str], reply: Reply) -> None:
        outcomes.update(dict.fromkeys(recipients, _refused(reply)))
        if self._alive and reply.is_refusal:
            self._command("RSET")

    def _command(self, text: str) -> Reply:
        reply = self._wire.command(text)
        self._note_closing(reply)
        return reply

    def _note_closing(self, reply: Reply) -> None:
        if reply.code == _CLOSING:
            self.drop()


def _final(reply: Reply) -> Outcome:
    """Of the reply to the final dot; one that neither takes nor refuses the message leaves open who has it."""
    if reply.is_refusal:
        return _refused(reply)
    return outcome(RecipientState.ACCEPTED if reply.is_good else RecipientState.UNKNOWN, reply.words)


def _refused(reply: Reply) -> Outcome:
    """Of any reply but that one: however good it is, nobody has the message."""
    is_for_good = 500 <= reply.code < 600
    return outcome(RecipientState.PERMANENT if is_for_good else RecipientState.TEMPORARY, reply.words)


def _replace_lost(outcomes: dict[str, Outcome], why: Reason) -> None:
    """Of those for whom nothing was known the server has nothing: it was broken off before the end."""
    for text, found in outcomes.items():
        if found.why is _CUT_OFF:
            outcomes[text] = Outcome(RecipientState.TEMPORARY, why=why)


def _no_smtputf8(mail: MailObject) -> Reason:
    if all(text.isascii() for text in (mail.sender, *mail.recipients)):
        return reason(ReasonCode.NO_SMTPUTF8, header=1)
    return Reason(ReasonCode.NO_SMTPUTF8)


def stuffed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Double every dot at the beginning of a line (RFC 5321, 4.5.2); lines end in CRLF."""
    at_line_start = True
    for chunk in chunks:
        if not chunk:
            continue
        piece = chunk.replace(b"\n.", b"\n..")
        yield b"." + piece if at_line_start and chunk.startswith(b".") else piece
        at_line_start = chunk.endswith(b"\n")
