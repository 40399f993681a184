"""Asks the member about a message of another mail client: on the client's terminal, or where its keys are free."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from composer.drafting.judging import Assessment
from composer.errors import NoTerminalError, PolicyFaultsError
from composer.gate.asking.answers import Answer, NobodyToAsk, Send, WentBack
from composer.gate.asking.dialog_document import DialogAnswer, DialogQuestion, environment_for
from composer.gate.asking.dialog_request import DialogRequest, ShowDialog
from composer.gate.asking.other_window import NoDialogError, ask_in_other_window
from composer.gate.call.submission import GateMessage
from composer.gate.services import GateServices
from composer.gate.terminal.borrowed_terminal import borrowed_as_stdio
from composer.gate.terminal.place import FoundTerminal, Place, find_terminal
from composer.gate.terminal.signals import EndedBySignalError, as_for_a_screen
from composer.gate.transport_words import transport_words
from composer.message.composition import Composition
from policy.questions import QuestionCode


class MemberAsk:
    """Implements ``composer.gate.asking.answers.Ask``; the screen is imported only when a dialog is shown here."""

    def __init__(
        self,
        services: GateServices,
        environ: Mapping[str, str],
        show: ShowDialog,
        *,
        policy: Path | None = None,
        find: Callable[[Mapping[str, str]], FoundTerminal | None] = find_terminal,
    ) -> None:
        self._services = services
        self._environ = environ
        self._show = show
        self._policy = policy
        self._find = find

    def ask(self, message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        """The member's answer: ``WentBack`` where the dialog ended without one, ``NobodyToAsk`` without a terminal."""
        answered = frozenset(assessment.verdict.questions) - frozenset(questions)
        found = self._find(self._environ)
        if found is None:
            return NobodyToAsk()
        try:
            ask = self._here if found.place is Place.HERE else self._in_other_window
            answer = ask(found, message, assessment.composition, answered)
        except (NoTerminalError, NoDialogError):
            return NobodyToAsk()
        except (EndedBySignalError, KeyboardInterrupt):
            return WentBack(assessment)
        return WentBack(assessment) if answer is None else _judged(message, answer, assessment)

    def _here(
        self,
        found: FoundTerminal,
        message: GateMessage,
        composition: Composition,
        answered: frozenset[QuestionCode],
    ) -> DialogAnswer | None:
        services, parent = self._services, os.getppid()
        request = DialogRequest(
            composition,
            message.assess,
            services.clock,
            services.policy,
            answered,
            transport_words(services.settings.transport),
            services.settings.keys,
            services.settings.surface,
        )
        with borrowed_as_stdio(found) as taken:
            return self._show(request, taken.keeps_screen, lambda: os.getppid() == parent)

    def _in_other_window(
        self,
        found: FoundTerminal,
        message: GateMessage,
        composition: Composition,
        answered: frozenset[QuestionCode],
    ) -> DialogAnswer | None:
        question = DialogQuestion(
            composition=composition,
            files=message.facts.files,
            answered=answered,
            policy=str(self._policy.absolute()) if self._policy else None,
            environ=environment_for(self._environ),
        )
        with as_for_a_screen():
            return ask_in_other_window(found.place, question, self._environ)


def _judged(message: GateMessage, answer: DialogAnswer, before: Assessment) -> Answer:
    """The answer with what it was given to; raises ``PolicyFaultsError`` where the policy broke meanwhile."""
    try:
        assessment = message.assess(answer.composition, answer.surface)
    except PolicyFaultsError:
        if answer.send:
            raise
        return WentBack(before, answer.milliseconds)
    if answer.send:
        return Send(assessment, answer.answered, answer.consent)
    return WentBack(assessment, answer.milliseconds)
