"""The catalogs of this tree, and what a build makes of them and of the manual."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from composer import __version__
from composer.language.catalogs import compile_po, po_path
from composer.localization.codes import Severity
from composer.localization.folder import SOURCES
from composer.localization.glossary import glossary_path
from composer.workbench.catalogs.commands import check
from composer.workbench.manual import write_manual
from locales.registry import TRANSLATED
from tests.project import ROOT

BUILT = ("composer", "policy", "locales", "pyproject.toml", "hatch_build.py", "README.md")
SOURCES_OF_CATALOGS = {
    f"locales/{SOURCES}/composer.pot",
    *(f"locales/{SOURCES}/{language.directory}/LC_MESSAGES/composer.po" for language in TRANSLATED),
}
CATALOGS = {f"locales/{language.directory}/LC_MESSAGES/composer.mo" for language in TRANSLATED}


def build(root: Path, kind: str) -> subprocess.CompletedProcess[str]:
    """Build one wheel into ``root/dist``."""
    code = f"from hatchling.build import build_{kind}; build_{kind}('dist')"
    return subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)


def copied(folder: Path) -> Path:
    """A copy of what is built."""
    for name in BUILT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    (folder / "dist").mkdir()
    return folder


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of which a wheel was built, for tests that only look into it."""
    tree = copied(tmp_path_factory.mktemp("shipped"))
    built = build(tree, "wheel")
    assert built.returncode == 0, built.stderr
    return tree


def wheel(root: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(next((root / "dist").glob("*.whl")))


def test_the_catalogs_of_this_tree_are_complete_and_without_error() -> None:
    errors = [str(finding) for finding in check(ROOT) if finding.code.severity is Severity.ERROR]
    assert errors == []


def test_a_wheel_holds_compiled_catalogs_that_equal_their_sources(shipped: Path) -> None:
    with wheel(shipped) as archive:
        names = {name for name in archive.namelist() if name.endswith((".mo", ".po", ".pot"))}
        assert names == CATALOGS | SOURCES_OF_CATALOGS
        for language in TRANSLATED:
            po = po_path(shipped / "locales", language)
            assert archive.read(po.with_suffix(".mo").relative_to(shipped).as_posix()) == compile_po(po.read_bytes())
    assert list((shipped / "locales").rglob("*.mo")) == []


def test_a_wheel_holds_the_glossaries(shipped: Path) -> None:
    with wheel(shipped) as archive:
        for language in TRANSLATED:
            path = glossary_path(shipped / "locales", language)
            there = f"locales/{SOURCES}/{path.relative_to(shipped / 'locales')}"
            assert archive.read(there) == path.read_bytes()


def test_a_wheel_holds_the_manual_where_man_looks_beside_the_program(shipped: Path, tmp_path: Path) -> None:
    written = write_manual(tmp_path / "man")
    with wheel(shipped) as archive:
        found = {name: archive.read(name) for name in archive.namelist() if ".data/" in name}
    assert found == {
        f"presend-{__version__}.data/data/share/man/{page.relative_to(tmp_path / 'man')}": page.read_bytes()
        for page in written
    }


def test_a_wheel_holds_the_units_of_the_timer(shipped: Path) -> None:
    with wheel(shipped) as archive:
        units = {name for name in archive.namelist() if "systemd" in name}
    assert units == {f"composer/setup/systemd/presend-flush.{kind}" for kind in ("service", "timer")}


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_man_finds_the_pages_of_a_program_on_the_path(shipped: Path, tmp_path: Path) -> None:
    prefix = tmp_path / "prefix"
    (prefix / "bin").mkdir(parents=True)
    with wheel(shipped) as archive:
        archive.extractall(tmp_path / "unpacked")
    shutil.copytree(tmp_path / "unpacked" / f"presend-{__version__}.data" / "data", prefix, dirs_exist_ok=True)
    around = {"PATH": f"{prefix / 'bin'}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
    pages = ["presend", "presend-policy", "presend-config", "presend-machine"]
    done = subprocess.run(["man", "-w", *pages], env=around, capture_output=True, text=True, check=True)
    found = [
        prefix / "share" / "man" / f"man{section}" / f"{name}.{section}"
        for name, section in zip(pages, "1555", strict=True)
    ]
    assert done.stdout.split() == list(map(str, found))


def test_an_editable_install_compiles_nothing(tree: Path) -> None:
    built = build(tree, "editable")
    assert built.returncode == 0, built.stderr
    with wheel(tree) as archive:
        assert [name for name in archive.namelist() if name.endswith(".mo")] == []


def test_a_catalog_with_an_error_fails_the_build(tree: Path) -> None:
    po = po_path(tree / "locales", TRANSLATED[0])
    po.write_text(po.read_text("utf-8").replace('msgstr "기밀"', 'msgstr "일반"'), "utf-8")
    failed = build(tree, "wheel")
    assert failed.returncode != 0
    assert "error level-name" in failed.stderr
    assert list((tree / "dist").iterdir()) == []


def test_a_build_of_its_own_has_what_the_hook_imports(tree: Path) -> None:
    """As pip and pipx build it: nothing is there but what the build asks for, not what presend needs to run."""
    project = tomllib.loads((tree / "pyproject.toml").read_text("utf-8"))
    asked, needed = (
        {re.split(r"[<>=]", name)[0].replace("-", "_") for name in names}
        for names in (project["build-system"]["requires"], project["project"]["dependencies"])
    )
    hidden = "".join(f"sys.modules[{name!r}] = None; " for name in sorted(needed - asked))
    code = f"import sys; {hidden}from hatchling.build import build_wheel; build_wheel('dist')"
    built = subprocess.run([sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    assert needed - asked
