"""``presend policy test FILE``: an administrator's own cases against a policy, like unit tests."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from composer.cli.wiring.named_file import file_or_stdin
from composer.sentences.system_reasons import system_reason
from composer.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from policy.cases.expectations import Value
    from policy.cases.running import Case, CaseResult, Mismatch
    from policy.verdict import PolicyInForce

FAILED = 1
STANDARD_INPUT = "-"
SHIPPED = "policy-cases.toml"


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend policy test`` and its arguments."""
    from composer.cli.policy_actions.choice import add_policy_arguments

    parser = actions.add_parser("test", help=_("run your own cases against a policy"))
    parser.add_argument(
        "cases", type=file_or_stdin, metavar="FILE", nargs="?",
        help=_("a file of cases, or - for standard input; the demonstration has its own"),
    )  # fmt: skip
    add_policy_arguments(parser)
    parser.add_argument("-v", "--verbose", action="store_true", help=_("list the cases that pass too"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print how the cases came out; returns 0 where all pass, 1 where one fails, 78 where the file has faults."""
    from composer.cli.policy_actions.choice import chosen
    from composer.cli.wiring import environment
    from composer.cli.wiring.faults import print_faults
    from composer.errors import FaultsError
    from composer.exit_status import Exit
    from policy.cases.running import run_case

    environment.use_environment_language(os.environ)
    name, data = _read(arguments)
    try:
        cases = _cases(name, data)
    except FaultsError as error:
        print_faults(error)
        return Exit.CONFIGURATION
    in_force = chosen(arguments).in_force()
    results = [run_case(case, in_force) for case in cases]
    if arguments.json:
        sys.stdout.write(_json(name, in_force, results))
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(name, results, verbose=arguments.verbose)))
    return Exit.OK if all(result.passed for result in results) else FAILED


def _read(arguments: argparse.Namespace) -> tuple[str, bytes]:
    """Name and bytes of the file of cases; exits with 64 where none is named, 66 where it cannot be read."""
    from composer.cli.main import complain
    from composer.exit_status import Exit

    name: str | None = arguments.cases
    if name is None and arguments.demonstration:
        from importlib.resources import files

        return SHIPPED, files("composer.demo").joinpath(SHIPPED).read_bytes()
    if name is None:
        complain(_("Name a file of cases, or ask for --demonstration."))
        raise SystemExit(Exit.USAGE)
    try:
        return name, sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        complain(_("{file}: cannot be read: {reason}.", file=name, reason=system_reason(error)))
        raise SystemExit(Exit.NO_INPUT) from None


def _cases(name: str, data: bytes) -> tuple[Case, ...]:
    from composer.errors import FaultsError
    from composer.sentences.file_faults import fault_reasons, faults_error
    from policy.cases.running import read_cases
    from policy.errors import DocumentFaultsError
    from policy.toml.text import decode

    try:
        return read_cases(decode(data))
    except DocumentFaultsError as error:
        raise faults_error(FaultsError, name, fault_reasons(name, error.faults)) from error


def _lines(name: str, results: Sequence[CaseResult], *, verbose: bool) -> Iterator[str]:
    """A line for each case that failed, ``FILE:LINE: name: what came out otherwise``, and the count."""
    from composer.safe_text import clean
    from composer.sentences.joined import clauses, facts, located

    for result in results:
        place = clean(f"{name}:{result.case.line}: {result.case.name}")
        if not result.passed:
            yield located(place, clauses(list(map(_mismatch_words, result.mismatches))))
        elif verbose:
            yield located(place, pgettext("case", "passed"))
    failed = sum(not result.passed for result in results)
    passed = ngettext("{n} passed", "{n} passed", len(results) - failed)
    yield facts((passed, ngettext("{n} failed", "{n} failed", failed)))


def _mismatch_words(mismatch: Mismatch) -> str:
    return _(
        "{key}: expected {expected}, got {got}",
        key=mismatch.key, expected=_shown(mismatch.expected), got=_shown(mismatch.got),
    )  # fmt: skip


def _shown(value: Value) -> str:
    """A value as the file of cases would write it, or words for no value."""
    from policy.toml.text import quoted

    match value:
        case None:
            return _("nothing, because no warning is shown")
        case bool():
            return "true" if value else "false"
        case tuple():
            return f"[{', '.join(map(quoted, value))}]"
        case str():
            return quoted(value)
    return str(value)


def _json(name: str, in_force: PolicyInForce, results: Sequence[CaseResult]) -> str:
    """One object: ``file``, ``policy``, ``passed`` and ``failed`` as counts, and ``cases`` with their mismatches."""
    failed = sum(not result.passed for result in results)
    data = {
        "format": 1,
        "file": name,
        "policy": {"source": in_force.source, "id": in_force.id},
        "passed": len(results) - failed,
        "failed": failed,
        "cases": [
            {
                "name": result.case.name,
                "line": result.case.line,
                "passed": result.passed,
                "mismatches": [{"key": one.key, "expected": one.expected, "got": one.got} for one in result.mismatches],
            }
            for result in results
        ],
    }
    return json.dumps(data, ensure_ascii=True, indent=2) + "\n"
