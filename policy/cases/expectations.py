"""What the keys under ``expect`` mean: how each is read, and what of a verdict it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum

from msgspec import UNSET

from policy.address import Mailbox, parse_field
from policy.cases.schema import ExpectTable
from policy.foreign_text import clean_lines
from policy.verdict import Verdict

NEVER = "none"
"""How a case says that a message does not expire."""
EARLIEST, LATEST = 1970, 9000
"""The years of moments in cases: any period fits behind them, whatever the time zone."""

Value = bool | int | str | tuple[str, ...] | None
"""What is expected or came out, in the tokens of the file; None = there is no such thing: no text without a dialog."""


def expectations(table: ExpectTable) -> Iterator[tuple[str, Value]]:
    """Every expectation that was written, by its key, in the order of the schema."""
    for key in table.__struct_fields__:
        value = getattr(table, key)
        if value is not UNSET:
            yield key, _READ.get(key, _token)(value)


def outcome_of(key: str, verdict: Verdict) -> Value:
    """What came out, in the form of the expectation with this key."""
    return _GOT[key](verdict)


def moment(text: str) -> datetime | None:
    """An ISO 8601 moment, in UTC where it has no offset; None where it is none, or of a year no mail is from."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not EARLIEST <= found.year < LATEST:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _token(value: object) -> Value:
    if isinstance(value, bool | int):
        return value
    return str(value.value if isinstance(value, Enum) else value)


def _tokens(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(_token(value)) for value in values)


def _codes(values: Iterable[object]) -> tuple[str, ...]:
    """Codes in alphabetical order: the order in which a case names them is no matter."""
    return tuple(sorted(_tokens(values)))


def _text(value: object) -> str:
    """A text as it is shown, without the line breaks around it that TOML invites."""
    return clean_lines(str(value)).strip("\n")


def _addresses(texts: Iterable[object]) -> tuple[str, ...]:
    """Addresses by what two spellings of one share, in alphabetical order."""
    entries = [entry for text in texts for entry in parse_field(str(text))]
    return tuple(sorted(entry.address.key if isinstance(entry, Mailbox) else str(entry) for entry in entries))


def _moment_text(value: object) -> str:
    found = moment(str(value))
    return _in_utc(found) if found else NEVER


def _in_utc(found: datetime | None) -> str:
    return found.astimezone(UTC).isoformat(timespec="seconds") if found else NEVER


_READ: Mapping[str, Callable[..., Value]] = {
    "text": _text,
    "reasons": _codes,
    "refusals": _codes,
    "questions": _codes,
    "outside": _addresses,
    "kinds": _tokens,
    "expires_at": _moment_text,
}
"""How the value of a key is read, where it is more than one token of the file."""

_GOT: Mapping[str, Callable[[Verdict], Value]] = {
    "outcome": lambda verdict: verdict.outcome.value,
    "rule": lambda verdict: verdict.warning.rule.value,
    "exempt": lambda verdict: verdict.warning.exempt,
    "tab": lambda verdict: None if verdict.wording is None else verdict.wording.tab,
    "row": lambda verdict: None if verdict.wording is None else verdict.wording.row,
    "reasons": lambda verdict: None if verdict.wording is None else _codes(verdict.wording.reasons),
    "text": lambda verdict: None if verdict.wording is None else _text(verdict.wording.text),
    "refusals": lambda verdict: _codes(refusal.code for refusal in verdict.refusals),
    "questions": lambda verdict: _codes(verdict.questions),
    "outside": lambda verdict: tuple(sorted(recipient.address.key for recipient in verdict.outside)),
    "kinds": lambda verdict: _tokens(file.kind for file in verdict.files),
    "expires_at": lambda verdict: _in_utc(verdict.level.expires_at),
    "forwarding_prohibited": lambda verdict: verdict.level.forwarding_prohibited,
    "audit_label": lambda verdict: verdict.level.audit_label,
}
assert set(_GOT) == set(ExpectTable.__struct_fields__)
