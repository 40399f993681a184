"""Updating keeps what was translated, guesses nothing and writes the same text every time."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from composer.localization.catalog_text import header_fields
from composer.workbench.catalogs.catalog_files import completeness, update
from composer.workbench.catalogs.extraction import add_messages, extracted, sources
from tests.locales.planting import KOREAN, SOURCE, project
from tests.project import ROOT


def catalog(root: Path, tag: str) -> Path:
    return root / "locales" / tag / "LC_MESSAGES" / "composer.po"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def test_messages_are_extracted_with_context_plural_and_comment(tmp_path: Path) -> None:
    template = extracted(project(tmp_path))
    assert {(message.context, message.id) for message in template if message.id} == {
        (None, "{path} is empty. Remove it."),
        (None, "[Note] the first line\nthe second line"),
        (None, ("{n} file of {total}", "{n} files of {total}")),
        ("list", ("{n} member", "{n} members")),
        ("button", "Send"),
        ("button", "Go back"),
        ("security level", "General"),
        ("security level", "Restricted"),
        ("security level", "Confidential"),
    }
    assert template["{path} is empty. Remove it."].auto_comments == ["shown when a file cannot be read"]


def test_a_second_update_changes_nothing(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert update(extracted(root), root / "locales") == []


def test_translations_are_kept_and_new_languages_begin_empty(tmp_path: Path) -> None:
    root = project(tmp_path)
    template = extracted(root)
    assert completeness(read(catalog(root, "ko")), template) == 1
    assert completeness(read(catalog(root, "ja")), template) == 0


def test_moving_lines_changes_no_file(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "composer" / "screen.py").write_text("\n\n\n" + SOURCE, "utf-8")
    assert update(extracted(root), root / "locales") == []


def test_a_changed_message_is_not_guessed_from_the_old_one(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "composer" / "screen.py").write_text(SOURCE.replace("Remove it", "Remove it now"), "utf-8")
    template = extracted(root)
    update(template, root / "locales")
    korean = read(catalog(root, "ko"))
    changed = korean["{path} is empty. Remove it now."]
    assert (changed.string, changed.fuzzy) == ("", False)
    assert "{path} is empty. Remove it." not in korean
    assert "#~" not in catalog(root, "ko").read_text("utf-8")


def test_a_message_that_became_a_plural_is_translated_anew(tmp_path: Path) -> None:
    root = project(tmp_path)
    changed = SOURCE.replace('pgettext("button", "Send")', 'npgettext("button", "Send", "Send all", count)')
    (root / "composer" / "screen.py").write_text(changed, "utf-8")
    update(extracted(root), root / "locales")
    sent = read(catalog(root, "ko")).get("Send", "button")
    assert sent is not None
    assert tuple(sent.string or ()) == ("",)


def test_the_review_and_the_translators_comments_are_kept(tmp_path: Path) -> None:
    root = project(tmp_path)
    path = catalog(root, "ko")
    text = path.read_text("utf-8").replace("unreviewed", "reviewed")
    path.write_text(text.replace('msgctxt "list"', '# a mailing list\nmsgctxt "list"'), "utf-8")
    update(extracted(root), root / "locales")
    text = path.read_text("utf-8")
    assert header_fields(text)["X-Review"] == "reviewed"
    assert "# a mailing list\n" in text


def test_the_header_names_the_language_and_no_time(tmp_path: Path) -> None:
    fields = header_fields(catalog(project(tmp_path), "ko").read_text("utf-8"))
    assert fields == header_fields(KOREAN)


def test_everything_that_babel_would_find_is_found() -> None:
    found = {(message.context, message.id) for message in extracted(ROOT)}
    keywords = {"_": (1,), "pgettext": ((1, "c"), 2), "ngettext": (1, 2), "npgettext": ((1, "c"), 2, 3)}
    expected = set()
    for path in sources(ROOT):
        with path.open("rb") as file:
            expected |= {(context, message) for _, message, _, context in extract("python", file, keywords)}
    assert len(expected) > 100
    assert expected <= found


def test_a_message_inside_an_f_string_is_found() -> None:
    template = Catalog()
    add_messages(template, "def f(x): return f'{_(\"deep\")} {x}'", "screen.py")
    assert "deep" in template
