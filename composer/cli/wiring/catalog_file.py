"""``--catalog`` and ``PRESEND_CATALOG``: a translator's file in place of its language's catalog, for every verb."""

from __future__ import annotations

from collections.abc import Mapping

from composer.setup.languages import CATALOG


def catalog_language(environ: Mapping[str, str]) -> str | None:
    """The language of the file that the environment names, which is in force from now on; None for no or a bad file."""
    name = environ.get(CATALOG)
    if not name:
        return None
    from pathlib import Path

    from composer.localization.following import follow

    return follow(Path(name)).tag


def demand_catalog(environ: Mapping[str, str]) -> None:
    """Raise what is wrong with the file that the command line names."""
    from composer.localization.following import followed

    catalog_language(environ)
    file = followed()
    if file is not None and file.fault is not None:
        raise file.fault


def catalog_fault(environ: Mapping[str, str]) -> str:
    """What is wrong with the file that the environment names, as a sentence; empty where nothing is."""
    if not environ.get(CATALOG):
        return ""
    from composer.localization.following import followed

    file = followed()
    return str(file.fault) if file is not None and file.fault is not None else ""
