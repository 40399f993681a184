"""A language's catalog: the installed MO, or in a checkout the PO compiled in memory."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from gettext import GNUTranslations
from pathlib import Path

from locales.registry import DOMAIN, Language

FOLDER = Path(__file__).parents[2] / "locales"


def po_path(folder: Path, language: Language) -> Path:
    """The path of a language's PO file under a ``locales`` folder; the MO lies beside it."""
    return folder / language.directory / "LC_MESSAGES" / f"{DOMAIN}.po"


def load(language: Language, folder: Path = FOLDER, cache: Path | None = None) -> GNUTranslations | None:
    """The translations of one language; None where they are missing or broken. A PO beside the MO always wins."""
    po = po_path(folder, language)
    with suppress(OSError, ValueError, struct.error):
        compiled = _compiled(po.read_bytes(), cache) if po.exists() else po.with_suffix(".mo").read_bytes()
        return GNUTranslations(io.BytesIO(compiled))
    return None


def compile_po(data: bytes) -> bytes:
    """A PO file compiled to MO; raises ``ValueError`` for what is no catalog.

    Entries whose plural forms are not all filled are left out, so that English shows whole: Babel would fill the gaps
    with English for some numbers only. The same PO always gives the same MO: Babel would write the minute of compiling.
    """
    from datetime import UTC, datetime

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        catalog = read_po(io.BytesIO(data), abort_invalid=True)
    except PoFileError as error:
        raise ValueError(str(error)) from error
    for message in list(catalog):
        forms = message.string
        if isinstance(forms, tuple) and not (len(forms) == catalog.num_plurals and all(forms)):
            catalog.delete(message.id, message.context)
    catalog.creation_date = datetime(1970, 1, 1, tzinfo=UTC)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


def _compiled(po: bytes, cache: Path | None) -> bytes:
    """The MO of a PO, cached under the hash of the PO, since compiling takes a tenth of a second."""
    from hashlib import sha256  # with OpenSSL behind it, 7 ms that an installed catalog need not pay

    kept = (cache or _cache_folder()) / f"{sha256(po).hexdigest()}.mo"
    with suppress(OSError):
        return kept.read_bytes()
    compiled = compile_po(po)
    _keep(kept, compiled)
    return compiled


def _keep(path: Path, data: bytes) -> None:
    """Write to the cache; where that fails, compiling again costs time and nothing else."""
    from composer.disk.durable import make_folder, replace_file

    with suppress(OSError):
        make_folder(path.parent)
        replace_file(path, data)


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("presend", appauthor=False) / "catalogs"
