"""What clients put behind ``presend sendmail``: the flags of sendmail and msmtp, and presend's own options."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from composer.errors import PresendError
from composer.words import _


class GateUsageError(PresendError):
    """The arguments cannot be understood; one sentence, exit status 64."""


class Task(Enum):
    """What a call of sendmail asks for, by the letter behind ``-b`` (sendmail(8))."""

    MESSAGE = "m"
    QUEUE = "p"
    """Show what waits, as ``mailq`` does."""
    ALIASES = "i"
    """Make the table of aliases anew, as ``newaliases`` does."""


class Arity(Enum):
    """Whether a value belongs to a flag."""

    NONE = "none"
    VALUE = "value"
    """The rest of the word, or the next word."""


class Flag(Struct, frozen=True):
    """What a flag of sendmail takes, and which field of the call it sets."""

    arity: Arity
    keeps: str = ""
    """The field of ``SendmailCall`` or ``Asked`` that it sets; empty = accepted, and means nothing here."""
    takes: Callable[[str], bool] | None = None
    """Which values are known; None = every one."""


def _is_o(value: str) -> bool:
    return value == "i" or value[:1] in ("e", "d")


FLAGS: Mapping[str, Flag] = {
    "i": Flag(Arity.NONE),
    "t": Flag(Arity.NONE, "from_header"),
    "U": Flag(Arity.NONE),
    "m": Flag(Arity.NONE),
    "v": Flag(Arity.NONE, "is_verbose"),
    "n": Flag(Arity.NONE),
    "o": Flag(Arity.VALUE, takes=_is_o),
    "b": Flag(Arity.VALUE, "task", takes=lambda value: value in {task.value for task in Task}),
    "B": Flag(Arity.VALUE, takes=lambda value: value in ("8BITMIME", "7BIT")),
    "f": Flag(Arity.VALUE, "sender"),
    "r": Flag(Arity.VALUE, "sender"),
    "F": Flag(Arity.VALUE, "full_name"),
    "N": Flag(Arity.VALUE),
    "R": Flag(Arity.VALUE),
    "V": Flag(Arity.VALUE),
    "X": Flag(Arity.VALUE),
    "C": Flag(Arity.VALUE),
    "a": Flag(Arity.VALUE),
}
"""Flags of one letter; those without a value may be joined (``-ti``)."""

OPTIONS: Mapping[str, Flag] = {
    "--read-recipients": Flag(Arity.NONE, "from_header"),
    "--read-envelope-from": Flag(Arity.NONE),
    "--presend-level": Flag(Arity.VALUE, "level"),
    "--presend-expires": Flag(Arity.VALUE, "expires"),
    "--presend-forward": Flag(Arity.VALUE, "forward"),
    "--presend-individually": Flag(Arity.VALUE, "individually"),
    "--policy": Flag(Arity.VALUE, "policy"),
    "--lang": Flag(Arity.VALUE),
    "--ui-lang": Flag(Arity.VALUE),
    "--catalog": Flag(Arity.VALUE),
}
"""Long options: msmtp's two, and presend's own, with ``=`` or the next word; the verb has read the languages."""


class SendmailCall(Struct, frozen=True):
    """How a client called its sendmail."""

    recipients: tuple[str, ...] = ()
    """The envelope, as it was given. Never together with ``from_header``, but in what an earlier version kept: there
    they are those who are taken out of the header's."""
    from_header: bool = False
    """``-t``: the recipients stand in To, Cc and Bcc."""
    sender: str | None = None
    """``-f`` or ``-r``: the address for bounces."""
    full_name: str | None = None
    """``-F``: the sender's name where the message has no From."""
    level: str | None = None
    expires: str | None = None
    forward: str | None = None
    individually: str | None = None
    policy: Path | None = None


class Asked(Struct, frozen=True):
    """The task that a call of sendmail asks for."""

    task: Task = Task.MESSAGE
    is_verbose: bool = False
    """``-v``: say a sentence also about a task for which there is nothing to do."""


def asked_for(arguments: Sequence[str]) -> Asked:
    """The task that the words after ``presend sendmail`` ask for; raises ``GateUsageError``."""
    reader = _Reader(arguments)
    reader.read()
    return reader.asked


def parse(arguments: Sequence[str]) -> SendmailCall:
    """Read the words behind ``presend sendmail``; raises ``GateUsageError`` with a sentence.

    As clients mix them, flags may stand behind recipients too; behind ``--`` every word is a recipient. A line with a
    single dot never ends a message, with or without ``-i``: what a client renders must not be cut.
    """
    reader = _Reader(arguments)
    call = reader.read()
    if reader.asked.task is not Task.MESSAGE:
        raise _other_mode(reader.asked.task.value)
    if call.from_header and any(map(str.strip, call.recipients)):
        raise GateUsageError(
            _(
                "With -t the recipients stand in the message, and sendmails disagree whether {address} beside it is "
                "added or left out. Give either -t or the addresses.",
                address=next(filter(str.strip, call.recipients)),
            )
        )
    return call


class _Reader(Struct):
    """The words, one after the other."""

    arguments: Sequence[str]
    place: int = 0
    call: SendmailCall = field(default_factory=SendmailCall)
    asked: Asked = field(default_factory=Asked)

    def read(self) -> SendmailCall:
        for word in self._words():
            if word == "--":
                self._add(*self.arguments[self.place :])
                break
            if word.startswith("--"):
                self._option(word)
            elif word.startswith("-") and word != "-":
                self._letters(word[1:])
            else:
                self._add(word)
        return self.call

    def _words(self) -> Iterator[str]:
        while self.place < len(self.arguments):
            self.place += 1
            yield self.arguments[self.place - 1]

    def _add(self, *recipients: str) -> None:
        self.call = replace(self.call, recipients=(*self.call.recipients, *recipients))

    def _option(self, word: str) -> None:
        name, equals, value = word.partition("=")
        flag = OPTIONS.get(name)
        if flag is None or (equals and flag.arity is Arity.NONE):
            raise _unknown(word)
        self._keep(name, flag, value if equals else self._value(name, flag))

    def _letters(self, letters: str) -> None:
        for at, letter in enumerate(letters, 1):
            flag = FLAGS.get(letter)
            if flag is None:
                raise _unknown(f"-{letter}")
            if flag.arity is Arity.VALUE:
                self._keep(f"-{letter}", flag, letters[at:] or self._value(f"-{letter}", flag))
                return
            self._keep(f"-{letter}", flag, "")

    def _value(self, name: str, flag: Flag) -> str:
        if flag.arity is Arity.NONE:
            return ""
        if self.place >= len(self.arguments):
            raise GateUsageError(_("{flag} needs a value.", flag=name))
        self.place += 1
        return self.arguments[self.place - 1]

    def _keep(self, name: str, flag: Flag, value: str) -> None:
        if flag.takes is not None and not flag.takes(value):
            raise _other_mode(value) if name == "-b" else _unknown(name + value)
        match flag.keeps:
            case "":
                return
            case "from_header":
                self.call = replace(self.call, from_header=True)
            case "task":
                self.asked = replace(self.asked, task=Task(value))
            case "is_verbose":
                self.asked = replace(self.asked, is_verbose=True)
            case "policy":
                self.call = replace(self.call, policy=Path(value))
            case text:
                changed: dict[str, str] = {text: value}
                self.call = replace(self.call, **changed)


def _unknown(flag: str) -> GateUsageError:
    return GateUsageError(_("{flag} is no flag that presend knows. See presend sendmail --help.", flag=flag))


def _other_mode(value: str) -> GateUsageError:
    if value == "s":
        return GateUsageError(
            _("presend does not speak SMTP on standard input (-bs). Let the client hand over the message itself.")
        )
    return GateUsageError(_("-b{mode} is no way in which presend sends. Leave it out, or write -bm.", mode=value))
