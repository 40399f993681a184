"""A language's catalog: the installed MO, or in a checkout the PO compiled in memory."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from contextlib import suppress
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from locales.registry import SOURCE, Language

FOLDER = Path(__file__).parent.parent / "locales"
DOMAIN = "composer"
KEPT = Callable[[bytes], None]


def load(language: Language, folder: Path = FOLDER, cache: Path | None = None) -> NullTranslations:
    """The translations of one language; the source language has none. A PO beside the MO always wins."""
    if language is SOURCE:
        return NullTranslations()
    messages = folder / language.directory / "LC_MESSAGES"
    po, mo = messages / f"{DOMAIN}.po", messages / f"{DOMAIN}.mo"
    if not po.exists():
        return GNUTranslations(io.BytesIO(mo.read_bytes())) if mo.exists() else NullTranslations()
    return GNUTranslations(io.BytesIO(_compiled(po.read_bytes(), cache)))


def compile_po(data: bytes) -> bytes:
    """PO -> MO; entries whose plural forms are not all filled are left out, so that English shows whole."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    catalog = read_po(io.BytesIO(data))
    for message in list(catalog):
        if message.id and isinstance(message.string, tuple) and not all(message.string):
            catalog.delete(message.id, message.context)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


def _compiled(po: bytes, cache: Path | None) -> bytes:
    """Compiling costs a tenth of a second; the result is kept under the hash of the source, so it is never stale."""
    kept = (cache or _cache_folder()) / f"{hashlib.sha256(po).hexdigest()}.mo"
    with suppress(OSError):
        return kept.read_bytes()
    compiled = compile_po(po)
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = kept.with_suffix(".tmp")
        beside.write_bytes(compiled)
        beside.replace(kept)
    return compiled


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("presend", appauthor=False) / "catalogs"
