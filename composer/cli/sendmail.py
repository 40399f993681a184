"""``presend sendmail``: what other mail clients call in the place of ``/usr/sbin/sendmail``."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from composer.words import _, pgettext

if TYPE_CHECKING:
    import argparse
    from types import FrameType

    from composer.gate.asking import Ask
    from composer.gate.run import GateResult
    from composer.gate.services import GateServices

_ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""What a client, a closed terminal or the end of a session sends, sometimes two of them at once."""


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
            "65 no message, 69 refused by the server, 75 try later, 77 refused by the policy or the member or nobody "
            "to ask, 78 settings or policy."
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
    _end_in_order()
    try:
        result = _result(arguments, environ)
        sentence, status = result.sentence, int(result.exit)
    except KeyboardInterrupt:  # before the message was read: there is nothing to keep
        sentence, status = _("presend was interrupted."), os.EX_TEMPFAIL
    _be_deaf()  # what was sent must not look unsent
    _say(sentence)
    _be_deaf(signal.SIG_IGN)  # Python takes any other handler away before it ends
    return status


def _open_what_is_closed() -> None:
    """Some clients close standard output and error; a file that got such a number would be written to by mistake."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number


class _Interrupted(KeyboardInterrupt):
    """Not KeyboardInterrupt itself: ``python -m`` remembers one that passed through ``exec``, which makes every
    dataclass, and ends by SIGINT in spite of the exit status; s-nail takes what a signal has ended for sent."""


def _end_in_order() -> None:
    """A client that ends presend, or a terminal that closes, interrupts it: the message is kept then, not lost."""
    for number in _ENDING:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    _be_deaf()  # a second signal would break into what keeps the message
    raise _Interrupted


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Not SIG_IGN: Python complains of a signal that came before that was set."""


def _be_deaf(handler: Callable[[int, FrameType | None], None] | signal.Handlers = _nothing) -> None:
    """From here on nothing but SIGKILL and SIGQUIT ends it before its time."""
    for number in _ENDING:
        if signal.getsignal(number) in (_interrupt, _nothing):
            signal.signal(number, handler)


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
