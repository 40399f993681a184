"""The gallery's page: every picture with its text, filters above them, and marks on what is new, changed or flawed."""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from composer.workbench.gallery.stage import Picture, View


class Change(Enum):
    """How a picture stands to the one that the folder held before."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture on the page."""

    scene: str
    view: View
    picture: Picture
    change: Change

    @property
    def name(self) -> str:
        """The picture in the names of files and in links (``warning-ko-80x24``)."""
        return f"{self.scene}-{self.view.name}"


_STYLE = """
body { font-family: system-ui, sans-serif; margin: 0 2rem 2rem; }
header { position: sticky; top: 0; background: Canvas; padding: .5rem 0; border-bottom: 1px solid #999; }
fieldset { display: inline-block; border: 0; padding: 0; margin: 0 1.5rem 0 0; }
legend { float: left; margin-right: .5rem; font-weight: bold; }
section > div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
figure { margin: 0 0 1rem; max-width: 60rem; }
figcaption { font-weight: bold; }
img { max-width: 100%; }
pre { font-family: monospace; line-height: 1.15; overflow-x: auto; border: 1px solid #999; padding: .5rem; }
[hidden] { display: none; }
"""
_SCRIPT = """
const boxes = [...document.querySelectorAll("header input")];
function filter() {
  const on = {};
  for (const box of boxes) (on[box.name] ??= []).push(...(box.checked ? [box.value] : []));
  let seen = 0;
  for (const section of document.querySelectorAll("section")) {
    let within = 0;
    for (const figure of section.querySelectorAll("figure")) {
      figure.hidden = !Object.entries(on).every(([name, values]) => values.includes(figure.dataset[name]));
      within += !figure.hidden;
    }
    section.hidden = !within;
    seen += within;
  }
  document.querySelector("output").value = seen;
}
for (const box of boxes) box.addEventListener("change", filter);
filter();
"""


def page(shown: Sequence[Shown]) -> str:
    """The page as HTML that fetches nothing; without scripts it shows all of the pictures."""
    sections = "".join(_section(name, list(group)) for name, group in groupby(shown, lambda one: one.scene))
    head = f'<meta charset="utf-8"><title>presend: every screen</title><style>{_STYLE}</style>'
    script = f"<script>{_SCRIPT}</script>"
    body = f"<header>{_filters(shown)} <output>{len(shown)}</output></header>\n{sections}{script}"
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n{body}</body></html>\n'


def _filters(shown: Sequence[Shown]) -> str:
    """Boxes to tick for each thing in which pictures differ."""
    names = dict.fromkeys(key for one in shown for key in _facts(one))
    groups = ((name, list(dict.fromkeys(_facts(one)[name] for one in shown))) for name in names)
    return "".join(_boxes(name, values) for name, values in groups)


def _boxes(name: str, values: Iterable[str]) -> str:
    boxes = " ".join(
        f'<label><input type="checkbox" name="{name}" value="{value}" checked> {value}</label>'
        for value in map(html.escape, values)
    )
    return f"<fieldset><legend>{name}</legend>{boxes}</fieldset>"


def _facts(one: Shown) -> dict[str, str]:
    """In what a picture differs from others, in words that the page's filters show."""
    view = one.view
    return {
        "language": view.language,
        "size": f"{view.columns}x{view.rows}",
        "change": one.change.value,
        "flaws": "flawed" if one.picture.flaws else "sound",
    }


def _section(scene: str, shown: Sequence[Shown]) -> str:
    figures = "".join(map(_figure, shown))
    return f'<section id="{scene}"><h2><a href="#{scene}">{scene}</a></h2><div>{figures}</div></section>\n'


def _figure(one: Shown) -> str:
    """The HTML of one picture; its SVG stands in a data URI, from where its styles reach nothing else."""
    source = f"data:image/svg+xml;base64,{b64encode(one.picture.svg.encode()).decode()}"
    text = f'<pre lang="{one.view.language}">{html.escape(one.picture.text)}</pre>'
    caption = "".join(f"<br>{html.escape(flaw)}" for flaw in one.picture.flaws)
    mark = "" if one.change is Change.SAME else f" ({one.change.value})"
    head = f"<figcaption>{one.view.name}{mark}{caption}</figcaption>"
    facts = "".join(f' data-{name}="{html.escape(value)}"' for name, value in _facts(one).items())
    return f'<figure id="{one.name}"{facts}>{head}<img alt="{one.name}" src="{source}">{text}</figure>'
