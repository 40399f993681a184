"""What the documents for people who work on presend say of its files holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from composer.disk.paths import Places
from composer.storage.settings.file import settings_from
from tests.project import ROOT

_PLACE = re.compile(r"`((?:composer|policy|locales|tests|docs)/[\w./-]*)`")
DOCUMENTS = (
    "docs/architecture.md", "CONTRIBUTING.md", "SECURITY.md", "README.md", "docs/policy.md", "docs/localization.md",
)  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_a_document_names_is_there(name: str) -> None:
    named = _PLACE.findall((ROOT / name).read_text(encoding="utf-8"))
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_the_way_to_what_is_to_be_changed_is_shown_for_many_things() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    table = text.partition("## To change this, open that")[2].partition("\n## ")[0]
    rows = [row for row in table.splitlines() if row.startswith("| ") and _PLACE.search(row)]
    assert len(rows) >= 25


def test_the_map_shows_every_folder_of_the_composer() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    folders = {path.parent.name for path in (ROOT / "composer").glob("*/__init__.py")}
    assert {name for name in folders if f"`composer/{name}/`" not in text} == set()


def test_every_folder_says_what_it_is() -> None:
    marks = [path for wing in ("composer", "policy") for path in (ROOT / wing).rglob("__init__.py")]
    assert [path for path in marks if not path.read_text(encoding="utf-8").startswith('"""')] == []


def test_few_files_stand_at_the_root_of_the_composer() -> None:
    assert len(list((ROOT / "composer").glob("*.py"))) <= 10


def test_the_settings_in_the_readme_can_be_used(tmp_path: Path) -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    around = Places(tmp_path, tmp_path / "config", tmp_path / "data", tmp_path / "state")
    (whole,) = (block for block in blocks if "[[identities]]" in block)
    found = settings_from(whole, around.config, around)
    assert (found.mailbox, found.transport.host) == (tmp_path / "Mail", "smtp.hanbit.example")
