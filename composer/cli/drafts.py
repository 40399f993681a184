"""``presend drafts [list|show|finish|delete]``: what was not sent, drafts of the composer and messages of clients."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from msgspec import Struct

from composer.cli.wiring.environment import machine_of
from composer.cli.wiring.named_file import existing_file
from composer.storage.machine import THIS_MACHINE, Machine
from composer.words import _, pgettext

LONGEST_SUBJECT = 72
"""Cells of a subject in a list."""
_ONLY_LOOKS = (None, "list", "show")

if TYPE_CHECKING:
    from composer.gate.keeping.kept import KeptMessage, KeptMessages
    from composer.gate.keeping.retention import Retention
    from composer.gate.services import GateServices
    from composer.services.drafts import DraftStore, SavedDraft
    from composer.services.member_settings import MemberSettings


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend drafts`` and its actions."""
    parser = verbs.add_parser("drafts", help=_("messages that were not sent, and how to go on with them"))
    parser.add_argument("--policy", type=existing_file, metavar="FILE", help=_("work under this policy"))
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
    """Do one action on drafts and kept messages; returns its exit status."""
    from composer.cli.wiring.gate import drafts_of, kept_messages

    machine = machine_of(arguments)
    settings = _settings_of_the_member(machine)
    kept, drafts = kept_messages(os.environ), drafts_of(os.environ)
    return DraftActions(kept, drafts, sys.stdout, arguments.policy, machine, _leaving(kept, settings)).run(arguments)


def _settings_of_the_member(machine: Machine) -> MemberSettings | None:
    """None where they cannot be used: what is on disk can be listed without."""
    from composer.cli.wiring.environment import optional_settings, use_ui_language
    from composer.errors import PresendError

    with suppress(PresendError):
        settings = optional_settings(os.environ, machine)
        use_ui_language(os.environ, settings)
        return settings
    return None


def _leaving(kept: KeptMessages, settings: MemberSettings | None) -> Retention:
    """Without settings nothing leaves."""
    from composer.clock import SystemClock
    from composer.gate.keeping.retention import Retention

    return Retention(kept, SystemClock(os.environ), settings.preferences.keep_unsent_days if settings else 0)


class DraftActions(Struct):
    """The actions on drafts and kept messages together."""

    kept: KeptMessages
    drafts: DraftStore
    out: TextIO
    policy: Path | None = None
    machine: Machine = THIS_MACHINE
    leaving: Retention | None = None
    """How long kept messages stay; None = for ever."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do one action and return its exit status; what keeps drafts from being sent is raised after the output."""
        from composer.errors import PresendError

        trouble: PresendError | OSError | None = None
        try:
            self._services().outbox.jobs()  # an outbox that opens gives back what a killed process left
        except (PresendError, OSError) as error:
            trouble = error
        status = self._act(arguments)
        if trouble is not None and arguments.action in _ONLY_LOOKS:
            self.out.flush()
            raise trouble
        return status

    def _act(self, arguments: argparse.Namespace) -> int:
        match arguments.action:
            case "show":
                return self.show(arguments.id)
            case "finish":
                return self.finish(arguments.id)
            case "delete":
                return self.delete(arguments.id)
        return self.list()

    def list(self) -> int:
        """Print a line for each draft and kept message, newest first; what cannot be read is named last.

        They can be looked at and deleted also where settings or policy cannot be used.
        """
        from composer.exit_status import Exit

        if self.leaving is not None:
            self.leaving.sweep()
        kept = [(message.kept_at, self._kept_lines(message, *_broken_file(message))) for message in self.kept.list()]
        sent = self._sent()
        written = [(draft.saved_at, _draft_line(draft, was_sent=draft.id in sent)) for draft in self.drafts.list()]
        for _moment, line in sorted([*kept, *written], reverse=True):
            self._say(line)
        unreadable = [*self.kept.unreadable(), *self.drafts.unreadable()]
        for path in unreadable:
            self._say(_("{path}: of another version of presend, or damaged; it was left as it is", path=path))
        if not (kept or written or unreadable):
            self._say(_("There are no drafts."))
        return Exit.OK

    def _kept_lines(self, message: KeptMessage, *more: str) -> str:
        """One message, what more there is to say of it, and, where it is not there for long any more, until when."""
        from composer.words import date_time

        leaves = self.leaving.deleted_at(message) if self.leaving is not None else None
        if leaves is not None:
            more = (*more, _("It will be deleted on {moment}, unless it is sent.", moment=date_time(leaves)))
        return "\n  ".join((_kept_line(message), *more))

    def show(self, wanted: str) -> int:
        """Print one of them: why it is here, its recipients, its file."""
        from composer.exit_status import Exit

        if not self.kept.holds(wanted):
            draft = self.drafts.load(wanted)
            self._say(_draft_line(draft, was_sent=draft.id in self._sent()))
            self._recipients(draft.composition.to, draft.composition.cc, draft.composition.bcc)
            return Exit.OK
        message = self.kept.load(wanted)
        self._say(self._kept_lines(message))
        if why := _why(message):
            self._say(_clean(why))
        if message.composition is not None:
            written = message.composition
            self._recipients(written.to, written.cc, written.bcc)
        self._say(_("The message as the client wrote it: {path}", path=self.kept.message(wanted)))
        return Exit.OK

    def finish(self, wanted: str) -> int:
        """Send one of them, with its questions and its warning on this terminal."""
        from composer.cli.main import complain
        from composer.cli.main import run as presend
        from composer.cli.sendmail import ask_with, gate_process
        from composer.exit_status import Exit
        from composer.gate.run import finish
        from composer.gate.terminal.signals import interrupt_on_ending

        if not self.kept.holds(wanted):
            self.drafts.load(wanted)
            named = ["--policy", str(self.policy)] if self.policy else []
            return presend(["compose", *named, "--draft", wanted])
        services = self._services()
        interrupt_on_ending()
        result = finish(wanted, services, ask_with(services, os.environ, self.policy), gate_process(os.environ))
        if result.exit is not Exit.OK:
            complain(result.sentence)
            return result.exit
        self._say(_clean(result.sentence) or _("The message is sent."))
        return Exit.OK

    def delete(self, wanted: str) -> int:
        """Delete a draft or a kept message; raises ``StorageError`` where there is none of that id."""
        from composer.exit_status import Exit

        if self.kept.holds(wanted):
            self.kept.delete(wanted)
        else:
            self.drafts.delete(wanted)
        self._say(_("{id} is deleted.", id=wanted))
        return Exit.OK

    def _sent(self) -> frozenset[str]:
        """Drafts whose messages were sent, as far as there is an outbox that can tell."""
        from composer.errors import PresendError

        try:
            return self._services().outbox.drafts_sent()
        except PresendError:
            return frozenset()

    def _services(self) -> GateServices:
        from composer.cli.wiring.gate import gate_services

        return gate_services(self.policy, os.environ, self.machine)

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


def _why(message: KeptMessage) -> str:
    """In the language of whoever asks, unless presend 0.1.0 wrote it down in its own; empty where it is not known."""
    from composer.gate.words import kept_words

    return kept_words(message.reason, message.facts) if message.facts is not None else message.sentence


def _broken_file(message: KeptMessage) -> tuple[str, ...]:
    """What is wrong with the policy or the settings, where that is why it is kept: one fault may keep every message."""
    from composer.gate.keeping.kept import KeptReason

    if message.reason not in {KeptReason.BROKEN_POLICY, KeptReason.BROKEN_SETTINGS}:
        return ()
    return tuple(filter(None, [_clean(_why(message))]))


def _draft_line(draft: SavedDraft, *, was_sent: bool) -> str:
    from composer.sentences.drafts import was_sent_words
    from composer.words import date_time

    label = was_sent_words() if was_sent else pgettext("kind of draft", "draft")
    return "  ".join((draft.id, date_time(draft.saved_at), label, _short(draft.composition.subject)))


def _clean(text: str) -> str:
    from composer.safe_text import clean

    return clean(text)


def _short(subject: str) -> str:
    """A subject in a list, where each message has one line."""
    from composer.language.cells import shorten

    return shorten(_clean(subject), LONGEST_SUBJECT)
