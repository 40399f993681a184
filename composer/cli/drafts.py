"""``presend drafts [list|show|finish|delete]``: what was not sent, drafts of the composer and messages of clients."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from composer.words import _, pgettext

if TYPE_CHECKING:
    from composer.gate.kept import KeptMessage
    from composer.gate.services import GateServices
    from composer.services import DraftStore, SavedDraft


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
    from composer.cli.gate_wiring import drafts_of, gate_services

    services = gate_services(arguments.policy, os.environ)
    return DraftActions(services, drafts_of(services, os.environ), sys.stdout, arguments.policy).run(arguments)


@dataclass
class DraftActions:
    """The actions on drafts and kept messages together."""

    services: GateServices
    drafts: DraftStore
    out: TextIO
    policy: Path | None = None

    def run(self, arguments: argparse.Namespace) -> int:
        """One action; its exit status."""
        match arguments.action:
            case "show":
                return self.show(arguments.id)
            case "finish":
                return self.finish(arguments.id)
            case "delete":
                return self.delete(arguments.id)
        return self.list()

    def list(self) -> int:
        """A line for each, newest first; what cannot be read is named last."""
        from composer.exit_status import Exit

        kept = [(message.kept_at, _kept_line(message)) for message in self.services.kept.list()]
        written = [(draft.saved_at, _draft_line(draft)) for draft in self.drafts.list()]
        for _moment, line in sorted([*kept, *written], reverse=True):
            self._say(line)
        unreadable = [*self.services.kept.unreadable(), *self.drafts.unreadable()]
        for path in unreadable:
            self._say(_("{path}: of another version of presend, or damaged; it was left as it is", path=path))
        if not (kept or written or unreadable):
            self._say(_("There are no drafts."))
        return Exit.OK

    def show(self, wanted: str) -> int:
        """One of them: why it is here, its recipients, its file."""
        from composer.exit_status import Exit

        if not self.services.kept.holds(wanted):
            draft = self.drafts.load(wanted)
            self._say(_draft_line(draft))
            self._recipients(draft.composition.to, draft.composition.cc, draft.composition.bcc)
            return Exit.OK
        message = self.services.kept.load(wanted)
        self._say(_kept_line(message))
        if message.sentence:
            self._say(_clean(message.sentence))
        if message.composition is not None:
            written = message.composition
            self._recipients(written.to, written.cc, written.bcc)
        self._say(_("The message as the client wrote it: {path}", path=self.services.kept.message(wanted)))
        return Exit.OK

    def finish(self, wanted: str) -> int:
        """Go on with it: with its questions and its warning on this terminal."""
        from composer.cli.main import complain
        from composer.cli.main import run as presend
        from composer.cli.sendmail import ask_with
        from composer.exit_status import Exit
        from composer.gate.run import finish

        if not self.services.kept.holds(wanted):
            self.drafts.load(wanted)
            named = ["--policy", str(self.policy)] if self.policy else []
            return presend(["compose", *named, "--draft", wanted])
        result = finish(wanted, self.services, ask_with(self.services, os.environ))
        if result.exit is not Exit.OK:
            complain(result.sentence)
            return result.exit
        self._say(_clean(result.sentence) or _("The message is sent."))
        return Exit.OK

    def delete(self, wanted: str) -> int:
        """Take it away."""
        from composer.exit_status import Exit

        if self.services.kept.holds(wanted):
            self.services.kept.delete(wanted)
        else:
            self.drafts.delete(wanted)
        self._say(_("{id} is deleted.", id=wanted))
        return Exit.OK

    def _recipients(self, to: str, cc: str, bcc: str) -> None:
        for name, value in (("To", to), ("Cc", cc), ("Bcc", bcc)):
            if value:
                self._say(f"{name}: {_clean(value)}")

    def _say(self, line: str) -> None:
        self.out.write(f"{line}\n")


def _kept_line(message: KeptMessage) -> str:
    from composer.gate.words import reason_label
    from composer.words import date_time

    return "  ".join((message.id, date_time(message.kept_at), reason_label(message.reason), _clean(message.subject)))


def _draft_line(draft: SavedDraft) -> str:
    from composer.words import date_time

    label = pgettext("kind of draft", "draft")
    return "  ".join((draft.id, date_time(draft.saved_at), label, _clean(draft.composition.subject)))


def _clean(text: str) -> str:
    from composer.safe_text import clean

    return clean(text)
