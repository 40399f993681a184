"""``presend sendmail``: what other mail clients call in the place of ``/usr/sbin/sendmail``."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from composer.gate.terminal.signals import (
    break_off_on_ending,
    ignore_ending,
    ignore_ending_for_good,
    interrupt_again_on_ending,
    note_ending,
    stop_noting,
)
from composer.words import _, pgettext

if TYPE_CHECKING:
    import argparse

    from composer.gate.asking.answers import Ask
    from composer.gate.call.arguments import Asked
    from composer.gate.call.intake import GateResult
    from composer.gate.services import GateServices, Process
    from composer.gate.terminal.place import FoundTerminal
    from composer.storage.machine import Machine


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the help of ``presend sendmail``; ``gate.call.arguments`` reads its words, without argparse."""
    parser = verbs.add_parser(
        "sendmail",
        help=_("take a message from another mail client, as sendmail does"),
        description=_(
            "Stands where a mail client calls sendmail: reads a message, applies the policy as the composer does, asks "
            "on the member's terminal where something is to be asked, and delivers at once."
        ),
        epilog=_(
            "The other flags of sendmail and msmtp are accepted and mean nothing here. Exit status: 0 sent, 64 usage, "
            "65 no message or one that cannot be sent as it is written, 69 refused by the server, 70 a fault of "
            "presend, 75 try later, 77 refused by the policy or the member or nobody to ask, 78 settings or policy."
        ),
    )
    address, words = pgettext("argument", "ADDRESS"), pgettext("argument", "NAME")
    parser.add_argument("recipients", nargs="*", metavar=address, help=_("the envelope; not together with -t"))
    parser.add_argument("-t", "--read-recipients", action="store_true", help=_("recipients stand in To, Cc and Bcc"))
    parser.add_argument("-f", "-r", metavar=address, help=_("where bounces go; it must be the member's"))
    parser.add_argument("-F", metavar=words, help=_("the sender's name, where the message has no From"))
    mode = _("m takes a message, p shows the outbox (mailq), i does nothing (newaliases)")
    parser.add_argument("-b", choices=("m", "p", "i"), help=mode)
    parser.add_argument("-v", action="store_true", help=_("with -bi, say that there is nothing to do"))
    parser.add_argument("--policy", metavar="FILE", help=_("work under this policy"))
    parser.add_argument("--presend-level", metavar=words, help=_("the security level, unless Presend-Level: says it"))
    parser.add_argument("--presend-expires", metavar=words, help=_("none, 1 day, 1 week, 1 month or 3 months"))
    parser.add_argument("--presend-forward", choices=("prohibited", "allowed"), help=_("whether it may be forwarded"))
    parser.add_argument("--presend-individually", choices=("yes", "no"), help=_("one copy for each recipient"))


def main(arguments: Sequence[str], environ: Mapping[str, str] = os.environ, machine: Machine | None = None) -> int:
    """Take the message on descriptor 0; returns the exit status, and prints at most one line on standard error."""
    gc.disable()  # it would collect during the imports, and the run is over before anything is worth that
    _open_what_is_closed()
    environ = _in_asked_languages(arguments, environ)
    try:
        note_ending()
        _import_msgspec_alone()
        if (asked := _asked(arguments)) is not None:
            return _done(asked, environ, machine)
        result = _result(arguments, environ, machine)
        status, sentence = int(result.exit), result.sentence
    except KeyboardInterrupt:
        status, sentence = os.EX_TEMPFAIL, _("presend was interrupted.")
    except Exception as error:
        status, sentence = os.EX_SOFTWARE, _unforeseen_words(error)
    ignore_ending()
    _say(sentence)
    ignore_ending_for_good()
    return status


def _in_asked_languages(arguments: Sequence[str], environ: Mapping[str, str]) -> Mapping[str, str]:
    """The environment with the languages that the arguments name, for this process and what it starts."""
    if not any(word.startswith(("--lang", "--ui-lang", "--catalog")) for word in arguments):
        return environ
    from composer.cli.wiring.asked_languages import asked_for

    return {**environ, **asked_for(arguments)}


def _asked(arguments: Sequence[str]) -> Asked | None:
    """What is asked for other than to take a message; None = a message, also where the words are wrong."""
    from composer.gate.call.arguments import GateUsageError, Task, asked_for

    try:
        asked = asked_for(arguments)
    except GateUsageError:
        return None
    return None if asked.task is Task.MESSAGE else asked


def _done(asked: Asked, environ: Mapping[str, str], machine: Machine | None) -> int:
    """Show the outbox, or do the nothing that there is to do for aliases; returns the exit status."""
    from composer.gate.call.arguments import Task

    stop_noting()
    if asked.task is Task.QUEUE:
        from composer.cli.main import run
        from composer.storage.machine import THIS_MACHINE

        return run(["outbox", "list"], machine or THIS_MACHINE)
    if asked.is_verbose:
        from composer.cli.wiring.environment import use_environment_language

        use_environment_language(environ)
        _say(_("There is no table of aliases to make anew: mail goes to the addresses as they are written."))
    return os.EX_OK


def _unforeseen_words(error: Exception) -> str:
    """The sentence for a fault of presend itself, when it is not known what became of the message."""
    return _(
        "presend failed by a fault of its own ({fault}). Look into presend outbox and presend drafts before you send "
        "again.",
        fault=type(error).__name__,
    )


def _import_msgspec_alone() -> None:
    """Import msgspec without typing_extensions, which it prefers to Python 3.11's own typing at a cost of 10 ms."""
    import sys

    if "typing_extensions" not in sys.modules:
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # an import of it fails
        try:
            import msgspec  # noqa: F401  # for its effect
        finally:
            del sys.modules["typing_extensions"]


def _open_what_is_closed() -> None:
    """Open closed standard descriptors, or a file would get their number and be written to by mistake."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number


def _result(arguments: Sequence[str], environ: Mapping[str, str], machine: Machine | None) -> GateResult:
    from composer.cli.wiring.environment import use_environment_language
    from composer.disk.paths import places
    from composer.errors import ConfigurationError, PresendError
    from composer.exit_status import Exit
    from composer.gate.call.arguments import GateUsageError, parse
    from composer.gate.call.intake import GateResult
    from composer.gate.run import run_gate
    from composer.storage.demonstration_mark import require_unmarked

    use_environment_language(environ)
    try:
        call = parse(arguments)
        _require_no_mail_loop(environ)
        require_unmarked(places(environ))
    except GateUsageError as error:
        return GateResult(Exit.USAGE, str(error))
    except ConfigurationError as error:
        return GateResult(Exit.CONFIGURATION, str(error))
    from composer.cli.wiring.gate import gate_services, kept_messages
    from composer.storage.machine import THIS_MACHINE

    try:
        services = gate_services(call.policy, environ, machine or THIS_MACHINE)
    except PresendError as error:
        from composer.gate.keeping.without_policy import keep_without_policy

        return keep_without_policy(call, 0, kept_messages(environ), error)
    return run_gate(call, 0, services, ask_with(services, environ, call.policy), gate_process(environ))


def gate_process(environ: Mapping[str, str]) -> Process:
    """The ``Process`` of this process, whose signals ``note_ending`` has taken over."""
    from composer.gate.services import Process

    def terminal() -> FoundTerminal | None:
        from composer.gate.terminal.place import find_terminal

        return find_terminal(environ)

    return Process(break_off_on_ending, interrupt_again_on_ending, ignore_ending, _say, terminal)


def _require_no_mail_loop(environ: Mapping[str, str]) -> None:
    from composer.delivery.transports.mail_loop import SENDING
    from composer.errors import ConfigurationError

    if environ.get(SENDING):
        raise ConfigurationError(
            _("presend sendmail is set as presend's own transport. Name the real mail server in config.toml.")
        )


def ask_with(services: GateServices, environ: Mapping[str, str], policy: Path | None = None) -> Ask:
    """The ``Ask`` of the gate, which imports what asking needs when it asks; ``policy`` is the one that was named."""
    from composer.cli.wiring.gate_asking import GateAsk

    return GateAsk(services, environ, policy)


def _say(sentence: str) -> None:
    """Write one cleaned line on standard error, which may be closed."""
    from contextlib import suppress

    from composer.safe_text import clean

    if sentence:
        with suppress(OSError):
            os.write(2, f"presend: {clean(sentence)}\n".encode("utf-8", "replace"))
