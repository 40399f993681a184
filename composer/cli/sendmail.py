"""``presend sendmail``: what other mail clients call in the place of ``/usr/sbin/sendmail``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from composer.words import _

if TYPE_CHECKING:
    from composer.gate.asking import Ask
    from composer.gate.run import GateResult
    from composer.gate.services import GateServices


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb in the list of help; its arguments are not argparse's to read."""
    verbs.add_parser("sendmail", help=_("take a message from another mail client, as sendmail does"))


def main(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> int:
    """Take the message on descriptor 0; the exit status, after one line on standard error where there is one."""
    result = _result(arguments, environ)
    _say(result.sentence)
    return int(result.exit)


def _result(arguments: Sequence[str], environ: Mapping[str, str]) -> GateResult:
    from composer.cli.environment import use_environment_language
    from composer.errors import FaultsError, PresendError
    from composer.exit_status import Exit
    from composer.gate.arguments import GateUsageError, parse
    from composer.gate.run import GateResult, run_gate

    use_environment_language(environ)
    try:
        call = parse(arguments)
        _require_no_circle(environ)
        from composer.cli.gate_wiring import gate_services

        services = gate_services(call.policy, environ)
        return run_gate(call, 0, services, ask_with(services, environ, call.policy))
    except GateUsageError as error:
        return GateResult(Exit.USAGE, str(error))
    except FaultsError as error:
        return GateResult(Exit.CONFIGURATION, error.faults[0])
    except PresendError as error:
        return GateResult(Exit.CONFIGURATION, str(error))


def _require_no_circle(environ: Mapping[str, str]) -> None:
    from composer.delivery.transports.circle import SENDING
    from composer.errors import ConfigurationError

    if environ.get(SENDING):
        raise ConfigurationError(
            _("presend sendmail is set as presend's own transport. Name the real mail server in config.toml.")
        )


def ask_with(services: GateServices, environ: Mapping[str, str], policy: Path | None = None) -> Ask:
    """Who asks the member, under a policy that was named; nothing of it is imported before it is needed."""
    from composer.cli.gate_asking import GateAsk

    return GateAsk(services, environ, policy)


def _say(sentence: str) -> None:
    """One safe line on standard error, which may be closed."""
    from contextlib import suppress

    from composer.safe_text import clean

    if sentence:
        with suppress(OSError):
            os.write(2, f"presend: {clean(sentence)}\n".encode("utf-8", "replace"))
