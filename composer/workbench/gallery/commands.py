"""``python -m composer.workbench.gallery FOLDER``: every screen in every language, as text and SVG, on one page."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from composer.workbench.gallery.page import Change, Shown, page
from composer.workbench.gallery.screens import SCREENS
from composer.workbench.gallery.stage import VIEWS, Picture, View, pictures


async def take(name: str, views: Sequence[View]) -> dict[View, Picture]:
    """Pictures of one screen in views of one language, played in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="presend-gallery-") as folder:
        return await pictures(SCREENS[name], views, Path(folder))


def write_gallery(folder: Path, names: Sequence[str], views: Sequence[View] = VIEWS) -> Path:
    """Write texts, SVGs and a page that embeds them all; returns the page's path.

    What the folder held before is what the page compares with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shown: list[Shown] = []
    for name in names:
        for _language, spoken in groupby(views, lambda view: view.language):
            for view, seen in asyncio.run(take(name, tuple(spoken))).items():
                shown.append(Shown(name, view, seen, _keep(folder / f"{name}-{view.name}", seen)))
        sys.stderr.write(f"{name}\n")
    path = folder / "index.html"
    path.write_text(page(shown), encoding="utf-8")
    sys.stderr.write(_summary(shown))
    return path


def _keep(stem: Path, seen: Picture) -> Change:
    """Write the picture as text and SVG; how it stands to the one before."""
    changes = {
        _replace(stem.with_name(f"{stem.name}.txt"), seen.text),
        _replace(stem.with_name(f"{stem.name}.svg"), seen.svg),
    }
    return next(change for change in Change if change in changes)


def _replace(path: Path, text: str) -> Change:
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(text, encoding="utf-8")
    return Change.NEW if before is None else Change.SAME if before == text else Change.CHANGED


def _summary(shown: Sequence[Shown]) -> str:
    counts = Counter(one.change for one in shown)
    flawed = sum(bool(one.picture.flaws) for one in shown)
    return f"{len(shown)} pictures: {counts[Change.NEW]} new, {counts[Change.CHANGED]} changed, {flawed} flawed\n"


def write_picture(path: Path) -> None:
    """Write the picture of the warning for the README; its bytes are the same on every machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    view = VIEWS[0]
    path.write_text(asyncio.run(take("warning", [view]))[view].svg, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m composer.workbench.gallery", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the page and its pictures are written")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="write only the README's picture of the warning")
    parser.add_argument("--screen", action="append", choices=list(SCREENS), help="only this screen (repeatable)")
    given = parser.parse_args(arguments)
    if given.picture is None and given.folder is None:
        parser.error("name a folder, or --picture and a file")
    if given.picture is not None:
        write_picture(given.picture)
    if given.folder is not None:
        sys.stdout.write(f"{write_gallery(given.folder, given.screen or list(SCREENS))}\n")
    return 0
