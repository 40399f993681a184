"""The manual has everything that can be typed and every key, and groff has nothing to say against it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding

from composer.apps.gate_app import GateApp
from composer.apps.safe_app import SafeApp
from composer.cli.main import whole_parser
from composer.exit_status import Exit
from composer.gate.call.arguments import FLAGS, OPTIONS
from composer.gate.call.options import FIELDS as OPTIONS_OF_FIELDS
from composer.screens.compose.screen import ComposeScreen
from composer.setup.grammar import Argument, Command, Takes, command_of
from composer.setup.manual import troff
from composer.setup.manual.command_page import FIELDS, STATUSES, command_page
from composer.storage.settings import schema as settings_schema
from composer.workbench.manual import main, write_manual
from policy.toml import schema as policy_schema

PAGES = ("presend.1", "presend-policy.5", "presend-config.5", "presend-machine.5")


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("man")
    assert [place.name for place in write_manual(folder)] == list(PAGES)
    return folder


def shown(manual: Path, page: str) -> str:
    """The page as text, on one line, hyphenation off."""
    place = manual / f"man{page[-1]}" / page
    command = ["groff", "-man", "-ww", "-Tutf8", "-P-cbou", "-rHY=0", "-rLL=2000n", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return " ".join(done.stdout.split())


needs_groff = pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
needs_man = pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")


@needs_groff
@pytest.mark.parametrize("page", PAGES)
def test_groff_has_no_warning(manual: Path, page: str) -> None:
    assert "NAME" in shown(manual, page)


@needs_man
@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("page", PAGES)
def test_man_has_no_warning_and_breaks_no_word(manual: Path, page: str, columns: int) -> None:
    place = manual / f"man{page[-1]}" / page
    around = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "MANWIDTH": str(columns)}
    command = ["man", "--warnings", "-l", str(place)]
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=True)
    assert (done.stderr, "NAME" in done.stdout) == ("", True)
    assert "\u2010" not in done.stdout
    assert [line for line in done.stdout.splitlines() if len(line) > columns and " " in line.strip()] == []


@needs_man
@pytest.mark.parametrize("page", PAGES)
def test_the_index_of_manuals_finds_name_and_sentence(manual: Path, page: str) -> None:
    name, _dot, section = page.rpartition(".")
    place = manual / f"man{section}" / page
    done = subprocess.run(["lexgrog", str(place)], capture_output=True, text=True, check=True)
    assert f'"{name} - ' in done.stdout


def test_every_key_that_can_be_changed_is_named_with_the_setting() -> None:
    parts: dict[str, Any] = settings_schema.json_schema()["$defs"]  # type: ignore[assignment]  # plain JSON
    about = parts["SettingsTable"]["properties"]["keys"]["description"]
    bindings = [*ComposeScreen.BINDINGS, *GateApp.BINDINGS, *SafeApp.BINDINGS]
    ids = {one.id for one in bindings if isinstance(one, Binding) and one.id}
    assert set(about.partition("Names: ")[2].removesuffix(".").split(", ")) == ids


@needs_groff
def test_flags_that_mean_nothing_here_are_named(manual: Path) -> None:
    text = shown(manual, "presend.1").partition("without meaning here:")[2].partition(". Modes")[0].split()
    ignored = [f"-{letter}" for letter, flag in FLAGS.items() if not flag.keeps]
    ignored += [name for name, flag in OPTIONS.items() if not flag.keeps]
    assert {word.strip(";") for word in text} - {"with", "a", "value"} == set(ignored)


@needs_groff
def test_header_fields_of_other_clients_are_named(manual: Path) -> None:
    text = shown(manual, "presend.1")
    assert [name.casefold() for name, _words in FIELDS] == list(OPTIONS_OF_FIELDS)
    assert all(name in text for name, _words in FIELDS)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("at most so many", "At most so many."),
        ("neomutt, mutt", "neomutt, mutt."),
        ("mailto: address", "mailto: address."),
    ],
)
def test_what_is_typed_keeps_its_small_letters(words: str, sentence: str) -> None:
    argument = Argument((), Takes.TEXT, "X", (), "", words, repeats=False, is_required=True)
    page = "\n".join(command_page(Command(("presend",), "", "", (argument,), ()), "1"))
    assert page.partition(r"\fBX\fR")[2].splitlines()[1] == sentence


@needs_groff
def test_every_command_and_option_is_in_the_manual(manual: Path) -> None:
    text = shown(manual, "presend.1")
    for command in command_of(whole_parser()).everything():
        assert command.typed in text
        for argument in command.arguments:
            for name in argument.names:
                assert name in text
            assert _sentence(argument.help) in text


def test_every_exit_status_is_in_the_manual() -> None:
    assert [int(status) for status, _words in STATUSES] == [status.value for status in Exit]


@needs_groff
@pytest.mark.parametrize(
    ("page", "schema"),
    [
        ("presend-policy.5", policy_schema.json_schema()),
        ("presend-config.5", settings_schema.json_schema()),
        ("presend-machine.5", settings_schema.machine_json_schema()),
    ],
)
def test_every_key_has_its_description_in_the_manual(manual: Path, page: str, schema: dict[str, Any]) -> None:
    text = shown(manual, page)
    found = list(_keys(schema))
    assert found
    for name, node in found:
        assert name in text
        if "$ref" not in node or "description" in node:
            assert " ".join(node["description"].split()) in text
        for value in node.get("enum", ()):
            assert str(value) in text


def _keys(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for part in schema["$defs"].values():
        yield from part.get("properties", {}).items()


def _sentence(words: str) -> str:
    return " ".join(words.split())[1:].removesuffix(".")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (".SH begins no section", r"\&.SH begins no section"),
        ("'tis no request", r"\(aqtis no request"),
        (r"a \n stays", r"a \en stays"),
        ("--lines - of\n two", r"\-\-lines \- of two"),
        ("~/^`", r"\(ti/\(ha\(ga"),
        ("a_b|c", r"a_\:b|\:c"),
    ],
)
def test_text_never_reads_as_a_request(words: str, line: str) -> None:
    assert troff.text(words) == line


def test_the_program_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.split() == [str(tmp_path / f"man{page[-1]}" / page) for page in PAGES]
