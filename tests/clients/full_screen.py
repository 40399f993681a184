"""The clients that take the whole screen: mutt, neomutt, alpine and aerc."""

from __future__ import annotations

from itertools import cycle
from typing import ClassVar
from urllib.parse import quote

from tests.clients.client import Client, Letter
from tests.clients.desk import MEMBER, Desk, Ended
from tests.clients.tmux import new_session, tmux
from tests.end_to_end.emulated_screen import CURSOR_KEYS
from tests.end_to_end.terminal import Terminal


class Mutt(Client):
    """mutt, started with a letter, in its compose menu."""

    name = "mutt"
    programs = ("mutt",)
    _place = ".muttrc"
    _configuration = """set from="{member}"
set editor=true
set autoedit=yes
set edit_headers=yes
set abort_unmodified=no
set folder="{home}"
set spoolfile="{home}/inbox"
set record=""
set copy=no
"""

    def arguments(self, letter: Letter) -> list[str]:
        return ["sendmail", "-f", MEMBER, "--", *letter.to, *letter.bcc]

    def prepare(self, desk: Desk) -> None:
        desk.write("inbox", "")
        desk.write(self._place, self._configuration.format(member=MEMBER, home=desk.home))
        desk.install(self.programs[0])

    def open(self, desk: Desk, letter: Letter) -> Terminal:
        return desk.terminal(*self._command(letter), "-i", desk.write("body", letter.body), "--", *letter.to)

    def get_ready(self, terminal: Terminal, letter: Letter) -> None:
        terminal.until("y:Send", f"Subject: {letter.subject}", ": Compose")
        terminal.until_true(lambda: terminal.is_set(CURSOR_KEYS), "the end of the drawing")

    def send(self, terminal: Terminal) -> None:
        terminal.press("y")

    def says_sent(self, terminal: Terminal) -> None:
        assert terminal.ended() == 0

    def says_unsent(self, terminal: Terminal) -> None:
        terminal.until("Error sending message, child exited 77", "Output of the delivery process", "presend: ")

    def still_has(self, terminal: Terminal, desk: Desk, letter: Letter) -> None:
        terminal.press("q")
        self.get_ready(terminal, letter)

    def works(self, terminal: Terminal) -> None:
        terminal.focus("Subject: ", "s")
        terminal.send(" again\r")
        terminal.until("Subject: Offer again", ": Compose")

    def sends_alone(self, desk: Desk, letter: Letter) -> Ended:
        return desk.alone([*self._command(letter), "--", *letter.to], letter.body)

    def _command(self, letter: Letter) -> list[str]:
        bcc = [word for address in letter.bcc for word in ("-b", address)]
        return [self.programs[0], "-n", "-s", letter.subject, *bcc]


class Neomutt(Mutt):
    """neomutt, which takes what mutt takes."""

    name = "neomutt"
    programs = ("neomutt",)
    draws_anew = ":exec refresh\r"  # Ctrl+L asks for a language
    _place = ".config/neomutt/neomuttrc"


class HastyNeomutt(Neomutt):
    """neomutt that does not wait for its sendmail, and takes every message as sent."""

    name = "neomutt, not waiting"

    def prepare(self, desk: Desk) -> None:
        super().prepare(desk)
        with (desk.home / self._place).open("a") as settings:
            settings.write("set sendmail_wait=-1\n")


class Alpine(Client):
    """alpine, started with a ``mailto`` URL, in its composer; it ignores a URL's Bcc and names no recipients."""

    name = "alpine"
    programs = ("alpine",)
    gives_bcc = False
    _configuration = """personal-name=Kim
user-domain=hanbit.example
customized-hdrs=From: {member}
inbox-path={home}/inbox
default-fcc=""
last-version-used=7.00
"""

    def arguments(self, letter: Letter) -> list[str]:
        return ["sendmail", "-t"]

    def prepare(self, desk: Desk) -> None:
        desk.write("inbox", "")
        desk.write(".pinerc", self._configuration.format(member=MEMBER, home=desk.home))
        desk.install(self.name)

    def open(self, desk: Desk, letter: Letter) -> Terminal:
        url = f"mailto:{','.join(letter.to)}?subject={quote(letter.subject)}&body={quote(letter.body)}"
        return desk.terminal(self.name, "-url", url)

    def get_ready(self, terminal: Terminal, letter: Letter) -> None:
        self._composing(terminal, letter)
        terminal.press("ctrl+x")
        terminal.until("Send message?")

    def send(self, terminal: Terminal) -> None:
        terminal.press("y")

    def says_sent(self, terminal: Terminal) -> None:
        assert terminal.ended() == 0

    def says_unsent(self, terminal: Terminal) -> None:
        terminal.until("POSTING ERRORS", "presend: ")

    def still_has(self, terminal: Terminal, desk: Desk, letter: Letter) -> None:
        terminal.press("e")
        self._composing(terminal, letter)

    def works(self, terminal: Terminal) -> None:
        terminal.send("Or not. ")
        terminal.until("Or not. See you on Monday.")

    def _composing(self, terminal: Terminal, letter: Letter) -> None:
        terminal.until("COMPOSE", f"Subject : {letter.subject}", letter.body, "^X Send")


class Aerc(Client):
    """aerc, which lets its sendmail work in the background and goes on reading the terminal."""

    name = "aerc"
    programs: ClassVar[tuple[str, ...]] = ("aerc",)
    leaves_cursor = False
    _account = """[Work]
source = maildir://{home}/Maildir
from = <{member}>
default = INBOX
"""
    _configuration = """[compose]
editor = true
"""

    def arguments(self, letter: Letter) -> list[str]:
        return ["sendmail", *letter.to, *letter.bcc]

    def prepare(self, desk: Desk) -> None:
        for folder in ("cur", "new", "tmp"):
            (desk.home / "Maildir" / "INBOX" / folder).mkdir(parents=True)
        desk.write(".config/aerc/accounts.conf", self._account.format(member=MEMBER, home=desk.home))
        desk.write(".config/aerc/aerc.conf", self._configuration)
        desk.install("aerc")

    def open(self, desk: Desk, letter: Letter) -> Terminal:
        return desk.terminal(self.name)

    def get_ready(self, terminal: Terminal, letter: Letter) -> None:
        terminal.until("[Work] Connected")
        fields = {"To": ", ".join(letter.to), "Bcc": ", ".join(letter.bcc), "Subject": letter.subject}
        given = "".join(f' -H "{name}: {value}"' for name, value in fields.items() if value)
        terminal.send(f":compose{given}\r")
        self._reviewing(terminal, letter)

    def send(self, terminal: Terminal) -> None:
        terminal.press("y")

    def says_sent(self, terminal: Terminal) -> None:
        self._says(terminal, "Message sent.")

    def says_unsent(self, terminal: Terminal) -> None:
        self._says(terminal, "exit status 77")

    def still_has(self, terminal: Terminal, desk: Desk, letter: Letter) -> None:
        self._reviewing(terminal, letter)

    def works(self, terminal: Terminal) -> None:
        terminal.send(":nothing")
        terminal.until(":nothing")

    def _reviewing(self, terminal: Terminal, letter: Letter) -> None:
        terminal.until(f"Subject: {letter.subject}", "Send this email?")

    def _says(self, terminal: Terminal, words: str) -> None:
        """Read until it says something; it draws that when the next event comes, and a key would wipe it away."""
        columns, rows = terminal.size
        widths = cycle((columns + 1, columns))

        def is_said() -> bool:
            if words in terminal.text:
                return True
            terminal.resize(next(widths), rows)
            return False

        terminal.until_true(is_said, words)
        terminal.resize(columns, rows)


class AercInTmux(Aerc):
    """aerc inside tmux, where presend can open a window that has the keyboard for itself."""

    name = "aerc in tmux"
    programs = ("aerc", "tmux")

    def open(self, desk: Desk, letter: Letter) -> Terminal:
        return desk.terminal(*new_session(desk), "aerc")

    def close(self, desk: Desk) -> None:
        desk.run(*tmux(desk), "kill-server")
