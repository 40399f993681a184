"""The manual page presend(1): every verb and action with its options."""

from __future__ import annotations

from collections.abc import Iterator

from composer.gate.call.arguments import FLAGS, OPTIONS, Arity
from composer.setup.grammar import Argument, Command, Takes
from composer.setup.manual.troff import heading, paragraph, subheading, tagged, title

SENDMAIL = ("presend", "sendmail")
LINKS = (
    ("sendmail", "presend sendmail."),
    ("mailq", "presend outbox list, as is presend sendmail -bp. Its flags are accepted, and mean nothing."),
    ("newaliases", "Does nothing, as does presend sendmail -bi; with -v it says so."),
)
"""The names of links under which presend is another program."""
STATUSES = (
    ("0", "Done; of sendmail: sent or queued."),
    ("1", "What was looked for is there: traps, differences, cases that fail, something to do; of contacts: nobody."),
    ("64", "Wrong usage."),
    ("65", "What was given is not a message, or cannot be sent as it is written."),
    ("66", "A file that was named is not there, or cannot be read."),
    ("69", "The server refused for good."),
    ("70", "presend itself failed; it says where the report is."),
    ("73", "A file cannot be written."),
    ("75", "Not sent for now; try again later."),
    ("77", "Refused by the policy or the member, nobody to ask, or no right to change a file."),
    ("78", "The policy or the settings cannot be used."),
)
FILES = (
    ("/etc/presend/policy.toml", "The machine's policy, which nobody can pass by."),
    ("/etc/presend/config.toml", "What the administrator settles for every member; see presend-machine(5)."),
    ("~/.config/presend/policy.toml", "The member's policy, where the machine has none."),
    ("~/.config/presend/config.toml", "The member's settings."),
    ("~/.local/share/presend", "Drafts, outbox and audit log."),
    ("~/.local/state/presend", "What can be made again: indexes and the like."),
)
FIELDS = (
    ("Presend-Level", "The security level: general, restricted or confidential."),
    ("Presend-Expires", "How long it can be read: none, 1 day, 1 week, 1 month or 3 months."),
    ("Presend-Forward", "Whether it may be forwarded: prohibited or allowed."),
    ("Presend-Individually", "One copy for each recipient: yes or no."),
)
"""The header fields by which a client without controls for levels sets them."""
VARIABLES = (
    ("PRESEND_POLICY", "A policy file, where the machine has none of its own."),
    ("LANGUAGE, LC_ALL, LC_MESSAGES, LANG", "The member's language, where the settings name none."),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME", "Where the folders above lie, instead of in the home folder."),
    ("SSL_CERT_FILE", "A PEM file of authorities instead of the machine's; transport.ca_file counts beside either."),
    ("MAILDIR, MAIL", "Where the first start looks for your mailbox before the usual places."),
    ("VISUAL, EDITOR", "The program in which Ctrl+G opens the text."),
    ("PRESEND_LANG", "The member's language, as --lang says it."),
    ("PRESEND_UI_LANG", "The language of screens and sentences, as --ui-lang says it."),
    ("PRESEND_CATALOG", "A translator's file in place of the catalog of its language, as --catalog names it."),
    ("PRESEND_NOBODY_TO_ASK", "Not empty: sendmail asks nobody, for scripts that must never wait for a person."),
    ("PRESEND_CLIENT_PAUSED", "Not empty: the client's hook keeps it off its terminal until sendmail has ended."),
    ("GPG_TTY", "Where sendmail asks, if neither it nor a program that called it has a terminal."),
    ("TERM, COLORTERM", "What the terminal can show. With TERM=dumb presend sendmail has nobody to ask."),
    ("NO_COLOR", "Screens without colour."),
)
_TABLES = (
    ("OTHER NAMES", LINKS),
    ("HEADER FIELDS", FIELDS),
    ("EXIT STATUS", STATUSES),
    ("FILES", FILES),
    ("ENVIRONMENT", VARIABLES),
)


def command_page(root: Command, version: str) -> Iterator[str]:
    """The lines of presend(1) in troff."""
    yield from title("presend", 1, version, "compose mail and pass it through an organization's policy")
    yield from heading("SYNOPSIS")
    for command in root.everything():
        if not command.commands or command is root:
            yield from paragraph(_synopsis(command))
    yield from heading("DESCRIPTION")
    yield from paragraph(root.description)
    yield from paragraph("Without a verb it opens the composer.")
    yield from heading("VERBS")
    for verb in root.commands:
        yield from _verb(verb)
    yield from heading("OPTIONS")
    yield from _arguments(root)
    for name, rows in _TABLES:
        yield from heading(name)
        for tag, words in rows:
            yield from tagged(tag, (words,))
    yield from heading("SEE ALSO")
    yield from paragraph("presend-policy(5), presend-config(5), presend-machine(5)")


def _verb(verb: Command) -> Iterator[str]:
    for command in verb.everything():
        yield from subheading(command.typed)
        yield from paragraph(command.description or _sentence(command.help))
        yield from _arguments(command)
        if command.path == SENDMAIL:
            yield from paragraph(_ignored())


def _ignored() -> str:
    """The paragraph about sendmail flags without effect, from the table by which they are parsed."""
    alone, valued = (
        " ".join(f"-{letter}" for letter, flag in FLAGS.items() if not flag.keeps and flag.arity is arity)
        for arity in (Arity.NONE, Arity.VALUE)
    )
    long = " ".join(name for name, flag in OPTIONS.items() if not flag.keeps)
    return f"Accepted, and without meaning here: {alone} {long}; with a value {valued}. Modes such as -bs are refused."


def _arguments(command: Command) -> Iterator[str]:
    """The paragraphs about a command's arguments; ``--help`` is described once, for ``presend``."""
    for argument in (*command.operands, *command.options):
        if "--help" in argument.names and len(command.path) > 1:
            continue
        words = _sentence(argument.help)
        choices = f"One of {', '.join(argument.choices)}." if argument.choices and argument.names else ""
        yield from tagged(_tag(argument), (words, choices))


def _tag(argument: Argument) -> str:
    if not argument.names:
        return argument.metavar
    return ", ".join(f"{name} {argument.metavar}".strip() for name in argument.names)


def _synopsis(command: Command) -> str:
    words = [command.typed]
    for argument in command.arguments:
        if "--help" not in argument.names:
            words.append(_in_synopsis(argument))
    return " ".join(words) if len(command.path) > 1 else f"{command.typed} [--help] [--version] [VERB ...]"


def _in_synopsis(argument: Argument) -> str:
    dots = "..." if argument.repeats else ""
    if not argument.names:
        return f"{argument.metavar}{dots}" if argument.is_required else f"[{argument.metavar}{dots}]"
    value = f" {argument.metavar}" if argument.takes is not Takes.NOTHING else ""
    word = f"{argument.names[-1]}{value}"
    return f"{word}{dots}" if argument.is_required else f"[{word}]{dots}"


def _sentence(words: str) -> str:
    """A help text, which begins small and ends without a full stop, as a sentence; what is typed stays small."""
    ended = words if words.endswith((".", "?")) or not words else f"{words}."
    is_typed = words.partition(" ")[0].endswith((",", ":"))
    return ended if is_typed else ended[:1].upper() + ended[1:]
