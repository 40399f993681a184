"""A small project with one faultless catalog, and ways to plant faults in it."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog

from composer.localization.catalog_checks import Template, check_catalog
from composer.localization.catalog_text import template_text
from composer.localization.findings import Finding
from composer.localization.po_file import read_text
from composer.workbench.catalogs.catalog_files import update
from composer.workbench.catalogs.extraction import extracted
from locales.registry import BY_TAG

SOURCE = """
from composer.words import _, ngettext, npgettext, pgettext

def words(path, count):
    # Translators: shown when a file cannot be read
    _("{path} is empty. Remove it.", path=path)
    _("[Note] the first line\\nthe second line")
    ngettext("{n} file of {total}", "{n} files of {total}", count, total=count)
    npgettext("list", "{n} member", "{n} members", count)
    pgettext("button", "Send")
    pgettext("button", "Go back")
    pgettext("security level", "General")
    pgettext("security level", "Restricted")
    pgettext("security level", "Confidential")
"""
KOREAN = """\
msgid ""
msgstr ""
"Project-Id-Version: presend\\n"
"Language: ko\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"X-Review: unreviewed\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

msgid "{path} is empty. Remove it."
msgstr "{path}은(는) 비어 있습니다. 제거하세요."

msgid ""
"[Note] the first line\\n"
"the second line"
msgstr ""
"참고 첫째 줄\\n"
"둘째 줄"

msgid "{n} file of {total}"
msgid_plural "{n} files of {total}"
msgstr[0] "파일 {total}개 중 {n}개"

msgctxt "list"
msgid "{n} member"
msgid_plural "{n} members"
msgstr[0] "구성원 {n}명"

msgctxt "button"
msgid "Send"
msgstr "보내기"

msgctxt "button"
msgid "Go back"
msgstr "돌아가기"

msgctxt "security level"
msgid "General"
msgstr "일반"

msgctxt "security level"
msgid "Restricted"
msgstr "대외비"

msgctxt "security level"
msgid "Confidential"
msgstr "기밀"
"""


def project(folder: Path) -> Path:
    """A project with one source file, its template, and a catalog for each language, the Korean one complete."""
    package = folder / "composer"
    package.mkdir()
    (package / "screen.py").write_text(SOURCE, "utf-8")
    korean = folder / "locales" / "ko" / "LC_MESSAGES" / "composer.po"
    korean.parent.mkdir(parents=True)
    korean.write_text(KOREAN, "utf-8")
    update(extracted(folder), folder / "locales")
    return folder


def read_template(template: Catalog) -> Template:
    """The template as the checks read it from its file."""
    return Template.of(read_text(template_text(template)).entries)


def findings(text: str, template: Catalog) -> list[Finding]:
    """What is found in a Korean catalog."""
    return list(check_catalog(text.encode(), BY_TAG["ko"], read_template(template), "ko.po"))


__all__ = ["KOREAN", "SOURCE", "findings", "project", "read_template", "template_text"]
