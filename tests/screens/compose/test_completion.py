"""What the member may mean is offered while a recipient is typed, and taken into the field it was offered for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from textual.geometry import Region

from composer.screens.compose.completion import Completion
from policy.draft import Field
from tests.screens.support import KNOWN, Known


class QuietField:
    """A recipient field without a terminal."""

    marked = 0
    region = Region(0, 3, 40, 1)

    def __init__(self) -> None:
        self.offers: Any = ()
        self.taken: list[int] = []

    def offer(self, completions: Any) -> None:
        self.offers = completions

    def take(self, place: int) -> None:
        self.taken.append(place)


class QuietOffers(SimpleNamespace):
    """The list of completions without a terminal; the second line is the one that is clicked."""

    marked: int | None = None

    def offer(self, lines: list[str], marked: int | None, below: object) -> None:
        self.lines, self.below, self.marked = lines, below, 1


class QuietForm:
    """Three recipient fields with nothing in them."""

    def address(self, _field: Field) -> Any:
        return SimpleNamespace(value="")


def completing() -> tuple[Completion, Any, Any]:
    """The completion with a field and the list."""
    offers: Any = QuietOffers()
    form: Any = QuietForm()
    return Completion(Known(), offers, form), QuietField(), offers


@pytest.mark.parametrize(
    ("token", "offered"), [("", []), ("par", [KNOWN[0], KNOWN[2]]), ("LEE", [KNOWN[1]]), ("nobody", [])]
)
def test_only_what_was_begun_is_completed(token: str, offered: list[str]) -> None:
    completion, field, _offers = completing()
    completion.look_up(field, token)
    assert [offer.text for offer in field.offers] == offered


def test_what_is_clicked_goes_into_the_field_it_was_offered_for() -> None:
    completion, field, offers = completing()
    completion.take()
    completion.look_up(field, "par")
    completion.show(field)
    assert ([KNOWN[0] in line for line in offers.lines], offers.below) == ([True, False], field)
    completion.take()
    assert field.taken == [1]
