"""What a list says of a draft."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from composer.message.composition import Composition
from composer.sentences.drafts import recipients_words
from composer.services.drafts import SavedDraft


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "No recipient"),
        ({"to": " , "}, "No recipient"),
        ({"to": "a@x.example, "}, "a@x.example"),
        ({"to": "a@x.example, ", "cc": "b@x.example,", "bcc": " c@x.example"}, "a@x.example, b@x.example, c@x.example"),
        ({"to": ",", "bcc": "c@x.example"}, "c@x.example"),
    ],
)
def test_the_recipients_are_joined_by_one_comma_however_the_fields_end(fields: dict[str, Any], words: str) -> None:
    saved = SavedDraft("id", Composition(**fields), datetime(2026, 11, 30, tzinfo=UTC))
    assert recipients_words(saved) == words
