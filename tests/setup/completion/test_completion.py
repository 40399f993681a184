"""Completion in each shell offers what the parsers understand, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from composer.cli.main import VERBS, whole_parser
from composer.setup.completion import LOADING, SHELLS, script
from composer.setup.grammar import Command, Takes, command_of
from tests.cli.command import presend

ROOT = command_of(whole_parser())
COMMANDS = tuple(ROOT.everything())
DRIVER = """
source "$1"
COMP_WORDS=("${@:2}")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_presend
printf '%s\\n' "${COMPREPLY[@]}"
"""


def in_bash(folder: Path, *words: str) -> set[str]:
    """What bash offers for the last of the words."""
    (folder / "completion").write_text(script("bash", ROOT), encoding="utf-8")
    command = ["bash", "--norc", "--noprofile", "-c", DRIVER, "bash", "completion", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return set(done.stdout.split())


def names_of(command: Command) -> set[str]:
    """Every option."""
    return {name for option in command.options for name in option.names}


def test_every_verb_is_in_the_grammar() -> None:
    assert tuple(command.path[-1] for command in ROOT.commands) == VERBS


def test_bash_offers_every_verb(tmp_path: Path) -> None:
    assert in_bash(tmp_path, "presend", "") == set(VERBS)


@pytest.mark.parametrize("command", COMMANDS[1:], ids=lambda command: command.typed)
def test_bash_offers_every_option_of_every_command(tmp_path: Path, command: Command) -> None:
    assert in_bash(tmp_path, *command.path, "-") == names_of(command)


def test_bash_offers_the_composers_options_without_a_verb(tmp_path: Path) -> None:
    compose = next(command for command in COMMANDS if command.path[-1] == "compose")
    assert in_bash(tmp_path, "presend", "--") == {name for name in names_of(ROOT) | names_of(compose) if name != "-h"}


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("pol",), {"policy"}),
        (("policy", ""), {"check", "schema", "lint", "matrix", "diff", "test", "explain"}),
        (("policy", "matrix", "--format", ""), {"text", "csv", "json", "html"}),
        (("policy", "matrix", "--format", "=", "c"), {"csv"}),
        (("policy", "matrix", "--format", "="), {"text", "csv", "json", "html"}),
        (("contacts", "--format", "a"), {"aerc"}),
        (("install", "al"), {"alpine", "alot"}),
        (("install", "git", "--command", "pol"), {"policy.toml"}),
        (("completion", ""), {"bash", "zsh", "fish"}),
        (("outbox", "--policy", "x", "re"), {"retry"}),
        (("check", "pol"), {"policy.toml"}),
        (("policy", "diff", "policy.toml", "fol"), {"folder"}),
        (("--attach", "pol"), {"policy.toml"}),
        (("compose", "--subject", "pol"), set()),
        (("compose", "--subject", "demo", "--fol"), set()),
        (("contacts", "pol"), set()),
        (("nonsense", "pol"), {"policy"}),
    ],
)
def test_bash_offers_actions_choices_and_files(tmp_path: Path, words: tuple[str, ...], offered: set[str]) -> None:
    (tmp_path / "policy.toml").touch()
    (tmp_path / "folder").mkdir()
    assert in_bash(tmp_path, "presend", *words) == offered


def test_bash_keeps_a_file_name_with_spaces_whole(tmp_path: Path) -> None:
    (tmp_path / "my policy.toml").touch()
    assert in_bash(tmp_path, "presend", "admin", "my") == {"my", "policy.toml"}


def test_loading_it_as_its_first_line_says_completes_presend(tmp_path: Path) -> None:
    written = presend(tmp_path, "completion", "bash").stdout
    assert 'eval "$(presend completion bash)"' in written.splitlines()[0]
    command = ["bash", "--norc", "-c", 'eval "$1"; complete -p presend', "bash", written]
    assert (
        subprocess.run(command, capture_output=True, text=True, check=True).stdout == "complete -F _presend presend\n"
    )


@pytest.mark.parametrize("shell", ["zsh", "fish"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.typed)
def test_zsh_and_fish_name_every_option_with_its_help(shell: str, command: Command) -> None:
    lines = _part(shell, command)
    for option in command.options:
        for name in option.names:
            spelled = name if shell == "zsh" else (f" -l {name[2:]} " if name.startswith("--") else f" -s {name[1:]} ")
            assert any(spelled in line and option.help[:9] in line for line in lines), name
        if option.takes is Takes.CHOICE:
            assert any(" ".join(option.choices) in line for line in lines)
    for one in command.commands:
        assert any(one.path[-1] in line and one.help[:9] in line for line in lines)


def _part(shell: str, command: Command) -> list[str]:
    """The lines about one command."""
    written = script(shell, ROOT)
    if shell == "fish":
        return [line for line in written.splitlines() if f"'__presend_is_at {command.typed}'" in line]
    start = "_" + "_".join(command.path).replace("-", "_") + "() {\n"
    return written.partition(f"\n{start}")[2].partition("\n}")[0].splitlines()


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_reads_its_script(tmp_path: Path, shell: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_text(script(shell, ROOT), encoding="utf-8")
    done = subprocess.run([program, "-n", "script"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [("presend pol", {"policy"}), ("presend policy sch", {"schema"}), ("presend contacts --format ", {"mutt", "aerc"})],
)
def test_fish_offers_what_was_begun(tmp_path: Path, typed: str, offered: set[str]) -> None:
    (tmp_path / "script").write_text(script("fish", ROOT), encoding="utf-8")
    command = ["fish", "--no-config", "-c", f"source script; complete -C '{typed}'"]
    around = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=around, capture_output=True, text=True, check=True)
    assert {line.split("\t")[0] for line in done.stdout.splitlines()} == offered


@pytest.mark.parametrize("shell", SHELLS)
def test_help_and_script_say_the_line_that_loads_it(tmp_path: Path, shell: str) -> None:
    file, line = LOADING[shell]
    assert f"{file} " in presend(tmp_path, "completion", "--help").stdout
    assert line in presend(tmp_path, "completion", "--help").stdout
    assert any(line in row for row in script(shell, ROOT).splitlines()[:2])


def test_an_unknown_shell_is_wrong_usage(tmp_path: Path) -> None:
    assert presend(tmp_path, "completion", "csh").returncode == 64
