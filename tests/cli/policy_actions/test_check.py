from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from composer.cli import policy

GOOD = 'schema = 1\n[company]\ndomains = ["hanbit.example"]\n'


def presend(*words: str) -> int:
    """The verb alone, without the start-up of the whole command."""
    parser = argparse.ArgumentParser()
    policy.add_parser(parser.add_subparsers())
    arguments = parser.parse_args(["policy", *words])
    status: int = arguments.run(arguments)
    return status


class Typed(io.TextIOWrapper):
    """Standard input with something in it."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))


def test_a_policy_without_faults_is_said_to_have_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(GOOD)
    assert presend("check", str(file)) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"{file}: no faults."
    assert len(second.rpartition(" ")[2]) == 64


def test_all_faults_are_listed_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(
        GOOD + '[mail.general]\nmax_external_recipients = "7"\n[mail_security]\nbackup = true\nbackups = 1\n'
    )
    assert presend("check", str(file)) == 78
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        f'{file}:5:1: mail.general.max_external_recipients: "7" is not a whole number; write digits without quotes.',
        f'{file}:7:1: mail_security.backup: true is not a choice here; write "on" or "off".',
        f"{file}:8:1: mail_security.backups: there is no setting of this name; did you mean backup?",
    ]


@pytest.mark.parametrize("make", ["bytes", "syntax", "depth"])
def test_a_file_that_is_no_policy_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], make: str) -> None:
    file = tmp_path / "policy.toml"
    content = {"bytes": b"\xff\xfe\x00", "syntax": b"schema 1", "depth": b"a = " + b"[" * 50_000}
    file.write_bytes(content[make])
    assert presend("check", str(file)) == 78
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith(str(file))


def test_a_policy_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(GOOD.encode()))
    assert presend("check", "-") == 0
    monkeypatch.setattr(sys, "stdin", Typed(b"schema = 1"))
    assert presend("check", "-") == 78
    assert capsys.readouterr().err.startswith("-:1:1: company")


def test_what_the_file_says_cannot_command_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "policy\x1b[31m.toml"
    file.write_text(GOOD + '"\\u001b]8;;http://x\\u0007" = 1\n')
    assert presend("check", str(file)) == 78
    assert not {"\x1b", "\x07"} & set(capsys.readouterr().err)


def test_the_schema_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert presend("schema") == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid({"schema": 1, "company": {"domains": ["hanbit.example"]}})
    assert not Draft202012Validator(schema).is_valid({"schema": 1, "company": {"domain": "hanbit.example"}})
