"""Who sees a tab, as an administrator reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from msgspec.structs import replace

from composer import words
from composer.demo.policy_source import shipped_policy
from composer.sentences.audience import audience_lines
from composer.sentences.wording import tab_words
from policy.settings import Policy, Surface
from policy.truth_table.audience import audience, with_texts
from tests.hostile.corpus import ONE_LINERS
from tests.hostile.looking import is_dangerous

SHIPPED = shipped_policy()
PC, MOBILE = Surface.PC, Surface.MOBILE
OTHERS = "Seen by members writing in any other language: the member's language is not enabled by the company"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = words.active()
    words.use("en")
    yield
    words.use(before)


def told(policy: Policy, surface: Surface, tab: str) -> list[str]:
    return audience_lines(audience(policy, surface, tab))


def with_pc(texts: Mapping[str, str]) -> Policy:
    return with_texts(SHIPPED, PC, texts)


@pytest.mark.parametrize(
    ("policy", "surface", "tab", "sentences"),
    [
        (
            SHIPPED, PC, "ko",
            ["Seen by members writing in Korean: the tab of the member's language is written."],
        ),
        (
            SHIPPED, PC, "en",
            [
                "Nobody sees this tab now.",
                "Not seen by members writing in English, who see the Default tab: "
                "the tab of the member's language is not written.",
            ],
        ),
        (
            SHIPPED, PC, "default",
            [
                "Seen by members writing in English: the tab of the member's language is not written.",
                f"{OTHERS}.",
                "Seen by members whose language is not set, English being taken: "
                "the tab of the member's language is not written.",
                "Seen by members whose language cannot be read.",
            ],
        ),
        (
            SHIPPED, MOBILE, "ja",
            [
                "Nobody sees this tab now.",
                "Not seen by members writing in Japanese, who see the Default tab: "
                "the tab is written only for PC.",
            ],
        ),
        (
            with_pc({"ko": "x", "fr": "bonjour"}), PC, "fr",
            [
                "This tab can never be shown: its language is not enabled by the company.",
                "Not seen by members writing in French, who see the built-in text: "
                "the member's language is not enabled by the company.",
            ],
        ),
        (with_pc({"rubbish!": "x"}), PC, "rubbish!", ["This tab can never be shown: its name is no language."]),
        (
            with_pc({"ko": "x", "ja": "y", "ko-KR": "z"}), PC, "ko",
            [
                "Seen by members writing in Korean: the tab of the member's language is written.",
                "Not seen by members whose language is spelled ko-KR, who see the tab ko-KR.",
            ],
        ),
        (
            with_pc({"ko": "x"}), PC, "default",
            [
                "Default is blank: the built-in text is shown in its place, in the language of the member's screen.",
                "Seen by members writing in Japanese and English: "
                "the tab of the member's language is not written.",
                f"{OTHERS}.",
                "Seen by members whose language is not set, English being taken: "
                "the tab of the member's language is not written.",
                "Seen by members whose language cannot be read.",
            ],
        ),
        (
            replace(SHIPPED, company=replace(SHIPPED.company, languages=("ko",), default_language="")), PC, "default",
            [
                "Seen by members writing in Japanese: the member's language is not enabled by the company.",
                f"{OTHERS}.",
                "Seen by members whose language is not set.",
                "Seen by members whose language cannot be read.",
            ],
        ),
        (
            replace(SHIPPED, warning=replace(SHIPPED.warning, enabled=False)), PC, "ko",
            [
                "The warning is off: nobody sees a text before it is turned on.",
                "Seen by members writing in Korean: the tab of the member's language is written.",
            ],
        ),
    ],
)  # fmt: skip
def test_each_group_of_members_is_told_with_reason_and_row(
    policy: Policy, surface: Surface, tab: str, sentences: list[str]
) -> None:
    assert told(policy, surface, tab) == sentences


def test_a_tab_is_called_by_its_language_in_the_language_of_the_screen() -> None:
    assert [tab_words(tab) for tab in ("default", "ko", "rubbish!")] == [
        "the Default tab", "the Korean tab", "the rubbish! tab",
    ]  # fmt: skip


def test_hostile_names_of_tabs_and_languages_come_out_harmless() -> None:
    for text in ONE_LINERS.values():
        company = replace(SHIPPED.company, languages=(text, "ko"), default_language=text)
        policy = replace(with_pc({text: text, "ko": text}), company=company)
        lines = [line for tab in (text, "ko", "default") for line in told(policy, PC, tab)]
        assert [hex(ord(one)) for line in (*lines, tab_words(text)) for one in line if is_dangerous(one)] == []
