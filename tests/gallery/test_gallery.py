"""The page holds everything itself, and the README's picture is the same on every machine."""

from __future__ import annotations

import os
from html.parser import HTMLParser
from pathlib import Path

import pytest

from composer.workbench.gallery import commands
from composer.workbench.gallery.stage import VIEWS
from tests.project import ROOT


class Sources(HTMLParser):
    """Collects what a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "data"}]


def test_the_page_fetches_nothing_and_shows_what_it_was_asked_for(tmp_path: Path) -> None:
    page = commands.write_gallery(tmp_path, ["question"], VIEWS[:2])
    sources = Sources()
    sources.feed(page.read_text(encoding="utf-8"))
    assert all(source.startswith(("data:", "#")) for source in sources.found)
    assert sum(source.startswith("data:") for source in sources.found) == 2
    assert {path.name for path in tmp_path.iterdir()} == {
        "index.html",
        *(f"question-{view.name}.{kind}" for view in VIEWS[:2] for kind in ("txt", "svg")),
    }


def test_the_page_tells_what_is_new_what_changed_and_what_stayed(tmp_path: Path) -> None:
    def changes() -> dict[str, str]:
        facts = Facts()
        facts.feed(commands.write_gallery(tmp_path, ["question"], VIEWS[:2]).read_text(encoding="utf-8"))
        return facts.found

    first, second = (f"question-{view.name}" for view in VIEWS[:2])
    assert changes() == {first: "new", second: "new"}
    assert changes() == {first: "same", second: "same"}
    (tmp_path / f"{first}.txt").write_text("another", encoding="utf-8")
    (tmp_path / f"{second}.svg").unlink()
    assert changes() == {first: "changed", second: "new"}


class Facts(HTMLParser):
    """Collects how each figure says it has changed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "figure":
            self.found[str(given["id"])] = str(given["data-change"])


def test_every_picture_can_be_filtered_by_every_fact(tmp_path: Path) -> None:
    views = [view for view in VIEWS if view.language != "ja"]
    html = commands.write_gallery(tmp_path, ["question"], views).read_text(encoding="utf-8")
    for name, values in {
        "language": ["en", "ko"],
        "size": ["80x24", "60x20", "40x20"],
        "change": ["new"],
        "flaws": ["sound"],
    }.items():
        for value in values:
            assert f'<input type="checkbox" name="{name}" value="{value}" checked>' in html
            assert f'data-{name}="{value}"' in html


def test_the_picture_of_the_warning_is_always_the_same_and_names_no_place(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        assert commands.main(["--picture", str(tmp_path / name)]) == 0
    first = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert first == (tmp_path / "two.svg").read_text(encoding="utf-8")
    assert "outside" in first
    assert "url(http" not in first
    assert "href" not in first
    for place in (str(tmp_path), str(ROOT), "/tmp/"):
        assert place not in first


def test_the_readme_shows_the_warning_as_it_is_now(tmp_path: Path) -> None:
    commands.write_picture(tmp_path / "now.svg")
    if os.environ.get("PRESEND_GOLDEN") == "write":
        commands.write_picture(ROOT / "docs" / "warning.svg")
    shown = (ROOT / "docs" / "warning.svg").read_text(encoding="utf-8")
    again = "python -m composer.workbench.gallery --picture docs/warning.svg"
    assert shown == (tmp_path / "now.svg").read_text(encoding="utf-8"), f"the picture is out of date: {again}"


def test_a_folder_must_be_named() -> None:
    with pytest.raises(SystemExit):
        commands.main([])
