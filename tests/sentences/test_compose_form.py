"""What stands beside an address that is offered."""

from __future__ import annotations

import pytest

from composer.sentences.compose_form import offer_words
from composer.services.completion_kind import CompletionKind
from composer.services.contacts import Completion

KIM = "Kim <kim@hanbit.example>"


@pytest.mark.parametrize("kind", [CompletionKind.CONTACT, CompletionKind.SENT])
@pytest.mark.parametrize(("inside", "side"), [(True, "inside"), (False, "outside")])
def test_a_person_is_inside_or_outside(kind: CompletionKind, inside: bool, side: str) -> None:
    assert offer_words(Completion(KIM, kind, inside)) == f"{KIM}  {side}"


@pytest.mark.parametrize(
    ("inside", "count", "words"),
    [
        (True, 2, "inside  2 members"),
        (True, 1, "inside  1 member"),
        (False, 3, "reaches outside  3 members"),
        (False, None, "members not known"),
    ],
)
def test_a_list_says_whom_it_reaches(inside: bool, count: int | None, words: str) -> None:
    assert offer_words(Completion(KIM, CompletionKind.LIST, inside, count)) == f"{KIM}  {words}"


def test_a_domain_in_letters_stands_beside_the_one_that_is_sent() -> None:
    offer = Completion("info@müller.example", CompletionKind.SENT, False, a_label="xn--mller-kva.example")
    assert offer_words(offer) == "info@müller.example (xn--mller-kva.example)  outside"
