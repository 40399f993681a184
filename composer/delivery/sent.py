"""The member's Sent folder: one record of each message, filed once however often it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from composer.mailbox import maildir
from composer.delivery.wire.encoded_text import folded, text_tokens
from composer.services.bundle import RecipientResult

CHUNK = 1_048_576
FIELD = "Presend-Result"
"""Header field of the record, one for each recipient: address; state; the server's words."""


class SentFolder:
    """A Maildir; a record's name holds the job's id, so that filing again replaces it."""

    def __init__(self, folder: Path, checkpoint: Callable[[str], None]) -> None:
        self._folder = folder
        self._checkpoint = checkpoint

    def file(self, job_id: str, record: Path, results: Iterable[RecipientResult], date: datetime) -> Path:
        """File the record with each recipient's result; raises ``StorageError``.

        The mailbox may lie on another file system, so this is a copy, made durable before the job is let go.
        """
        middle = f"presend-{job_id}"
        name = maildir.unique_name(date, middle)
        target = self._existing(middle) or self._folder / "cur" / f"{name}:2,S"
        self._checkpoint("file:begin")
        return maildir.deliver(self._folder, name, _chunks(record, results), target=target)

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
    yield f"{result.state.value};" if result.reply else result.state.value
    yield from text_tokens(result.reply)


def _chunks(record: Path, results: Iterable[RecipientResult]) -> Iterator[bytes]:
    yield result_fields(results)
    with record.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk
