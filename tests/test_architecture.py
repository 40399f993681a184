"""What is imported by what, looked at while running."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


def modules_after(code: str) -> set[str]:
    """The names in ``sys.modules`` of a fresh interpreter after ``code``; standard output of the code is dropped."""
    program = f"import sys, json\n{code}\nsys.stderr.write(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(run.stderr))


@pytest.mark.parametrize(
    "module", ["address", "document", "draft", "organization", "settings", "verdict", "warning", "wording"]
)
def test_the_rules_import_nothing_that_touches_the_world(module: str) -> None:
    loaded = modules_after(f"import policy.{module}")
    forbidden = {"composer", "locales", "textual", "babel", "gettext", "sqlite3", "asyncio", "smtplib", "tempfile"}
    assert not loaded & forbidden


def test_the_version_imports_neither_the_screen_nor_the_rules() -> None:
    loaded = modules_after("from composer.__main__ import main; main(['--version'])")
    assert not loaded & {"textual", "policy", "babel", "argparse", "msgspec", "gettext", "composer.words"}


def test_judging_a_message_never_imports_the_screen() -> None:
    loaded = modules_after("import composer.cli.check, composer.reading.message_facts, composer.verdict_json")
    assert not loaded & {"textual", "rich", "composer.app", "smtplib", "ssl", "sqlite3"}


@pytest.mark.parametrize("package", ["administration", "delivery", "storage", "files", "reading"])
def test_what_works_in_the_background_never_imports_the_screen(package: str) -> None:
    code = (
        "import importlib, pkgutil\n"
        f"package = importlib.import_module('composer.{package}')\n"
        "for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "    importlib.import_module(found.name)\n"
    )
    loaded = modules_after(code)
    assert not loaded & {"textual", "rich", "composer.app"}
    assert not {name for name in loaded if name.startswith(("composer.screens", "composer.widgets"))}
