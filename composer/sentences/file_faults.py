"""The exception about a policy or settings file, made of a reason for each of its faults."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from composer.errors import FaultsError
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import reason, reason_words
from composer.sentences.system_reasons import system_said
from policy.errors import Fault
from policy.foreign_text import LONGEST

E = TypeVar("E", bound=FaultsError)


def faults_error(kind: type[E], source: str, reasons: Sequence[Reason]) -> E:
    """The exception for a policy or settings file; ``reasons`` has one for each fault, in order."""
    return kind(source, tuple(map(reason_words, reasons)), reasons)


def fault_reasons(source: str, faults: Iterable[Fault]) -> tuple[Reason, ...]:
    """A reason for each fault of a file; ``source`` is the file's name in the sentences."""
    return tuple(_fault_reason(source, fault) for fault in faults)


def not_read_reason(source: str, error: BaseException) -> Reason:
    """The reason for a policy or settings file that could not be read."""
    return reason(ReasonCode.FILE_NOT_READ, file=source, said=system_said(error))


def _fault_reason(source: str, fault: Fault) -> Reason:
    kept = reason(
        ReasonCode.FILE_FAULT,
        file=source,
        line=fault.line,
        column=fault.column,
        key=fault.key,
        kind=fault.code.value,
        expected=fault.expected,
    )
    return Reason(kept.code, {**kept.facts, "found": fault.found[:LONGEST]})
