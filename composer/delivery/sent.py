"""The member's Sent folder: one record of each message, filed once however often it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from composer.delivery.wire.digests import required
from composer.delivery.wire.encoded_text import folded, text_tokens
from composer.disk.regular_file import open_regular
from composer.mailbox import maildir
from composer.services.clock import Clock
from composer.services.outbox import RecipientResult

CHUNK = 1_048_576
FIELD = "Presend-Result"
"""Header field of the record, one for each recipient: address; state; reason=TOKEN of presend's own; the server's
words. What there is not is left out."""


class SentFolder:
    """A Maildir; a record's name holds the job's id, so that filing again replaces it."""

    def __init__(self, folder: Path, checkpoint: Callable[[str], None], clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._checkpoint = checkpoint

    def file(
        self, job_id: str, record: Path, results: Iterable[RecipientResult], date: datetime, approved: str | None = None
    ) -> Path:
        """File the record with each recipient's result; raises ``StorageError``.

        Where ``approved``, the SHA-256 of the record, is known and another, raises ``NotAsApprovedError``.

        The mailbox may lie on another file system, so this is a copy, made durable before the job is let go.
        """
        middle = f"presend-{job_id}"
        name = maildir.unique_name(date, middle)
        target = self._existing(middle) or self._folder / "cur" / f"{name}:2,S"
        maildir.sweep(self._folder, self._clock.now())
        self._checkpoint("file:begin")
        return maildir.deliver(self._folder, name, _chunks(record, results, approved), target=target)

    def _existing(self, middle: str) -> Path | None:
        """Where the record lies by now: a mail reader may have moved it or changed its flags."""
        places = (self._folder / "cur", self._folder / "new")
        return next((path for place in places for path in sorted(place.glob(f"*.{middle}.*"))), None)


def result_fields(results: Iterable[RecipientResult]) -> bytes:
    """The result of each recipient as header fields."""
    return b"".join(
        folded(FIELD, [f"{result.address};", *_state(result)]).encode("utf-8", "replace") for result in results
    )


def _state(result: RecipientResult) -> Iterator[str]:
    said = [result.state.value, *([f"reason={result.why.code.value}"] if result.why else [])]
    yield from (f"{token};" for token in said[:-1])
    yield f"{said[-1]};" if result.reply else said[-1]
    yield from text_tokens(result.reply)


def _chunks(record: Path, results: Iterable[RecipientResult], approved: str | None) -> Iterator[bytes]:
    yield result_fields(results)
    chunks = _read(record)
    yield from chunks if approved is None else required(chunks, approved)


def _read(record: Path) -> Iterator[bytes]:
    with open_regular(record) as source:
        while chunk := source.read(CHUNK):
            yield chunk
