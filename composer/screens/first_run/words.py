"""The words of the first-run form: choices, and the note about the policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from composer.disk.sent_names import readable_name
from composer.sentences.fixed_settings import fixed_words
from composer.services.member_settings import Security, TransportKind
from composer.setup.first_run.mailboxes import FoundMailbox
from composer.setup.first_run.saving import FirstRun
from composer.setup.first_run.values import MailboxChoice, PolicyChoice
from composer.words import _, listing, own_name, pgettext


def languages(tags: Sequence[str]) -> list[tuple[str, str]]:
    """Each language in its own name, and leaving it open."""
    return [*((own_name(tag), tag) for tag in tags), (pgettext("language", "None: warnings use the Default text"), "")]


def transports() -> list[tuple[str, TransportKind]]:
    """The three ways mail can leave."""
    return [
        (_("A mail server (SMTP)"), TransportKind.SMTP),
        (_("A command such as sendmail"), TransportKind.SENDMAIL),
        (_("Folders on this machine"), TransportKind.LOCAL),
    ]


def securities() -> list[tuple[str, Security]]:
    """What protects the connection."""
    return [
        (pgettext("encryption", "STARTTLS"), Security.STARTTLS),
        (pgettext("encryption", "TLS"), Security.TLS),
        (_("None, only on this machine"), Security.PLAINTEXT),
    ]


def mailboxes(setup: FirstRun) -> list[tuple[str, FoundMailbox | MailboxChoice]]:
    """The mailboxes that were found, another one, and none."""
    return [
        *((_mailbox(found, setup.home), found) for found in setup.mailboxes),
        (_("Another folder of mail"), MailboxChoice.OTHER),
        (_("None: what you send is filed nowhere"), MailboxChoice.NONE),
    ]


def _mailbox(found: FoundMailbox, home: Path) -> str:
    folder = found.sent.relative_to(found.path) if found.sent.is_relative_to(found.path) else found.sent
    facts = {"mailbox": _from_home(found.path, home), "folder": readable_name(str(folder))}
    if found.sent.exists():
        return _("{mailbox}, sent mail in {folder}", **facts)
    return _("{mailbox}, sent mail in {folder}, which is new", **facts)


def _from_home(path: Path, home: Path) -> str:
    return f"~/{path.relative_to(home)}" if path != home and path.is_relative_to(home) else str(path)


def policies() -> list[tuple[str, PolicyChoice]]:
    """Where the policy comes from."""
    return [
        (_("A strict starter for my domain"), PolicyChoice.STARTER),
        (_("A file that I have"), PolicyChoice.EXISTING),
    ]


def shell_note() -> str:
    """What a command for a password may be; stands in its field while that is empty."""
    return _("its first line is the password")


def note(setup: FirstRun, policy: PolicyChoice) -> str:
    """What the administrator settled, and what is written where or which policy is in force already."""
    return "\n".join((*_settled(setup), _policy_note(setup, policy)))


def _settled(setup: FirstRun) -> Iterator[str]:
    yield from fixed_words(setup.fixed)
    if setup.addresses:
        yield _("You write from {addresses}.", addresses=listing(list(setup.addresses)))


def _policy_note(setup: FirstRun, policy: PolicyChoice) -> str:
    path = setup.policy_file
    if setup.policy_in_force:
        return _("Policy in force: {source}. It was decided elsewhere.", source=setup.policy_in_force)
    if policy is PolicyChoice.STARTER:
        return _("The starter warns before all mail that goes outside. It is written to {path}.", path=path)
    return _("The file is copied to {path}, with the lists it names.", path=path)
