"""``python -m composer.workbench.manual FOLDER``: the manual pages, from the parsers and the schemas."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from composer import __version__, words
from composer.cli.main import whole_parser
from composer.setup.grammar import command_of
from composer.setup.manual.command_page import command_page
from composer.setup.manual.schema_page import SchemaPage
from composer.storage.settings import schema as settings_schema
from locales.registry import SOURCE
from policy.toml import schema as policy_schema


def pages() -> Iterator[tuple[str, Iterable[str]]]:
    """The name and the lines of each page, in the source language."""
    words.use(SOURCE.tag)
    yield "presend.1", command_page(command_of(whole_parser()), __version__)
    yield (
        "presend-policy.5",
        SchemaPage(policy_schema.json_schema()).lines(
            "presend-policy",
            "an organization's mail-security policy",
            ("/etc/presend/policy.toml", "~/.config/presend/policy.toml"),
            __version__,
        ),
    )
    yield (
        "presend-config.5",
        SchemaPage(settings_schema.json_schema()).lines(
            "presend-config", "a member's settings of presend", ("~/.config/presend/config.toml",), __version__
        ),
    )
    yield (
        "presend-machine.5",
        SchemaPage(settings_schema.machine_json_schema()).lines(
            "presend-machine",
            "what an administrator settles for the members of a machine",
            ("/etc/presend/config.toml",),
            __version__,
        ),
    )


def write_manual(folder: Path) -> list[Path]:
    """Write every page into ``man1`` and ``man5`` under a folder; returns the paths."""
    written = []
    for name, lines in pages():
        place = folder / f"man{name[-1]}" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        written.append(place)
    return written


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages and print their paths; returns the exit status."""
    parser = argparse.ArgumentParser(description="Write the manual pages of presend.")
    parser.add_argument("folder", type=Path, help="where man1 and man5 are made")
    for place in write_manual(parser.parse_args(arguments).folder):
        sys.stdout.write(f"{place}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
