"""``presend sendmail``: what other mail clients call in the place of ``/usr/sbin/sendmail``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from composer.words import _

if TYPE_CHECKING:
    from composer.gate.asking import Ask
    from composer.gate.dialog_document import DialogAnswer
    from composer.gate.dialog_matter import DialogMatter
    from composer.gate.run import GateResult
    from composer.gate.services import GateServices
    from composer.gate.submission import GateMessage
    from composer.judging import Assessment
    from policy.questions import QuestionCode


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
        return run_gate(call, 0, services, _ask(services, environ, call.policy))
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


def _ask(services: GateServices, environ: Mapping[str, str], policy: Path | None) -> Ask:
    """The member is asked on a terminal; what that takes is imported when something is to be asked."""
    from composer.gate.asking import Answer

    class _Asks:
        def ask(self, message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
            from composer.gate.member_ask import MemberAsk

            return MemberAsk(services, environ, _show, policy=policy).ask(message, assessment, questions)

    return _Asks()


def _show(matter: DialogMatter, keeps_screen: bool, is_awaited: Callable[[], bool]) -> DialogAnswer:
    from composer.screens.gate_app import show_dialog

    return show_dialog(matter, keeps_screen, is_awaited)


def _say(sentence: str) -> None:
    """One safe line on standard error, which may be closed."""
    from contextlib import suppress

    from composer.safe_text import clean

    if sentence:
        with suppress(OSError):
            os.write(2, f"presend: {clean(sentence)}\n".encode("utf-8", "replace"))
