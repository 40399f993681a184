from __future__ import annotations

import pytest

from composer.sentences.policy_faults import fault_line, sentence
from policy.addresses.fault import AddressFault
from policy.errors import Fault, FaultCode, Kind

EXPECTED = {
    FaultCode.WRONG_TYPE: [kind.value for kind in Kind],
    FaultCode.MISSING_KEY: [kind.value for kind in Kind],
    FaultCode.UNKNOWN_KEY: ["", "apply"],
    FaultCode.OUT_OF_RANGE: ["1..9"],
    FaultCode.ADDRESS: [fault.value for fault in AddressFault],
}
"""What ``expected`` holds, where it is not free text."""


@pytest.mark.parametrize("code", FaultCode)
def test_every_fault_says_what_is_wrong_and_what_would_be_right(code: FaultCode) -> None:
    for expected in EXPECTED.get(code, ["this"]):
        words = sentence(Fault(code, "a.b", 1, 1, "that", expected))
        assert words.endswith((".", "?"))
        assert "; " in words
        assert not {"{", "}", "_"} & set(words)


def test_the_sentences_of_the_kinds_differ() -> None:
    for code in (FaultCode.WRONG_TYPE, FaultCode.MISSING_KEY):
        words = {sentence(Fault(code, "a", 1, 1, "that", kind.value)) for kind in Kind}
        assert len(words) == len(Kind)


def test_a_fault_about_no_key_names_none() -> None:
    assert fault_line("file", Fault(FaultCode.TOO_DEEP, "", 1, 2)).startswith("file:1:2: brackets")


def test_what_nobody_sees_in_an_address_is_named_by_its_code_point() -> None:
    words = sentence(Fault(FaultCode.ADDRESS, "a", 1, 1, '"ki\u00adm@hanbit.example"', AddressFault.INVISIBLE.value))
    assert "character 3 is invisible or looks like another: U+00AD" in words
