"""``presend drafts [list|show|finish|delete]``: what was not sent, drafts of the composer and messages of clients."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from msgspec import Struct

from composer.words import _, pgettext

LONGEST_SUBJECT = 72
"""Cells of a subject in a list."""

if TYPE_CHECKING:
    from composer.gate.keeping.kept import KeptMessage, KeptMessages
    from composer.gate.services import GateServices
    from composer.services.bundle import DraftStore, SavedDraft


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb with its actions."""
    parser = verbs.add_parser("drafts", help=_("messages that were not sent, and how to go on with them"))
    parser.add_argument("--policy", type=Path, metavar="FILE", help=_("work under this policy"))
    parser.set_defaults(run=run, action="list")
    actions = parser.add_subparsers(dest="action", metavar=pgettext("argument", "ACTION"))
    actions.add_parser("list", help=_("one line for each draft and each message of another mail client"))
    for name, words in (
        ("show", _("why it was not sent, and to whom it would go")),
        ("finish", _("go on with it: a draft opens in the composer, a message of another client is sent")),
        ("delete", _("take it away")),
    ):
        actions.add_parser(name, help=words).add_argument(
            "id", metavar=pgettext("argument", "ID"), help=_("as presend drafts list names it")
        )


def run(arguments: argparse.Namespace) -> int:
    """One action; its exit status."""
    from composer.cli.wiring.gate import drafts_of, kept_messages

    _speak_as_the_member()
    kept, drafts = kept_messages(os.environ), drafts_of(os.environ)
    return DraftActions(kept, drafts, sys.stdout, arguments.policy).run(arguments)


def _speak_as_the_member() -> None:
    from composer.cli.wiring.environment import optional_settings, use_ui_language
    from composer.errors import PresendError

    with suppress(PresendError):  # what is on disk can be listed without settings
        use_ui_language(os.environ, optional_settings(os.environ))


class DraftActions(Struct):
    """The actions on drafts and kept messages together."""

    kept: KeptMessages
    drafts: DraftStore
    out: TextIO
    policy: Path | None = None

    def run(self, arguments: argparse.Namespace) -> int:
        """One action; its exit status."""
        from composer.errors import PresendError

        with suppress(PresendError):
            self._services().outbox.jobs()  # an outbox that opens gives back what a killed process left
        match arguments.action:
            case "show":
                return self.show(arguments.id)
            case "finish":
                return self.finish(arguments.id)
            case "delete":
                return self.delete(arguments.id)
        return self.list()

    def list(self) -> int:
        """A line for each, newest first; what cannot be read is named last.

        What is on disk can be looked at and deleted where settings or policy cannot be used, too.
        """
        from composer.exit_status import Exit

        kept = [(message.kept_at, _kept_line(message)) for message in self.kept.list()]
        written = [(draft.saved_at, _draft_line(draft)) for draft in self.drafts.list()]
        for _moment, line in sorted([*kept, *written], reverse=True):
            self._say(line)
        unreadable = [*self.kept.unreadable(), *self.drafts.unreadable()]
        for path in unreadable:
            self._say(_("{path}: of another version of presend, or damaged; it was left as it is", path=path))
        if not (kept or written or unreadable):
            self._say(_("There are no drafts."))
        return Exit.OK

    def show(self, wanted: str) -> int:
        """One of them: why it is here, its recipients, its file."""
        from composer.exit_status import Exit

        if not self.kept.holds(wanted):
            draft = self.drafts.load(wanted)
            self._say(_draft_line(draft))
            self._recipients(draft.composition.to, draft.composition.cc, draft.composition.bcc)
            return Exit.OK
        message = self.kept.load(wanted)
        self._say(_kept_line(message))
        if message.sentence:
            self._say(_clean(message.sentence))
        if message.composition is not None:
            written = message.composition
            self._recipients(written.to, written.cc, written.bcc)
        self._say(_("The message as the client wrote it: {path}", path=self.kept.message(wanted)))
        return Exit.OK

    def finish(self, wanted: str) -> int:
        """Go on with it: with its questions and its warning on this terminal."""
        from composer.cli.main import complain
        from composer.cli.main import run as presend
        from composer.cli.sendmail import ask_with
        from composer.exit_status import Exit
        from composer.gate.run import finish

        if not self.kept.holds(wanted):
            self.drafts.load(wanted)
            named = ["--policy", str(self.policy)] if self.policy else []
            return presend(["compose", *named, "--draft", wanted])
        services = self._services()
        result = finish(wanted, services, ask_with(services, os.environ, self.policy))
        if result.exit is not Exit.OK:
            complain(result.sentence)
            return result.exit
        self._say(_clean(result.sentence) or _("The message is sent."))
        return Exit.OK

    def delete(self, wanted: str) -> int:
        """Take it away."""
        from composer.exit_status import Exit

        if self.kept.holds(wanted):
            self.kept.delete(wanted)
        else:
            self.drafts.delete(wanted)
        self._say(_("{id} is deleted.", id=wanted))
        return Exit.OK

    def _services(self) -> GateServices:
        from composer.cli.wiring.gate import gate_services

        return gate_services(self.policy, os.environ)

    def _recipients(self, to: str, cc: str, bcc: str) -> None:
        for name, value in (("To", to), ("Cc", cc), ("Bcc", bcc)):
            if value:
                self._say(f"{name}: {_clean(value)}")

    def _say(self, line: str) -> None:
        self.out.write(f"{line}\n")


def _kept_line(message: KeptMessage) -> str:
    from composer.gate.words import reason_label
    from composer.words import date_time

    return "  ".join((message.id, date_time(message.kept_at), reason_label(message.reason), _short(message.subject)))


def _draft_line(draft: SavedDraft) -> str:
    from composer.words import date_time

    label = pgettext("kind of draft", "draft")
    return "  ".join((draft.id, date_time(draft.saved_at), label, _short(draft.composition.subject)))


def _clean(text: str) -> str:
    from composer.safe_text import clean

    return clean(text)


def _short(subject: str) -> str:
    """A subject in a list, where each message has one line."""
    from composer.sentences.verdict import shorten

    return shorten(_clean(subject), LONGEST_SUBJECT)
