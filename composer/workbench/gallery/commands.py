"""``python -m composer.workbench.gallery FOLDER``: every screen in every language, as text and SVG, on one page."""

from __future__ import annotations

import argparse
import asyncio
import html
import sys
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from composer.workbench.gallery.screens import SCREENS
from composer.workbench.gallery.stage import VIEWS, Picture, View, pictures

_STYLE = """
body { font-family: system-ui, sans-serif; margin: 2rem; }
section > div { display: flex; flex-wrap: wrap; gap: 1rem; }
figure { margin: 0 0 1rem; max-width: 45rem; }
img { max-width: 100%; }
pre { font-family: monospace; line-height: 1.15; overflow-x: auto; border: 1px solid #999; padding: .5rem; }
"""


async def take(name: str, views: Sequence[View]) -> dict[View, Picture]:
    """Pictures of one screen in views of one language, played in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="presend-gallery-") as folder:
        return await pictures(SCREENS[name], views, Path(folder))


def write_gallery(folder: Path, names: Sequence[str], views: Sequence[View] = VIEWS) -> Path:
    """Write texts, SVGs and a page that embeds them all; returns the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    sections = []
    for name in names:
        taken: dict[View, Picture] = {}
        for _language, spoken in groupby(views, lambda view: view.language):
            taken |= asyncio.run(take(name, tuple(spoken)))
        for view, seen in taken.items():
            (folder / f"{name}-{view.name}.txt").write_text(seen.text, encoding="utf-8")
            (folder / f"{name}-{view.name}.svg").write_text(seen.svg, encoding="utf-8")
        sections.append(_section(name, taken))
        sys.stderr.write(f"{name}\n")
    page = folder / "index.html"
    page.write_text(_page(names, sections), encoding="utf-8")
    return page


def write_picture(path: Path) -> None:
    """Write the picture of the warning for the README; its bytes are the same on every machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    view = VIEWS[0]
    path.write_text(asyncio.run(take("warning", [view]))[view].svg, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m composer.workbench.gallery.commands", description=__doc__)
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


def _page(names: Sequence[str], sections: Sequence[str]) -> str:
    links = " ".join(f'<a href="#{name}">{name}</a>' for name in names)
    head = f'<meta charset="utf-8"><title>presend: every screen</title><style>{_STYLE}</style>'
    return f"<!doctype html>\n<html><head>{head}</head><body>\n<nav>{links}</nav>\n{''.join(sections)}</body></html>\n"


def _section(name: str, taken: dict[View, Picture]) -> str:
    figures = "".join(_figure(name, view, seen) for view, seen in taken.items())
    return f'<section id="{name}"><h2>{name}</h2><div>{figures}</div></section>\n'


def _figure(name: str, view: View, seen: Picture) -> str:
    """The HTML of one picture; its SVG stands in a data URI, from where its styles reach nothing else."""
    source = f"data:image/svg+xml;base64,{b64encode(seen.svg.encode()).decode()}"
    text = f'<pre lang="{view.language}">{html.escape(seen.text)}</pre>'
    caption = "".join(f"<br>{html.escape(flaw)}" for flaw in seen.flaws)
    head = f"<figcaption>{view.name}{caption}</figcaption>"
    return f'<figure>{head}<img alt="{name} {view.name}" src="{source}">{text}</figure>'
