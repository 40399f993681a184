"""``presend gate-dialog SOCKET``: the dialog of a gate that waits in another terminal; no verb for people."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from composer.cli.wiring.environment import machine_of

if TYPE_CHECKING:
    from composer.gate.asking.dialog_document import DialogQuestion
    from composer.gate.asking.dialog_request import DialogRequest
    from composer.storage.machine import Machine

_TITLE = b"\x1b]2;presend\x07"
"""A tab of aerc bears the title of what runs in it, which would be the path of this program."""


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend gate-dialog`` and its arguments."""
    parser = verbs.add_parser("gate-dialog")
    parser.add_argument("socket", type=Path)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show the dialog and send the answer to the gate; returns 75 where no gate waits for one."""
    from composer.cli.wiring.gate_asking import show
    from composer.cli.wiring.terminal import use_controlling_terminal
    from composer.exit_status import Exit
    from composer.gate.asking.dialog_socket import connected

    try:
        with connected(arguments.socket) as peer:
            question = peer.question()
            if question is None:
                return Exit.TEMPORARY
            os.environ.update(question.environ)
            request = _request(question, machine_of(arguments))
            use_controlling_terminal()
            os.write(1, _TITLE)
            peer.answer(show(request, False, peer.is_awaited))
    except OSError:
        return Exit.TEMPORARY
    return Exit.OK


def _request(question: DialogQuestion, machine: Machine) -> DialogRequest:
    """The question as the dialog needs it, judged by the member's own settings and policy; raises ``PresendError``."""
    from composer.cli.wiring.gate import gate_services
    from composer.gate.asking.dialog_request import DialogRequest
    from composer.gate.call.submission import GateAssessor
    from composer.gate.transport_words import transport_words
    from policy.draft import Draft

    services = gate_services(Path(question.policy) if question.policy else None, os.environ, machine)
    return DialogRequest(
        question.composition,
        GateAssessor(services, Draft(files=question.files)).assess,
        services.clock,
        services.policy,
        question.answered,
        transport_words(services.settings.transport),
        services.settings.keys,
        services.settings.surface,
    )
