"""A member at a mail client whose sendmail is presend, an organization that warns, and a mail server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.clients.client import Client, Letter, require
from tests.clients.desk import MEMBER, Desk
from tests.delivery.smtp_servers import Inbox, running
from tests.end_to_end.terminal import State, Terminal

WARNING = "This message goes outside Hanbit Trading."
COLLEAGUES = ("lee@hanbit.example", "choi@hanbit.example")
INSIDE = Letter((COLLEAGUES[0],), (COLLEAGUES[1],))
OUTSIDE = Letter((COLLEAGUES[0], "partner@other.example"), ("hidden@third.example",))
POLICY = f"""schema = 1
[company]
name = "Hanbit Trading"
domains = ["hanbit.example"]
[mail_security.outgoing_warning]
enabled = true
apply = "always"
[mail_security.outgoing_warning.pc]
default = "{WARNING}"
"""
SETTINGS = """language = "en"
surface = "pc"
[[identities]]
address = "{member}"
name = "Kim"
[transport]
kind = "smtp"
host = "127.0.0.1"
port = {port}
security = "plaintext"
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a test looks at."""

    client: Client
    desk: Desk
    letter: Letter
    terminal: Terminal

    @property
    def left(self) -> State:
        """How the terminal is set where the client waits, or where it has ended."""
        state = self.terminal.state
        return state if self.client.leaves_cursor else replace(state, has_cursor=True)

    def send(self) -> None:
        """Let the client hand the letter over."""
        self.client.send(self.terminal)

    def see_dialog(self) -> None:
        """Read until the warning is there, with *Go back* in focus."""
        self.terminal.until(WARNING, "[>Go back<]")

    def go_back(self) -> None:
        """Answer it with what has the focus, and find the letter with the client."""
        self.terminal.press("enter")
        self.client.says_unsent(self.terminal)

    def send_all_the_same(self) -> None:
        """Answer it with Send, and see the client content."""
        self.terminal.press("tab")
        self.terminal.until("[>Send outside<]")
        self.terminal.press("enter")
        self.client.says_sent(self.terminal)


def desk_with_presend(folder: Path, port: int) -> Desk:
    """The desk of a member of Hanbit Trading, whose mail leaves through a server on this machine."""
    desk = Desk(folder)
    desk.write(".config/presend/policy.toml", POLICY)
    desk.write(".config/presend/config.toml", SETTINGS.format(member=MEMBER, port=port))
    desk.call_presend()
    return desk


def given_to(client: Client, letter: Letter) -> Letter:
    """The letter as this client can be given it."""
    return letter if client.gives_bcc else Letter(letter.to)


@contextmanager
def at_client(client: Client, desk: Desk, letter: Letter) -> Iterator[Scene]:
    """The client with a letter, one action before it is sent."""
    require(*client.programs)
    client.prepare(desk)
    given = given_to(client, letter)
    with client.open(desk, given) as terminal:
        try:
            client.get_ready(terminal, given)
            yield Scene(client, desk, given, terminal)
        finally:
            client.close(desk)


@contextmanager
def with_server(folder: Path) -> Iterator[tuple[Desk, Inbox]]:
    """A desk, and the server behind it."""
    inbox = Inbox()
    with running(inbox) as port:
        yield desk_with_presend(folder, port), inbox


def delivered(inbox: Inbox) -> Counter[str]:
    """How often each address was named to the server with a message."""
    return Counter(address for mail in inbox.mails for address in mail.recipients)
