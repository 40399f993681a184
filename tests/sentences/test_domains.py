"""A domain is readable, and a look-alike is visible."""

from __future__ import annotations

import idna
import pytest

from composer.sentences.domains import address_words, both_forms, unicode_form
from policy.address import Address, parse_address


@pytest.mark.parametrize(
    ("domain", "shown"),
    [
        ("other.example", "other.example"),
        ("xn--bcher-kva.example", "bücher.example = xn--bcher-kva.example"),
        ("xn--hnbit-4ve.example", "hаnbit.example = xn--hnbit-4ve.example"),
        ("sub.xn--r8jz45g.example", "sub.例え.example = sub.xn--r8jz45g.example"),
        ("xn--zzzz99999.example", "xn--zzzz99999.example"),
        ("a_b.example", "a_b.example"),
        ("[192.0.2.1]", "[192.0.2.1]"),
        ("evil\x1b[2J.example", "evil[2J.example"),
    ],
)
def test_a_domain_is_shown_in_unicode_and_an_internationalized_one_as_a_label_too(domain: str, shown: str) -> None:
    assert both_forms(domain) == shown


def test_an_address_of_an_internationalized_domain_shows_both_forms() -> None:
    assert address_words(parse_address("a@bücher.example")) == "a@bücher.example (xn--bcher-kva.example)"
    assert address_words(Address("a", "other.example")) == "a@other.example"


def test_a_label_that_would_decode_to_invisible_characters_stays_an_a_label() -> None:
    label = idna.encode("क्\u200dष").decode("ascii")
    assert unicode_form(f"{label}.example") == f"{label}.example"
