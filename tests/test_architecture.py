"""What is imported by what: as it is written, and as it is seen while running."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.gate.support import INSIDE, Member
from tests.project import ROOT


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
    assert not loaded & {"textual", "policy", "babel", "budoux", "argparse", "msgspec", "gettext", "composer.words"}


@pytest.mark.parametrize(
    ("text", "is_loaded"), [("社外", False), ("외부로 보내는 메일", False), ("社外に送信します", True)]
)
def test_the_models_of_phrases_are_loaded_with_the_first_text_of_theirs_that_is_longer_than_a_line(
    text: str, is_loaded: bool
) -> None:
    loaded = modules_after(f"from composer.language.wrapping import wrap; wrap({text!r}, 12)")
    assert ("budoux" in loaded) is is_loaded


def test_judging_a_message_never_imports_the_screen() -> None:
    loaded = modules_after("import composer.cli.check, composer.reading.message_facts, composer.printing.verdict_json")
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


LOOKS_AT_TYPES = {
    "a policy": ("import policy.document", "policy.document.read('schema = 1\\ncompany.domains = [\"a.b\"]', str)"),
    "a draft": (
        "from pathlib import Path; from datetime import UTC, datetime; "
        "from composer.storage.drafts import draft_file\n"
        "from composer.message.composition import Composition; from composer.services.drafts import SavedDraft\n"
        "data = draft_file.encode(SavedDraft('a', Composition(), datetime.now(UTC)))",
        "draft_file.decode(data, Path())",
    ),
    "the heads of a job": (
        "from composer.delivery.queue import job_document",
        'job_document.decode_heads(b\'{"heads": ["a"]}\', 1)',
    ),
    "a job": (
        "from composer.delivery.queue import job_document\n"
        "def decode():\n"
        "    try: job_document.decode_job(b'{\"version\": 1}')\n"
        "    except job_document.UnknownJobError: pass",
        "decode()",
    ),
    "the journal of a job": (
        "from pathlib import Path; from composer.delivery.queue import journal; path = Path('/nowhere')",
        'journal._DECODER.decode(b\'{"type": "retried", "at": "2026-01-01T00:00:00Z"}\')',
    ),
    "known contacts": (
        "import msgspec; from composer.storage.contacts.contacts import Gathered",
        "msgspec.convert({'cards': {'a': [1, 2, [['a', 'b']]]}, 'sent': {}}, Gathered)",
    ),
    "an index": (
        "from pathlib import Path; from composer.storage.policy.list_index_file import IndexFile, encoded\n"
        "from composer.disk.regular_file import stamp_of; from policy.lists.members import parse_members\n"
        "import tempfile; place = Path(tempfile.mkdtemp(), 'index'); stamp = stamp_of(Path('/'))\n"
        "place.write_bytes(encoded(place, stamp, '', ('a@b.c',), parse_members(('a@b.c',)))); place.chmod(0o600)",
        "assert IndexFile.open(place, place, stamp).parsed().keys == ('a@b.c',)",
    ),
}


@pytest.mark.parametrize(("before", "then"), LOOKS_AT_TYPES.values(), ids=LOOKS_AT_TYPES)
def test_types_are_looked_into_while_importing_and_never_by_several_threads_at_once(before: str, then: str) -> None:
    """msgspec 0.22 ends the process when two threads meet a type at once."""
    code = (
        f"import sys\n{before}\nfound = []\n"
        "def look(frame, event, _value):\n"
        "    if event == 'call' and frame.f_code.co_name in ('get_class_annotations', 'get_dataclass_info'):\n"
        "        found.append(frame.f_code.co_name)\n"
        f"sys.setprofile(look)\n{then}\nsys.setprofile(None)\nprint(found)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_the_quiet_path_of_the_gate_imports_no_screen_and_nothing_it_does_not_need(tmp_path: Path) -> None:
    member = Member(tmp_path / "home")
    code = (
        "import os\n"
        f"os.environ.update(HOME={str(member.home)!r}, LANG='C.UTF-8', TZ='UTC')\n"
        "read, write = os.pipe()\n"
        f"os.write(write, {INSIDE!r})\n"
        "os.close(write); os.dup2(read, 0)\n"
        "from composer.__main__ import main\n"
        "assert main(['sendmail', '-i', '--', 'lee@hanbit.example']) == 0\n"
    )
    loaded = modules_after(code)
    assert set(member.arrived) == {"lee@hanbit.example"}
    heavy = {"textual", "rich", "babel", "argparse", "tomlkit", "asyncio", "smtplib", "ssl", "sqlite3", "jsonschema"}
    slow = {"dataclasses", "inspect", "typing_extensions", "difflib", "subprocess"}
    assert not loaded & {
        *heavy,
        *slow,
        "email.policy",
        "gettext",
        "composer.app",
        "composer.cli.main",
        "composer.gate.words",
    }
    assert not {name for name in loaded if name.startswith(("composer.screens", "composer.widgets"))}


def _module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported_by(tree: ast.Module, modules: Collection[str]) -> set[str]:
    """Those of ``modules`` that a module names, at its head, in functions and for types alone."""
    named = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            wholes = [f"{node.module}.{alias.name}" for alias in node.names]
            named |= {whole if whole in modules else str(node.module) for whole in wholes}
    return named & set(modules)


def _imports(root: Path) -> dict[str, set[str]]:
    """Of each module of the two wings, which others it imports."""
    paths = [path.relative_to(root) for wing in ("composer", "policy") for path in (root / wing).rglob("*.py")]
    trees = {_module_name(path): ast.parse((root / path).read_text("utf-8")) for path in paths}
    return {name: _imported_by(tree, trees) - {name} for name, tree in trees.items()}


def _circle(imports: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The modules of one circle in the order of their imports; empty where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def test_no_module_imports_itself_by_way_of_others() -> None:
    imports = _imports(ROOT)
    assert imports["composer.storage.locks"] >= {"composer.storage.atomic", "composer.threads.abort"}
    assert _circle(imports) == ()


@pytest.mark.parametrize(
    "source",
    [
        "import policy.b",
        "from policy import b",
        "from policy.b import B",
        "def later():\n    from policy.b import B",
        "if TYPE_CHECKING:\n    from policy.b import B",
    ],
)
def test_a_circle_is_found_wherever_the_import_stands(source: str, tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    for name, text in {"__init__": "", "a": source, "b": "from policy.c import C", "c": "import policy.a"}.items():
        (tmp_path / "policy" / f"{name}.py").write_text(text, "utf-8")
    assert set(_circle(_imports(tmp_path))) == {"policy.a", "policy.b", "policy.c"}


NOT_OF_ONE_FOLDER = {"clients", "end_to_end", "forkserver", "gallery", "golden", "hostile", "samples"}
"""Folders of tests about several folders of the program together, or about the tests themselves."""


def test_a_test_lies_in_the_folder_of_what_it_tests() -> None:
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    stray = [
        str(folder)
        for folder in folders
        if folder.parts and folder.parts[0] not in NOT_OF_ONE_FOLDER
        if not any((root / folder).is_dir() for root in (ROOT / "composer", ROOT))
    ]
    assert stray == []


def _defined(tree: ast.Module) -> set[str]:
    """Every name that a module assigns, or gives to a function or class."""
    defined = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return defined | {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def _bound(tree: ast.Module) -> set[str]:
    """Every name that a module binds, without those that it imports under another name."""
    bound = _defined(tree) | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    imported = [
        alias for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names
    ]
    return bound | {alias.name for alias in imported if alias.asname is None}


def _aliases(tree: ast.Module) -> list[tuple[str, str, str]]:
    """Module, name and alias of each import under another name."""
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [(str(node.module), alias.name, alias.asname) for node in froms for alias in node.names if alias.asname]


def test_an_import_has_another_name_only_where_its_own_would_hide_a_value_and_then_the_same_everywhere() -> None:
    names: dict[tuple[str, str], set[str]] = {}
    needless = []
    for path in (path for wing in ("composer", "policy") for path in (ROOT / wing).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        aliases = _aliases(tree)
        taken = _bound(tree)
        for module, name, alias in aliases:
            names.setdefault((module, name), set()).add(alias)
            is_taken = name in taken or sum(other == name for _module, other, _alias in aliases) > 1
            needless += [] if is_taken else [f"{path}: {name} as {alias}"]
    assert needless == []
    assert {what: found for what, found in names.items() if len(found) > 1} == {}


def test_every_name_is_imported_from_the_module_that_defines_it() -> None:
    paths = [path.relative_to(ROOT) for wing in ("composer", "policy") for path in (ROOT / wing).rglob("*.py")]
    trees = {_module_name(path): ast.parse((ROOT / path).read_text("utf-8")) for path in paths}
    own = {name: _defined(tree) for name, tree in trees.items()}
    handed_on = [
        f"{name}: {node.module}.{alias.name}"
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in trees
        for alias in node.names
        if f"{node.module}.{alias.name}" not in trees and alias.name not in own[node.module]
    ]
    assert handed_on == []
