"""One SMTP connection, phase by phase (RFC 5321): what is not known after the final dot is said to be unknown."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import suppress

from msgspec import Struct

from composer.delivery.transports.base import Outcome, Outcomes, Parcel, Watch, all_of, outcome
from composer.services.bundle import RecipientState
from composer.words import _, size

LOST = (smtplib.SMTPException, OSError, ssl.SSLError)
"""What smtplib raises when a connection is gone or a server talks nonsense."""
_CLOSING = 421
_GO_AHEAD = 354


class Timeouts(Struct, frozen=True):
    """Seconds to wait (RFC 5321, 4.5.3.2)."""

    connect: float = 60.0
    command: float = 300.0
    final: float = 600.0
    """For the reply to the final dot: giving up early is how messages arrive twice."""


class _Reply(Struct, frozen=True):
    code: int
    text: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.code < 300

    @property
    def outcome(self) -> Outcome:
        words = f"{self.code} {self.text.decode('utf-8', 'replace')}"
        if self.is_good:
            return outcome(RecipientState.ACCEPTED, words)
        is_final = 500 <= self.code < 600
        return outcome(RecipientState.PERMANENT if is_final else RecipientState.TEMPORARY, words)


class SmtpSession:
    """Sends parcels over a connection that is greeted, secured and logged in."""

    def __init__(self, server: smtplib.SMTP, timeouts: Timeouts) -> None:
        self._server = server
        self._timeouts = timeouts
        self._alive = True

    @property
    def is_open(self) -> bool:
        """Whether another parcel can be sent."""
        return self._alive

    def send(self, parcel: Parcel, watch: Watch) -> Outcomes:
        """Send one parcel; what failed is in the outcomes. What ``watch`` raises passes, and nothing was sent then."""
        refused = self._refused_here(parcel)
        wanted = tuple(text for text in parcel.recipients if text not in refused)
        if not wanted:
            return refused
        outcomes = all_of(wanted, RecipientState.TEMPORARY, _("The connection to the server was lost."))
        try:
            self._transact(parcel, wanted, outcomes, watch)
        except LOST:
            self._drop()
        return {**outcomes, **refused}

    def close(self) -> None:
        """Say goodbye where the server still listens."""
        if self._alive:
            with suppress(*LOST):  # everything is known already
                self._server.docmd("QUIT")
        self._drop()

    def _refused_here(self, parcel: Parcel) -> dict[str, Outcome]:
        """What the server says beforehand that it cannot take."""
        limit = self._server.esmtp_features.get("size", "")
        if limit.isascii() and limit.isdigit() and 0 < int(limit[:18]) < parcel.size:
            words = _("The message has {size}; the server takes at most {limit}.", size=size(parcel.size),
                      limit=size(int(limit[:18])))  # fmt: skip
            return all_of(parcel.recipients, RecipientState.PERMANENT, words)
        if parcel.is_8bit and not self._server.has_extn("8bitmime"):
            words = _("The server takes no 8-bit text (8BITMIME). Let your mail client write 7-bit text.")
            return all_of(parcel.recipients, RecipientState.PERMANENT, words)
        if self._takes_utf8:
            return {}
        affected = [text for text in parcel.recipients if parcel.needs_utf8 or not text.isascii()]
        return all_of(tuple(affected), RecipientState.PERMANENT, _no_utf8_words(parcel))

    @property
    def _takes_utf8(self) -> bool:
        return self._server.has_extn("smtputf8") and self._server.has_extn("8bitmime")

    def _transact(self, parcel: Parcel, wanted: tuple[str, ...], outcomes: dict[str, Outcome], watch: Watch) -> None:
        """Fill in the outcomes as they become known; raises what smtplib raises when the connection is gone."""
        self._server.sock.settimeout(self._timeouts.command)  # type: ignore[union-attr] # connected
        reply = self._mail(parcel, wanted)
        if not reply.is_good:
            self._give_up(outcomes, wanted, reply)
            return
        taken = self._recipients(wanted, outcomes)
        if not taken:
            return
        reply = self._command("DATA")
        if reply.code != _GO_AHEAD:
            self._give_up(outcomes, taken, reply)
            return
        self._content(parcel, taken, outcomes, watch)

    def _mail(self, parcel: Parcel, wanted: Iterable[str]) -> _Reply:
        utf8 = parcel.needs_utf8 or not all(text.isascii() for text in wanted)
        self._server.command_encoding = "utf-8" if utf8 else "ascii"
        options = [f"SIZE={parcel.size}"] if self._server.has_extn("size") else []
        options += ["BODY=8BITMIME"] if utf8 or parcel.is_8bit else []
        options += ["SMTPUTF8"] if utf8 else []
        return self._command(" ".join([f"MAIL FROM:<{parcel.sender}>", *options]))

    def _recipients(self, wanted: tuple[str, ...], outcomes: dict[str, Outcome]) -> tuple[str, ...]:
        """Name every recipient; those that the server takes."""
        taken = []
        for text in wanted:
            reply = self._command(f"RCPT TO:<{text}>")
            if reply.is_good:
                taken.append(text)
            else:
                outcomes[text] = reply.outcome
            if not self._alive:
                outcomes.update(dict.fromkeys(taken, reply.outcome))
                return ()
        if not taken:
            self._command("RSET")
        return tuple(taken)

    def _content(self, parcel: Parcel, taken: tuple[str, ...], outcomes: dict[str, Outcome], watch: Watch) -> None:
        """Send the message. Until its end is dotted, to break off means that the server drops it."""
        complete = False
        try:
            for piece in stuffed(parcel.chunks()):
                self._server.send(piece)
                watch.sent(len(piece))
            watch.before_handover(taken)
            complete = True
        finally:
            if not complete:
                self._drop()
        lost = _("The connection was lost after the last octet and before the server's answer.")
        outcomes.update(all_of(taken, RecipientState.UNKNOWN, lost))
        self._server.sock.settimeout(self._timeouts.final)  # type: ignore[union-attr] # connected
        self._server.send(b".\r\n")
        reply = _Reply(*self._server.getreply())
        if 200 <= reply.code < 600:
            outcomes.update(dict.fromkeys(taken, reply.outcome))
        self._note_closing(reply)

    def _give_up(self, outcomes: dict[str, Outcome], recipients: Iterable[str], reply: _Reply) -> None:
        outcomes.update(dict.fromkeys(recipients, reply.outcome))
        if self._alive:
            self._command("RSET")

    def _command(self, text: str) -> _Reply:
        reply = _Reply(*self._server.docmd(text))
        self._note_closing(reply)
        return reply

    def _note_closing(self, reply: _Reply) -> None:
        if reply.code == _CLOSING or not 200 <= reply.code < 600:
            self._drop()

    def _drop(self) -> None:
        self._alive = False
        self._server.close()


def _no_utf8_words(parcel: Parcel) -> str:
    if all(text.isascii() for text in (parcel.sender, *parcel.recipients)):
        return _(
            "The server takes no letters outside ASCII in the header (SMTPUTF8). Let your mail client encode them."
        )
    return _("The server does not take addresses with letters outside ASCII (SMTPUTF8).")


def stuffed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Double every dot at the beginning of a line (RFC 5321, 4.5.2); lines end in CRLF."""
    at_line_start = True
    for chunk in chunks:
        if not chunk:
            continue
        piece = chunk.replace(b"\n.", b"\n..")
        yield b"." + piece if at_line_start and chunk.startswith(b".") else piece
        at_line_start = chunk.endswith(b"\n")
