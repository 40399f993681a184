"""Each planted fault is found by its code, and a faultless catalog has none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from composer.localization.catalog_checks import Template, check_catalog, check_entry
from composer.localization.codes import Code, Severity
from composer.localization.entry import Entry
from composer.localization.meanings import meaning
from composer.localization.plural_rules import check_plural_rules
from composer.localization.po_file import read_text
from composer.localization.spacing_checks import language_faults
from composer.workbench.catalogs.commands import main
from composer.workbench.catalogs.extraction import extracted
from composer.workbench.catalogs.source_checks import check_source
from locales.registry import LANGUAGES, Language
from tests.locales.planting import KOREAN, findings, project, read_template

EMPTY_FILE = "{path}은(는) 비어 있습니다. 제거하세요."
FILES = "파일 {total}개 중 {n}개"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return extracted(project(tmp_path_factory.mktemp("project")))


def test_a_faultless_catalog_raises_no_alarm(template: Catalog) -> None:
    assert findings(KOREAN, template) == []


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        (Code.PARSE, 'msgstr "기밀"', 'msgstr "기밀'),
        (Code.PLURAL_FORMS, 'msgstr[0] "구성원 {n}명"', 'msgstr[0] "구성원 {n}명"\nmsgstr[1] "구성원 {n}명"'),
        (Code.CHARSET, "charset=utf-8", "charset=euc-kr"),
        (Code.CHARSET, '"Content-Type: text/plain; charset=utf-8\\n"\n', ""),
        (Code.HEADER, "MIME-Version: 1.0", "MIME-Version: 2.0"),
        (Code.HEADER, "X-Review: unreviewed", "X-Review: perhaps"),
        (Code.HEADER, '"X-Review: unreviewed\\n"\n', ""),
        (Code.LANGUAGE, "Language: ko", "Language: ja"),
        (Code.LANGUAGE, '"Language: ko\\n"\n', ""),
        (Code.PLURAL_HEADER, "nplurals=1; plural=0;", "nplurals=1; plural=(n>1);"),
        (Code.INCOMPLETE, FILES, ""),
        (Code.DUPLICATE, 'msgid "General"', 'msgid "Restricted"\nmsgstr "대외비"\n\nmsgctxt "a"\nmsgid "General"'),
        (Code.UNKNOWN_ENTRY, 'msgid "General"', 'msgid "Public"'),
        (Code.UNKNOWN_ENTRY, 'msgctxt "list"', 'msgctxt "lists"'),
        (Code.UNKNOWN_ENTRY, "{n} members", "{n} people"),
        (Code.INCOMPLETE, 'msgstr "기밀"', 'msgstr ""'),
        (Code.BLANK, 'msgstr "기밀"', 'msgstr " \u3164\u200b"'),
        (Code.REPLACEMENT, "기밀", "기밀\ufffd"),
        (
            Code.FUZZY,
            'msgctxt "security level"\nmsgid "General"',
            '#, fuzzy\nmsgctxt "security level"\nmsgid "General"',
        ),
        (Code.OBSOLETE, 'msgstr "기밀"\n', 'msgstr "기밀"\n\n#~ msgid "Old"\n#~ msgstr "예전"\n'),
        (Code.UNCHANGED, '"보내기"', '"Send"'),
        (Code.PLACEHOLDER_NAMES, EMPTY_FILE, "비어 있습니다."),
        (Code.PLACEHOLDER_NAMES, EMPTY_FILE, "{file}은(는) 비어 있습니다."),
        (Code.PLACEHOLDER_NAMES, FILES, "파일 {n}개"),
        (Code.PLACEHOLDER_NAMES, "구성원 {n}명", "구성원 한 명"),
        (Code.PLACEHOLDER_BARE, "{path}은", "{path.__class__}은"),
        (Code.PLACEHOLDER_BARE, "{path}은", "{path!r}은"),
        (Code.PLACEHOLDER_BARE, "{path}은", "{path} {}은"),
        (Code.PLACEHOLDER_BARE, "{path}은", "{path}} 은"),
        (Code.PERCENT, EMPTY_FILE, "%(path)s {path} 비어 있습니다."),
        (Code.PERCENT, EMPTY_FILE, "%s {path} 비어 있습니다."),
        (Code.TRIAL, "{path}은", "{{path}}은"),
        (Code.CONTROL, "기밀", "기\\t밀"),
        (Code.CONTROL, "기밀", "기\x1b[31m밀"),
        (Code.CONTROL, "기밀", "기\x9b31m밀"),
        (Code.LINE_BREAKS, "기밀", "기\\n밀"),
        (Code.CONTROL, "기밀", "기\x07밀"),
        (Code.BIDI, "기밀", "\u202e기밀"),
        (Code.BIDI, "기밀", "\u2066기밀"),
        (Code.BIDI, "기밀", "기밀\u200f"),
        (Code.NOT_NFC, "기밀", "\u1100\u1175\u1106\u1175\u11af"),
        (Code.ZERO_WIDTH, "기밀", "기\u200b밀"),
        (Code.ZERO_WIDTH, "기밀", "기\ufeff밀"),
        (Code.EMOJI, "기밀", "\u26a0\ufe0f 기밀"),
        (Code.EMOJI, "기밀", "\U0001f468\u200d\U0001f4bb 기밀"),
        (Code.EMOJI, "기밀", "\U0001f44d\U0001f3fd 기밀"),
        (Code.MARKUP, "참고 첫째", "[b]참고[/b] 첫째"),
        (Code.MARKUP, "참고 첫째", "[note] 첫째"),
        (Code.MARKUP, "참고 첫째", "[/] 첫째"),
        (Code.NOT_DISTINCT, '"대외비"', '"기밀"'),
        (Code.NOT_DISTINCT, '"돌아가기"', '"보내기"'),
        (Code.NOT_DISTINCT, '"돌아가기"', '"보내기 "'),
        (Code.WRONG_SCRIPT, "기밀", "キ밀"),
        (Code.WRONG_SCRIPT, "기밀", "기밀\u0435"),
        (Code.EDGE_SPACE, '"기밀"', '" 기밀"'),
        (Code.FIXED_PARTICLE, "{path}은(는)", "{path}은"),
        (Code.FIXED_PARTICLE, "{path}은(는)", "“{path}”은"),
        (Code.STRAY_PARTICLE, "{path}은(는)", "{path} 파일은(는)"),
        (Code.SPACING, "비어 있습니다", "비어 (있습니다)"),
        (Code.END_PUNCTUATION, '"기밀"', '"기밀."'),
        (Code.END_PUNCTUATION, "제거하세요.", "제거하세요"),
    ],
)
def test_a_planted_fault_is_found(code: Code, old: str, new: str, template: Catalog) -> None:
    assert KOREAN.count(old) >= 1
    assert code in {finding.code for finding in findings(KOREAN.replace(old, new, 1), template)}


def test_a_name_in_brackets_that_the_english_message_has_is_no_fault() -> None:
    korean = LANGUAGES[1]
    assert list(check_entry(Entry(korean, ("Set it in [transport].",), "[transport]에 설정하세요."))) == []
    found = check_entry(Entry(korean, ("Set it in [transport].",), "[transport]에 [b]설정[/b]하세요."))
    assert [code for code, _ in found] == [Code.MARKUP]


@pytest.mark.parametrize(
    ("text", "is_fault"),
    [
        ("{path} を削除します。", False),
        ("{path}を削除します。", True),
        ("{surface}で表示します。", False),
        ("presend で開きます。", False),
        ("presendで開きます。", True),
        ("これはpresend です。", True),
        ("1 行に 1 件", False),
        ("1行に 1 件", True),
        ("警告 (外部) です。", False),
        ("警告(外部) です。", True),
        ("警告（外部）です。", True),
        ("終了 (F2)。", False),
    ],
)
def test_japanese_has_one_spacing(text: str, is_fault: bool) -> None:
    found = {code for code, _ in language_faults("ja", text)}
    assert found == ({Code.SPACING} if is_fault else set())


@pytest.mark.parametrize(
    "text",
    [
        "{name}을(를) 뺍니다.",
        "“{name}”(으)로 바뀝니다.",
        "{n}개가 있습니다.",
        "{name}의 값",
        "오류({fault})로 실패",
        "{name}(이)라 함",
    ],
)
def test_a_particle_that_follows_its_value_raises_no_alarm(text: str) -> None:
    assert list(language_faults("ko", text)) == []


@pytest.mark.parametrize("forms", ['msgstr[0] "{n}"\nmsgstr[1] ""', 'msgstr[0] "{n}"', 'msgstr[1] "{n}"'])
def test_half_a_plural_is_found(forms: str) -> None:
    rule = Language("xx", "xx", "", "en_GB", 2, "(n != 1)")
    template = Template.of(read_text('msgid "{n}"\nmsgid_plural "{n}"\nmsgstr[0] ""\n').entries)
    text = (
        f'msgid ""\nmsgstr ""\n"Plural-Forms: {rule.plural_forms}\\n"\n\nmsgid "{{n}}"\nmsgid_plural "{{n}}"\n{forms}\n'
    )
    assert Code.PLURAL_FORMS in {finding.code for finding in check_catalog(text.encode(), rule, template, "xx.po")}


def test_bytes_that_are_not_utf8_are_named_with_their_line(template: Catalog) -> None:
    data = KOREAN.encode().replace("기밀".encode(), "기밀".encode("euc-kr"))
    found = list(check_catalog(data, LANGUAGES[1], read_template(template), "ko.po"))
    assert [finding.code for finding in found] == [Code.CHARSET]
    assert found[0].line == KOREAN[: KOREAN.index("기밀")].count("\n") + 1


@pytest.mark.parametrize(
    ("code", "source"),
    [
        (Code.SOURCE_SYNTAX, "def f(:"),
        (Code.NOT_LITERAL, "def f(x): _(x)"),
        (Code.NOT_LITERAL, "def f(x): _(f'{x}')"),
        (Code.NOT_LITERAL, "def f(x): _('a' + x)"),
        (Code.NOT_LITERAL, "def f(x): pgettext(x, 'a')"),
        (Code.NOT_LITERAL, "def f(x): ngettext('a', x, 2)"),
        (Code.NOT_LITERAL, "def f(x): words._(x)"),
        (Code.NOT_LITERAL, "def f(): pgettext('a')"),
        (Code.AT_IMPORT, "LABEL = pgettext('button', 'Send')"),
        (Code.AT_IMPORT, "class Screen:\n    title = pgettext('button', 'Send')"),
        (Code.AT_IMPORT, "def f(label=pgettext('button', 'Send')): pass"),
        (Code.NO_VALUE, "def f(x): _('{name} is empty now.')"),
        (Code.NO_VALUE, "def f(x): _('It is empty now.', name=x)"),
        (Code.NO_VALUE, "def f(x): ngettext('{n} of {all}', '{n} of {all}', x)"),
        (Code.PLACEHOLDER_BARE, "def f(x): _('{} is empty now.')"),
        (Code.PLACEHOLDER_BARE, "def f(x): _('{name!r} is empty now.')"),
        (Code.NO_CONTEXT, "def f(): _('Send')"),
        (Code.NO_CONTEXT, "def f(): _('not sent')"),
        (Code.NOT_LITERAL, "def f(x): return f'{_(x)}'"),
    ],
)
def test_a_fault_in_the_sources_is_found(code: Code, source: str) -> None:
    assert code in {finding.code for finding in check_source(source, "screen.py")}


@pytest.mark.parametrize(
    "source",
    [
        "def f(x): return _('{name} is empty now.', name=x)",
        "def f(x): return _('It is ' 'empty now.')",
        "def f(x, **v): return _('{name} is empty now.', **v)",
        "LATER = lambda: pgettext('button', 'Send')",
        "def f(x): return _('Rule: {rule}', rule=x)",
        "def f(x): return ngettext('one file', '{n} files', x)",
        "_ = 3",
    ],
)
def test_sources_without_fault_raise_no_alarm(source: str) -> None:
    assert list(check_source(source, "screen.py")) == []


@pytest.mark.parametrize(
    "rule",
    [
        Language("ru", "ru", "", "ru", 2, "(n != 1)"),
        Language("ar", "ar", "", "ar", 6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 4 : 5)"),
        Language("fr", "fr", "", "fr", 2, "(n != 1)"),
        Language("ko", "ko", "", "ko", 2, "0"),
    ],
)
def test_a_plural_rule_that_differs_from_cldr_is_found(rule: Language) -> None:
    assert [finding.code for finding in check_plural_rules([rule])] == [Code.PLURAL_RULE]


def test_every_code_is_explained_and_has_a_severity() -> None:
    assert all(meaning(code) and code.severity in Severity for code in Code)


def test_check_says_by_its_exit_status_whether_there_are_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path)
    japanese = root / "locales" / "ja" / "LC_MESSAGES" / "composer.po"
    assert main(["--root", str(root), "check", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {(entry["file"], entry["code"], entry["severity"]) for entry in found} == {
        ("locales/ja/LC_MESSAGES/composer.po", "incomplete", "error")
    }
    japanese.unlink()
    assert main(["--root", str(root), "check"]) == 1
    assert "locales/ja/LC_MESSAGES/composer.po:1: error no-catalog" in capsys.readouterr().out


def test_a_source_that_was_changed_makes_the_template_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path)
    source = root / "composer" / "screen.py"
    source.write_text(source.read_text("utf-8").replace("Remove it", "Take it out"), "utf-8")
    assert main(["--root", str(root), "check"]) == 1
    assert "error template-stale" in capsys.readouterr().out
