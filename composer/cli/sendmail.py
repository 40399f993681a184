"""``presend sendmail``: what other mail clients call in the place of ``/usr/sbin/sendmail``."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from composer.gate.terminal.signals import ignore_ending, ignore_ending_for_good, interrupt_on_ending
from composer.words import _, pgettext

if TYPE_CHECKING:
    import argparse

    from composer.gate.asking.protocol import Ask
    from composer.gate.call.intake import GateResult
    from composer.gate.services import GateServices


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb's help; ``gate.arguments`` reads the words themselves, without argparse."""
    parser = verbs.add_parser(
        "sendmail",
        help=_("take a message from another mail client, as sendmail does"),
        description=_(
            "Stands where a mail client calls sendmail: reads a message, applies the policy as the composer does, asks "
            "on the member's terminal where something is to be asked, and delivers at once."
        ),
        epilog=_(
            "The other flags of sendmail and msmtp are accepted and mean nothing here. Exit status: 0 sent, 64 usage, "
            "65 no message, 69 refused by the server, 70 a fault of presend, 75 try later, 77 refused by the policy or "
            "the member or nobody to ask, 78 settings or policy."
        ),
    )
    address, words = pgettext("argument", "ADDRESS"), pgettext("argument", "NAME")
    parser.add_argument("recipients", nargs="*", metavar=address, help=_("the envelope; with -t, who is left out"))
    parser.add_argument("-t", "--read-recipients", action="store_true", help=_("recipients stand in To, Cc and Bcc"))
    parser.add_argument("-f", "-r", metavar=address, help=_("where bounces go; it must be the member's"))
    parser.add_argument("-F", metavar=words, help=_("the sender's name, where the message has no From"))
    parser.add_argument("--policy", metavar="FILE", help=_("work under this policy"))
    parser.add_argument("--presend-level", metavar=words, help=_("the security level, unless Presend-Level: says it"))
    parser.add_argument("--presend-expires", metavar=words, help=_("none, 1 day, 1 week, 1 month or 3 months"))
    parser.add_argument("--presend-forward", choices=("prohibited", "allowed"), help=_("whether it may be forwarded"))
    parser.add_argument("--presend-individually", choices=("yes", "no"), help=_("one copy for each recipient"))


def main(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> int:
    """Take the message on descriptor 0; the exit status, after one line on standard error where there is one."""
    gc.disable()  # it would collect during the imports, and the run is over before anything is worth that
    _open_what_is_closed()
    try:
        interrupt_on_ending()
        _import_msgspec_alone()
        result = _result(arguments, environ)
        status, sentence = int(result.exit), result.sentence
    except KeyboardInterrupt:
        status, sentence = os.EX_TEMPFAIL, _("presend was interrupted.")
    except Exception as error:
        status, sentence = os.EX_SOFTWARE, _unforeseen_words(error)
    ignore_ending()
    _say(sentence)
    ignore_ending_for_good()
    return status


def _unforeseen_words(error: Exception) -> str:
    """A fault of presend itself, at a moment when it is not known what became of the message."""
    return _(
        "presend failed by a fault of its own ({fault}). Look into presend outbox and presend drafts before you send "
        "again.",
        fault=type(error).__name__,
    )


def _import_msgspec_alone() -> None:
    """msgspec prefers typing_extensions to the typing of Python 3.11, which knows all that it needs, for some 10 ms."""
    import sys

    if "typing_extensions" not in sys.modules:
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # an import of it fails
        try:
            import msgspec  # noqa: F401  # for its effect
        finally:
            del sys.modules["typing_extensions"]


def _open_what_is_closed() -> None:
    """Some clients close standard output and error; a file that got such a number would be written to by mistake."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number


def _result(arguments: Sequence[str], environ: Mapping[str, str]) -> GateResult:
    from composer.cli.wiring.environment import use_environment_language
    from composer.errors import ConfigurationError, PresendError
    from composer.exit_status import Exit
    from composer.gate.call.arguments import GateUsageError, parse
    from composer.gate.call.intake import GateResult
    from composer.gate.run import run_gate

    use_environment_language(environ)
    try:
        call = parse(arguments)
        _require_no_circle(environ)
    except GateUsageError as error:
        return GateResult(Exit.USAGE, str(error))
    except ConfigurationError as error:
        return GateResult(Exit.CONFIGURATION, str(error))
    from composer.cli.wiring.gate import gate_services, kept_messages

    try:
        services = gate_services(call.policy, environ)
    except PresendError as error:
        from composer.gate.keeping.unjudged import keep_unjudged

        return keep_unjudged(call, 0, kept_messages(environ), error)
    return run_gate(call, 0, services, ask_with(services, environ, call.policy), ignore_ending)


def _require_no_circle(environ: Mapping[str, str]) -> None:
    from composer.delivery.transports.circle import SENDING
    from composer.errors import ConfigurationError

    if environ.get(SENDING):
        raise ConfigurationError(
            _("presend sendmail is set as presend's own transport. Name the real mail server in config.toml.")
        )


def ask_with(services: GateServices, environ: Mapping[str, str], policy: Path | None = None) -> Ask:
    """Who asks the member, under a policy that was named; nothing of it is imported before it is needed."""
    from composer.cli.wiring.gate_asking import GateAsk

    return GateAsk(services, environ, policy)


def _say(sentence: str) -> None:
    """One safe line on standard error, which may be closed."""
    from contextlib import suppress

    from composer.safe_text import clean

    if sentence:
        with suppress(OSError):
            os.write(2, f"presend: {clean(sentence)}\n".encode("utf-8", "replace"))
