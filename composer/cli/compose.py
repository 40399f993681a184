"""``presend [compose]``: the composer; the first start opens the form that sets it up."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from composer.cli.wiring.environment import machine_of
from composer.cli.wiring.named_file import existing_file
from composer.words import _

if TYPE_CHECKING:
    from composer.message.composition import Composition
    from composer.services.clock import Clock
    from composer.services.drafts import DraftStore, SavedDraft
    from composer.services.member_settings import MemberSettings
    from composer.services.outbox import Outbox
    from composer.storage.machine import Machine

PATIENCE = LAST_MOMENT = 0.4
"""Seconds that a running delivery gets to end when presend closes, so that a server that answers is not cut off.

The same again, once it is aborted, to write down how far it came.
"""


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend compose`` and its arguments."""
    from composer.cli.wiring.opening import add_compose_arguments

    parser = verbs.add_parser("compose", help=_("write a message (this is what presend does without a verb)"))
    add_compose_arguments(parser)
    parser.add_argument("--policy", type=existing_file, metavar="FILE", help=_("work under this policy"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the composer, and hand what waits over when it is left; returns the exit status."""
    gc.disable()  # the app enables it after its first paint; collecting during the start costs a tenth of it
    from composer.cli.wiring import environment
    from composer.cli.wiring.opening import opening, standard_input
    from composer.cli.wiring.terminal import glyphs_of_the_terminal, use_controlling_terminal
    from composer.exit_status import Exit
    from composer.setup.languages import member_language

    machine, stdin = machine_of(arguments), sys.stdin
    settings = environment.optional_settings(os.environ, machine)
    if settings is None:
        stdin = standard_input(arguments, stdin)
        settings = _first_run(arguments, stdin, machine)
        if settings is None:
            return Exit.CONFIGURATION
    environment.use_ui_language(os.environ, settings)
    from composer.cli.wiring.services import services_for

    policy = environment.policy_source(arguments.policy, os.environ, machine)
    policy.current()
    services = services_for(settings, policy, os.environ, machine)
    opened = opening(arguments, services.files, services.drafts, stdin)
    with _kept_without_a_terminal(lambda: _keep(opened, services.drafts, services.clock)):
        use_controlling_terminal()
    language = member_language(None, settings.language, os.environ)
    from composer.app import PresendApp
    from composer.message.composition import Composition

    for_one_message = isinstance(opened, Composition) and not opened.is_blank
    glyphs = glyphs_of_the_terminal()
    status = PresendApp(services, opened, language, glyphs, ends_after_sending=for_one_message).run()
    _leave(services.outbox, None if machine.has_policy() else arguments.policy)
    return status or 0


def _leave(outbox: Outbox, policy: Path | None) -> None:
    """Hand what waits over to another process, and say how many messages are left."""
    from composer.threads.background import end_all

    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a terminal that closes tells it more than once
    goes_on = _handed_over(outbox, policy)  # first of all: whatever happens next, the mail goes on
    end_all(PATIENCE, LAST_MOMENT)
    with suppress(OSError):  # the terminal may be closed
        _say_what_is_left(outbox, goes_on=goes_on)


def _handed_over(outbox: Outbox, policy: Path | None) -> bool:
    """Whether another process was started for what waits in the outbox."""
    from composer.services.outbox import JobState

    waits = {JobState.HELD, JobState.QUEUED, JobState.SENT_NOT_FILED}
    if not any(job.state in waits for job in outbox.jobs()):
        return False
    try:
        hand_over_what_waits(policy)
    except OSError:
        return False
    return True


def _say_what_is_left(outbox: Outbox, *, goes_on: bool) -> None:
    from composer.cli.wiring.columns import columns_of
    from composer.language.wrapping import hung
    from composer.sentences.waiting_mail import left_lines

    for words in left_lines(outbox.jobs(), goes_on=goes_on):
        for line in hung("", words, columns_of(sys.stdout)):
            sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def hand_over_what_waits(policy: Path | None) -> None:
    """Start a process that sends what is held or due, so that leaving never waits; raises ``OSError``."""
    from composer.delivery.hand_over import hand_over
    from composer.disk.paths import places
    from composer.programs import from_any_folder, presend_again

    named = ["--policy", str(policy.absolute())] if policy else []
    command = presend_again("outbox", *named, "flush", "--wait")
    hand_over(command, from_any_folder(os.environ), places(os.environ).data)


def _first_run(arguments: argparse.Namespace, stdin: TextIO, machine: Machine) -> MemberSettings | None:
    """The settings once the form was filled in; None where the member left it, and then what was given is a draft."""
    from composer.apps.first_run_app import FirstRunApp
    from composer.cli.wiring.environment import optional_settings
    from composer.cli.wiring.terminal import use_controlling_terminal

    with _kept_without_a_terminal(lambda: _keep_given(arguments, stdin)):
        use_controlling_terminal()
    FirstRunApp(arguments.policy, os.environ, machine).run()
    settings = optional_settings(os.environ, machine)
    if settings is None:
        _keep_given(arguments, stdin)
    return settings


@contextmanager
def _kept_without_a_terminal(keep: Callable[[], None]) -> Iterator[None]:
    from composer.errors import NoTerminalError

    try:
        yield
    except NoTerminalError:
        keep()
        raise


def _keep_given(arguments: argparse.Namespace, stdin: TextIO) -> None:
    from composer.cli.wiring.gate import drafts_of
    from composer.cli.wiring.opening import opening
    from composer.clock import SystemClock
    from composer.files.attaching.attach import LocalFiles

    drafts = drafts_of(os.environ)
    _keep(opening(arguments, LocalFiles(Path.cwd()), drafts, stdin), drafts, SystemClock(os.environ))


def _keep(opened: Composition | SavedDraft, drafts: DraftStore, clock: Clock) -> None:
    from composer.cli.main import complain
    from composer.cli.wiring.opening import keep

    if sentence := keep(opened, drafts, clock.now()):
        complain(sentence)
