"""With which status presend ends, as sysexits.h has them: each error, and each argument that names a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from composer import errors
from composer.cli.wiring.status import status_of
from composer.errors import PresendError, SettingsFaultsError
from composer.exit_status import Exit
from tests.cli.command import presend

SYSEXITS = {
    Exit.OK: os.EX_OK,
    Exit.FOUND: 1,
    Exit.USAGE: os.EX_USAGE,
    Exit.DATA: os.EX_DATAERR,
    Exit.NO_INPUT: os.EX_NOINPUT,
    Exit.UNAVAILABLE: os.EX_UNAVAILABLE,
    Exit.INTERNAL: os.EX_SOFTWARE,
    Exit.CANNOT_CREATE: os.EX_CANTCREAT,
    Exit.TEMPORARY: os.EX_TEMPFAIL,
    Exit.NO_PERMISSION: os.EX_NOPERM,
    Exit.CONFIGURATION: os.EX_CONFIG,
}
OF_ERRORS = {
    "UsageError": Exit.USAGE,
    "InputDataError": Exit.DATA,
    "NoInputError": Exit.NO_INPUT,
    "AttachError": Exit.NO_INPUT,
    "NoTerminalError": Exit.NO_PERMISSION,
    "NoRightsError": Exit.NO_PERMISSION,
    "ConfigurationError": Exit.CONFIGURATION,
    "FaultsError": Exit.CONFIGURATION,
    "PolicyFaultsError": Exit.CONFIGURATION,
    "SettingsFaultsError": Exit.CONFIGURATION,
}
KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, PresendError)]


@pytest.mark.parametrize("status", Exit)
def test_each_status_is_that_of_sysexits(status: Exit) -> None:
    assert status == SYSEXITS[status]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_error_has_its_status_and_what_is_not_known_better_may_work_later(kind: type[PresendError]) -> None:
    error = kind("config.toml", ["a fault"]) if issubclass(kind, errors.FaultsError) else kind("a sentence")
    assert status_of(error) is OF_ERRORS.get(kind.__name__, Exit.TEMPORARY)


def test_a_kind_of_error_that_has_no_row_ends_as_its_base_does() -> None:
    class AnotherHomeError(SettingsFaultsError):
        pass

    assert status_of(AnotherHomeError("config.toml", [])) is Exit.CONFIGURATION


POLICY = 'schema = 1\n[company]\ndomains = ["hanbit.example"]\n'
MAIL = "From: kim@hanbit.example\nTo: lee@hanbit.example\nSubject: x\n\nx\n"
SETTINGS = 'identities = [{ address = "kim@hanbit.example" }]\n[transport]\nfolder = "mail"\n'
NAMING_FILES = {
    "--attach": ("--attach", "{file}"),
    "compose --attach": ("compose", "--to", "lee@hanbit.example", "--attach", "{file}"),
    "--policy": ("--policy", "{file}"),
    "check": ("check", "{file}"),
    "check --policy": ("check", "--policy", "{file}", "mail.eml"),
    "drafts --policy": ("drafts", "--policy", "{file}", "list"),
    "outbox --policy": ("outbox", "--policy", "{file}", "list"),
    "policy check": ("policy", "check", "{file}"),
    "policy lint": ("policy", "lint", "{file}"),
    "policy lint --policy": ("policy", "lint", "--policy", "{file}"),
    "policy matrix": ("policy", "matrix", "--policy", "{file}"),
    "policy diff A": ("policy", "diff", "{file}", "policy.toml"),
    "policy diff B": ("policy", "diff", "policy.toml", "{file}"),
    "policy test": ("policy", "test", "{file}", "--policy", "policy.toml"),
    "policy test --policy": ("policy", "test", "-", "--policy", "{file}"),
    "policy explain": ("policy", "explain", "{file}", "--policy", "policy.toml"),
    "policy explain --policy": ("policy", "explain", "mail.eml", "--policy", "{file}"),
    "admin": ("admin", "{file}"),
    "install --command": ("install", "git", "--command", "{file}"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A home with settings and a policy, in which everything is there but what a test names."""
    own = tmp_path / ".config" / "presend"
    own.mkdir(parents=True)
    (own / "config.toml").write_text(SETTINGS)
    for place in (own, tmp_path):
        (place / "policy.toml").write_text(POLICY)
    (tmp_path / "mail.eml").write_text(MAIL)
    (tmp_path / "a-folder").mkdir()
    return tmp_path


@pytest.mark.parametrize("words", NAMING_FILES.values(), ids=NAMING_FILES)
@pytest.mark.parametrize("name", ["nofile", "mail.eml/nofile"])
def test_a_named_file_that_is_not_there_is_66_and_named(folder: Path, words: tuple[str, ...], name: str) -> None:
    done = presend(folder, *(word.format(file=name) for word in words))
    assert (done.returncode, done.stdout, name in done.stderr) == (66, "", True)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [words for name, words in NAMING_FILES.items() if name != "admin"],
    ids=[n for n in NAMING_FILES if n != "admin"],
)
def test_so_is_a_folder_in_the_place_of_a_file(folder: Path, words: tuple[str, ...]) -> None:
    done = presend(folder, *(word.format(file="a-folder") for word in words))
    assert (done.returncode, done.stdout, "a-folder" in done.stderr) == (66, "", True)


def test_a_name_cannot_command_the_terminal(folder: Path) -> None:
    done = presend(folder, "policy", "check", "\x1b]0;title\x07")
    assert (done.returncode, {"\x1b", "\x07"} & set(done.stderr)) == (66, set())


WRONG = {
    "a draft with other content": (("--draft", "x", "--to", "lee@hanbit.example"), "", 64),
    "an address for an URI": (("lee@hanbit.example",), "", 64),
    "no such draft": (("--draft", "nothing-of-that-name"), "", 75),
    "a table that cannot be written": (("policy", "matrix", "--output", "nowhere/matrix.txt"), "", 73),
    "no message": (("check", "policy.toml"), "", 65),
    "nobody to ask": (("--to", "lee@hanbit.example"), "", 77),
    "a policy with a fault": (("policy", "check", "mail.eml"), "", 78),
    "a difference": (("policy", "diff", "policy.toml", "-"), POLICY.replace("hanbit", "other"), 1),
    "no difference": (("policy", "diff", "policy.toml", "-"), POLICY, 0),
}


@pytest.mark.parametrize(("words", "stdin", "status"), WRONG.values(), ids=WRONG)
def test_other_statuses(folder: Path, words: tuple[str, ...], stdin: str, status: int) -> None:
    assert presend(folder, *words, stdin=stdin).returncode == status
