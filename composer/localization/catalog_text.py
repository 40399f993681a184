"""The text of a template and of a catalog; the same messages always give the same text."""

from __future__ import annotations

import io

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from locales.registry import Language

WIDTH = 110
UNREVIEWED = "unreviewed"


def template_text(template: Catalog) -> str:
    """The text of the template's file."""
    return _header({}) + _entries(template)


def catalog_text(catalog: Catalog, language: Language, review: str, *, is_sorted: bool = False) -> str:
    """The text of a catalog's file; ``is_sorted``: its messages are in order already, as those of a template's file."""
    own = {"Language": language.directory, "Plural-Forms": language.plural_forms, "X-Review": review}
    return _header(own) + _entries(catalog, is_sorted=is_sorted)


def merged(template: Catalog, old: Catalog, language: Language) -> Catalog:
    """The template's messages with the translations that the old catalog has for exactly them.

    Nothing is guessed from similar messages: a guess is what people overlook. What is no longer used is dropped.
    """
    catalog = Catalog(charset="utf-8")
    catalog.mime_headers = [("Plural-Forms", language.plural_forms)]  # how many forms are written of a plural
    for message in template:
        if message.id:
            known = old.get(first_of(message), message.context)
            keeps = known is not None and known.id == message.id and not known.fuzzy
            catalog.add(
                message.id,
                known.string if known and keeps else None,
                message.locations,
                auto_comments=message.auto_comments,
                user_comments=known.user_comments if known else (),
                context=message.context,
            )
    return catalog


def header_fields(text: str) -> dict[str, str]:
    """The fields of a catalog's first entry as they are written, without what a library would add."""
    first = text.split("\n\n", 1)[0]
    quoted = (line.strip().removeprefix("msgstr ").strip('"') for line in first.splitlines() if '"' in line)
    pairs = (line.removesuffix("\\n").partition(":") for line in quoted if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def first_of(message: Message) -> str:
    """The English message; of a plural, its singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def _header(own: dict[str, str]) -> str:
    fields = {
        "Project-Id-Version": "presend",
        **own,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items()) + "\n"


def _entries(catalog: Catalog, *, is_sorted: bool = False) -> str:
    written = io.BytesIO()
    write_po(
        written, catalog, width=WIDTH, omit_header=True, sort_by_file=not is_sorted, ignore_obsolete=True,
        include_lineno=False,
    )  # fmt: skip
    return written.getvalue().decode("utf-8").strip("\n") + "\n"
