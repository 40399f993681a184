"""Every policy that presend ships, shows or writes is one that its own lint has nothing to say about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from composer import words
from composer.demo.policy_source import shipped_text
from composer.sentences.traps.lint_context import lint_context
from composer.sentences.traps.traps import sentence
from composer.storage.policy.source import policy_from
from composer.storage.settings.text import starter_policy
from policy.lint.located import counted, traps_of
from tests.project import ROOT

_BLOCK = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def documented(name: str) -> list[str]:
    """The whole policies in a document."""
    blocks = _BLOCK.findall((ROOT / name).read_text("utf-8"))
    return [block for block in blocks if "\n[company]\n" in block]


def traps_in(text: str) -> list[str]:
    policy = policy_from(text.encode(), "policy.toml", Path())
    return [sentence(one.trap) for one in counted(traps_of(text, policy, lint_context()))]


@pytest.fixture
def english_again() -> Iterator[None]:
    yield
    words.use("en")


@pytest.mark.usefixtures("english_again")
@pytest.mark.parametrize("tongue", ["en", "ko", "ja"])
@pytest.mark.parametrize("language", ["", "en", "ko", "ja", "de", "zh-Hant"])
def test_the_starter(tongue: str, language: str) -> None:
    words.use(tongue)
    assert traps_in(starter_policy("hanbit.example", language)) == []


def test_the_demonstrations() -> None:
    assert traps_in(shipped_text()) == []


@pytest.mark.parametrize("name", ["README.md"])
def test_those_in_the_documents(name: str) -> None:
    assert documented(name)
    assert [traps_in(text) for text in documented(name)] == [[] for _text in documented(name)]
