"""The build hook: catalogs are checked and compiled, manual pages written; an editable install reads the sources."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GeneratedFilesHook(BuildHookInterface[Any]):
    """One MO beside where each PO lies, pages where man looks; a catalog with errors fails the build."""

    generated: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write into a folder of its own, so that the tree stays as it is."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            _check(Path(self.root))
            self.generated = Path(tempfile.mkdtemp())
            build_data["force_include"].update(_compile(Path(self.root), self.generated))
            build_data["force_include"].update(_sources(Path(self.root)))
            build_data["shared_data"].update(_manual(self.generated))
        finally:
            sys.path.remove(self.root)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the files away; the wheel has them."""
        if self.generated is not None:
            shutil.rmtree(self.generated)


def _check(root: Path) -> None:
    from composer.localization.codes import Severity
    from composer.workbench.catalogs.commands import check

    errors = [finding for finding in check(root) if finding.code.severity is Severity.ERROR]
    if errors:
        raise ValueError("\n".join(["the catalogs have errors:", *map(str, errors)]))


def _compile(root: Path, target: Path) -> dict[str, str]:
    """Paths of the compiled catalogs, each with its place in the wheel."""
    from composer.language.catalogs import compile_po, po_path
    from locales.registry import TRANSLATED

    placed = {}
    for language in TRANSLATED:
        po = po_path(root / "locales", language)
        mo = target / f"{language.directory}.mo"
        mo.write_bytes(compile_po(po.read_bytes()))
        placed[str(mo)] = po.with_suffix(".mo").relative_to(root).as_posix()
    return placed


def _sources(root: Path) -> dict[str, str]:
    """What the catalogs were compiled from, for ``presend locales check``: 0.2 MB of the wheel.

    It lies apart from what was compiled: a source beside it would be compiled again at every start.
    """
    from composer.localization.folder import SOURCES

    folder = root / "locales"
    found = [path for kind in ("*.pot", "*/LC_MESSAGES/*.po", "*/*.toml") for path in sorted(folder.glob(kind))]
    return {str(path): f"locales/{SOURCES}/{path.relative_to(folder).as_posix()}" for path in found}


def _manual(target: Path) -> dict[str, str]:
    """Paths of the manual pages, each with its place below the prefix, where ``man`` finds what is on the PATH."""
    from composer.workbench.manual import write_manual

    folder = target / "man"
    return {str(page): f"share/man/{page.relative_to(folder).as_posix()}" for page in write_manual(folder)}
