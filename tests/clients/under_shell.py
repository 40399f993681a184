"""The line-based clients, started by a shell: what they leave behind is met by what is typed after them."""

from __future__ import annotations

from tests.clients.client import Letter
from tests.clients.desk import Desk
from tests.clients.line_based import GitSendEmail, LineBased, SNail
from tests.clients.tmux import new_session, tmux
from tests.end_to_end.terminal import Terminal

_SHELL = '"$@"; echo "status $?"; read -r typed; echo "read: $typed"'
_AFTER_MANY_LINES = 'seq -f "line %g of the history" 60; "$@"; echo "status $?"; read -r typed'


class UnderShell(LineBased):
    """A client whose shell goes on when it has ended."""

    def open(self, desk: Desk, letter: Letter) -> Terminal:
        return desk.terminal("/bin/sh", "-c", _SHELL, "sh", *self.command(desk, letter))

    def says_unsent(self, terminal: Terminal) -> None:
        terminal.until("presend: ", self.complaint, f"status {self.unsent}")

    def works(self, terminal: Terminal) -> None:
        before = terminal.text.count("typed here")
        terminal.send("typed here\r")
        terminal.until("read: typed here")
        assert terminal.text.count("typed here") == before + 2, "it is not echoed"


class SNailUnderShell(UnderShell, SNail):
    """s-nail under a shell."""


class GitUnderShell(UnderShell, GitSendEmail):
    """git send-email under a shell."""


class InTmux(UnderShell):
    """The same in tmux, below more lines than its screen has."""

    def open(self, desk: Desk, letter: Letter) -> Terminal:
        return desk.terminal(*new_session(desk), "/bin/sh", "-c", _AFTER_MANY_LINES, "sh", *self.command(desk, letter))

    def close(self, desk: Desk) -> None:
        desk.run(*tmux(desk), "kill-server")


class SNailInTmux(InTmux, SNail):
    """s-nail under a shell in tmux."""


class GitInTmux(InTmux, GitSendEmail):
    """git send-email under a shell in tmux."""
