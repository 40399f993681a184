"""Each fault against a glossary is found by its code, and each language that is shipped has a glossary."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.localization.codes import Code
from composer.localization.glossary import (
    Glossary,
    Style,
    Term,
    entry_faults,
    glossary_path,
    read_glossary,
    stands_in,
)
from composer.localization.po_file import read_text
from composer.workbench.catalogs.commands import check
from locales.registry import BY_TAG, TRANSLATED, Language
from tests.locales.planting import project
from tests.project import ROOT

DRAFT = Term("draft", ("초안", "임시 보관함"), never=("임시 저장", "보관"))
POLITE = Style(("하십시오",), write="하세요")


def found(source: str, translation: str, *, context: str = "", glossary: Glossary | None = None) -> list[Code]:
    """The codes found for one message."""
    about = f'msgctxt "{context}"\n' if context else ""
    (entry,) = read_text(f'{about}msgid "{source}"\nmsgstr "{translation}"\n').entries
    used = glossary or Glossary((DRAFT,), (POLITE,))
    return [code for _number, code, _words in entry_faults(entry, used)]


@pytest.mark.parametrize(
    ("source", "translation", "codes"),
    [
        ("There are no drafts.", "초안이 없습니다.", []),
        ("It is among your drafts.", "임시 보관함에 있습니다.", []),
        ("There are no drafts.", "밑그림이 없습니다.", [Code.GLOSSARY_TERM]),
        ("There are no drafts.", "임시 저장이 없습니다.", [Code.GLOSSARY_NEVER, Code.GLOSSARY_TERM]),
        ("A draft is kept.", "초안은 임시 저장됩니다.", [Code.GLOSSARY_NEVER]),
        ("A kept message.", "임시 저장된 메일.", []),
        ("There are no drafts.", "", []),
        ("{drafts} are kept.", "{drafts} 저장됨.", []),
        ("See presend drafts show.", "presend drafts show를 보세요.", []),
        ("See presend drafts, and the drafts.", "presend drafts를 보세요.", [Code.GLOSSARY_TERM]),
        ("Look into presend outbox and presend drafts now.", "presend outbox와 presend drafts.", []),
        ("Save it now.", "저장하십시오.", [Code.GLOSSARY_STYLE]),
    ],
)
def test_a_translation_obeys_the_glossary_or_is_found(source: str, translation: str, codes: list[Code]) -> None:
    assert found(source, translation) == codes


def test_a_term_with_a_context_binds_only_that_context() -> None:
    glossary = Glossary((Term("none", "없음", context="expiry"),))
    assert found("None", "무", context="expiry", glossary=glossary) == [Code.GLOSSARY_TERM]
    assert found("None", "무", context="language", glossary=glossary) == []


def test_every_form_of_a_plural_is_looked_at() -> None:
    text = 'msgid "{n} draft"\nmsgid_plural "{n} drafts"\nmsgstr[0] "초안 {n}개"\nmsgstr[1] "임시 저장 {n}개"\n'
    (entry,) = read_text(text).entries
    assert list(entry_faults(entry, Glossary((DRAFT,)))) == [
        (1, Code.GLOSSARY_NEVER, "draft: 임시 저장 -> 초안 / 임시 보관함"),
        (1, Code.GLOSSARY_TERM, "draft: 초안 / 임시 보관함"),
    ]


@pytest.mark.parametrize(
    ("term", "source", "stands"),
    [
        ("draft", "The drafts.", True),
        ("draft", "Drafted", True),
        ("draft", "draftsman", False),
        ("draft", "pre-draft", False),
        ("expire", "It expires.", True),
        ("expire", "It is expiring", True),
        ("expire", "expiry", False),
        ("policy", "Two policies.", True),
        ("policy", "policyholder", False),
        ("mailing list", "Mailing lists", True),
        ("forward", "{forward}", False),
        ("mailbox", "Correct mailbox.path now.", False),
        ("mailbox", "Correct the mailbox.", True),
        ("domain", "Write domains = [].", False),
    ],
)
def test_a_term_is_found_in_its_inflections(term: str, source: str, stands: bool) -> None:
    assert stands_in(term, source) is stands


@pytest.mark.parametrize(
    "text",
    [
        "[[term]",
        "[[term]]\nterm = 3\n",
        '[[term]]\nterm = "a"\n',
        '[[term]]\nterm = "a"\ntranslation = "b"\nnevr = []\n',
    ],
)
def test_a_glossary_that_cannot_be_read_is_named(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        read_glossary(text)
    root = project(tmp_path)
    glossary_path(root / "locales", BY_TAG["ko"]).write_text(text, "utf-8")
    assert ("locales/ko/glossary.toml", Code.GLOSSARY_FILE) in {(one.file, one.code) for one in check(root)}


def test_the_check_of_a_project_reads_its_glossaries(tmp_path: Path) -> None:
    root = project(tmp_path)
    text = '[[term]]\nterm = "confidential"\ntranslation = "극비"\nnever = ["기밀"]\n'
    glossary_path(root / "locales", BY_TAG["ko"]).write_text(text, "utf-8")
    found = [finding for finding in check(root) if finding.code is Code.GLOSSARY_NEVER]
    assert [(finding.file, finding.detail) for finding in found] == [
        ("locales/ko/LC_MESSAGES/composer.po", "confidential: 기밀 -> 극비")
    ]


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.tag)
def test_every_language_that_is_shipped_has_a_glossary(language: Language) -> None:
    path = glossary_path(ROOT / "locales", language)
    terms = [(term.term, term.context) for term in read_glossary(path.read_text("utf-8")).term]
    assert terms
    assert len(terms) == len(set(terms))
