"""What a refusal says of an address that is none."""

from __future__ import annotations

from composer.sentences.refusals import refusal_words, short_refusal_words
from policy.address import AddressFault, Malformed
from policy.refusal import FaultyAddress, Refusal, RefusalCode

ENCODED = "=?UTF-8?B?55Sw5LitIOOBleOBj+OCiQ==?= <tanaka@@hanbit.example>"


def refusal(*texts: str) -> Refusal:
    """A refusal of these pieces of a From."""
    faults = tuple(FaultyAddress("from", Malformed(text, AddressFault.SYNTAX, 0, len(text))) for text in texts)
    return Refusal(RefusalCode.MALFORMED_ADDRESS, subjects=texts, faults=faults)


def test_encoded_words_are_decoded_where_an_address_is_shown() -> None:
    for said in (refusal_words(refusal(ENCODED)), short_refusal_words(refusal(ENCODED))):
        assert "田中 さくら <tanaka@@hanbit.example>" in said
        assert "=?" not in said
    assert "田中 さくら" in short_refusal_words(refusal(ENCODED, "b"))
