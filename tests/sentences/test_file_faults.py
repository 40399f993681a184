"""Exceptions about policy and settings files, and what is kept of them."""

from __future__ import annotations

from typing import Any

import pytest

from composer import words
from composer.errors import FaultsError, PolicyFaultsError, SettingsFaultsError
from composer.reasons import Reason, ReasonCode
from composer.sentences.file_faults import fault_reasons, faults_error, not_read_reason
from composer.sentences.policy_faults import fault_line
from composer.sentences.reasons import held_by, reason_of, reason_words
from policy.addresses.fault import AddressFault
from policy.errors import Fault, FaultCode, Kind
from policy.foreign_text import LONGEST

FILE = "/home/kim/policy.toml"
ADDRESSES = "lists[0].address"
FAULTS = {
    FaultCode.WRONG_TYPE: Kind.BOOLEAN.value,
    FaultCode.MISSING_KEY: Kind.LIST.value,
    FaultCode.OUT_OF_RANGE: "1..9",
    FaultCode.ADDRESS: AddressFault.INVISIBLE.value,
}
"""What ``expected`` holds, where it is not free text."""


@pytest.mark.parametrize("tag", ["en", "ko", "ja"])
@pytest.mark.parametrize("code", FaultCode)
def test_a_fault_that_was_kept_says_what_it_said_at_once(tag: str, code: FaultCode) -> None:
    fault = Fault(code, ADDRESSES, 3, 11, '"ki\u00adm@hanbit.example"', FAULTS.get(code, "this"))
    (kept,) = fault_reasons(FILE, [fault])
    words.use(tag)
    assert reason_words(kept) == fault_line(FILE, fault)
    assert reason_words(kept).startswith(f"{FILE}:3:11: {ADDRESSES}: ")


@pytest.mark.parametrize(
    "damage",
    [{"kind": "a_kind_to_come"}, {"kind": "wrong_type", "expected": "colour"}, {"kind": "address", "expected": "x"}],
)
def test_a_fault_of_another_version_leaves_the_reason_unknown(damage: dict[str, Any]) -> None:
    (kept,) = fault_reasons(FILE, [Fault(FaultCode.EMPTY, ADDRESSES, 3, 11)])
    assert reason_words(Reason(kept.code, {**kept.facts, **damage})) == reason_words(Reason(ReasonCode.UNKNOWN))


@pytest.mark.parametrize("code", FaultCode)
def test_what_a_file_says_is_made_safe_when_it_is_said(code: FaultCode) -> None:
    (kept,) = fault_reasons("p\x1b[2J.toml", [Fault(code, "a\x07", 1, 1, "x\u202ey\x07", FAULTS.get(code, "\u200b"))])
    assert not {"\x1b", "\u202e", "\x07", "\u200b"} & set(reason_words(kept))


def test_what_is_kept_of_a_long_value_is_not_longer_than_what_is_said() -> None:
    (kept,) = fault_reasons(FILE, [Fault(FaultCode.DOMAIN, "a", 1, 1, "x" * 10 * LONGEST)])
    assert len(str(kept.facts["found"])) == LONGEST


@pytest.mark.parametrize("kind", [FaultsError, PolicyFaultsError, SettingsFaultsError])
def test_an_exception_says_every_fault_and_its_first_is_kept(kind: type[FaultsError]) -> None:
    reasons = fault_reasons(FILE, [Fault(FaultCode.EMPTY, "a", 1, 1), Fault(FaultCode.EMPTY, "b", 2, 1)])
    error = faults_error(kind, FILE, reasons)
    assert type(error) is kind
    assert (error.source, error.reasons, error.faults) == (FILE, reasons, tuple(map(reason_words, reasons)))
    assert str(error) == "\n".join(error.faults)
    assert reason_of(error) == reasons[0]


def test_a_file_that_cannot_be_read_is_named_with_the_systems_reason() -> None:
    kept = not_read_reason(FILE, PermissionError(13, "Permission denied"))
    assert kept == Reason(ReasonCode.FILE_NOT_READ, {"file": FILE, "said": "Permission denied"})
    words.use("ko")
    assert reason_words(kept).startswith(f"{FILE}: ")
    assert "Permission denied" not in reason_words(kept)


def test_a_broken_policy_that_holds_a_message_is_named_with_its_fault() -> None:
    (cause,) = fault_reasons(FILE, [Fault(FaultCode.EMPTY, "a", 1, 1)])
    assert reason_words(held_by(ReasonCode.POLICY_BROKEN, cause)).endswith(reason_words(cause))
    earlier = Reason(ReasonCode.POLICY_BROKEN, {"fault": "policy.toml:3: as it was said"})
    assert reason_words(earlier).endswith(": policy.toml:3: as it was said")
