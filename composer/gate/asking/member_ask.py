"""Asks the member about a message of another mail client: on the client's terminal, or where its keys are free."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from composer.message.composition import Composition
from composer.errors import NoTerminalError, PolicyFaultsError
from composer.gate.asking.protocol import Answer, NobodyToAsk, Send, WentBack
from composer.gate.asking.dialog_document import DialogAnswer, DialogQuestion, environment_for
from composer.gate.asking.dialog_matter import DialogMatter, ShowDialog
from composer.gate.asking.elsewhere import NoDialogError, ask_elsewhere
from composer.gate.services import GateServices
from composer.gate.terminal.signals import EndedBySignalError, as_for_a_screen
from composer.gate.call.submission import GateMessage
from composer.gate.terminal.taking import taking
from composer.gate.terminal.place import FoundTerminal, Place, find_terminal
from composer.gate.way_words import way_words
from composer.drafting.judging import Assessment
from policy.questions import QuestionCode
from policy.settings import Surface

COLUMNS = {Surface.PC: 80, Surface.MOBILE: 40}
"""A width that stands for the surface on which the member answered."""


class MemberAsk:
    """Implements ``composer.gate.asking.protocol.Ask``; the screen is imported only when a dialog is shown here."""

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
        """What the member answered; whatever ends the dialog otherwise is going back, and no terminal is nobody."""
        answered = frozenset(assessment.verdict.questions) - frozenset(questions)
        found = self._find(self._environ)
        if found is None:
            return NobodyToAsk()
        try:
            ask = self._here if found.place is Place.HERE else self._elsewhere
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
        matter = DialogMatter(
            composition,
            message.assess,
            services.clock,
            services.policy,
            answered,
            way_words(services.settings.transport),
            services.settings.keys,
        )
        with taking(found) as taken:
            return self._show(matter, taken.keeps_screen, lambda: os.getppid() == parent)

    def _elsewhere(
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
            return ask_elsewhere(found.place, question, self._environ)


def _judged(message: GateMessage, answer: DialogAnswer, before: Assessment) -> Answer:
    """The answer with what it was given to; raises ``PolicyFaultsError`` where the policy broke meanwhile."""
    try:
        assessment = message.assess(answer.composition, COLUMNS[answer.surface])
    except PolicyFaultsError:
        if answer.send:
            raise
        return WentBack(before, answer.milliseconds)
    if answer.send:
        return Send(assessment, answer.answered, answer.consent)
    return WentBack(assessment, answer.milliseconds)
