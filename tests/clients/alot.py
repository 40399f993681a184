"""alot, which reads its mail from notmuch's database and would read the keyboard while its sendmail runs."""

from __future__ import annotations

from tests.clients.client import Client, Letter
from tests.clients.desk import MEMBER, Desk
from tests.end_to_end.terminal import Terminal


class Alot(Client):
    """alot, started with a template, in its envelope buffer; a hook lets go of the terminal while presend asks."""

    name = "alot"
    programs = ("alot", "notmuch")
    _database = """[database]
path={home}/Mail
[user]
name=Kim
primary_email={member}
"""
    _configuration = """editor_cmd = true
[accounts]
[[work]]
realname = Kim
address = {member}
"""

    def arguments(self, letter: Letter) -> list[str]:
        return ["sendmail", "-t"]

    def prepare(self, desk: Desk) -> None:
        (desk.home / "Mail").mkdir()
        for name, text in ((".notmuch-config", self._database), (".config/alot/config", self._configuration)):
            desk.write(name, text.format(member=MEMBER, home=desk.home))
        desk.install(self.name)
        desk.run("notmuch", "new", "--quiet")

    def open(self, desk: Desk, letter: Letter) -> Terminal:
        fields = {"From": f"Kim <{MEMBER}>", "To": ", ".join(letter.to), "Bcc": ", ".join(letter.bcc)}
        head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
        template = desk.write("letter", f"{head}Subject: {letter.subject}\n\n{letter.body}\n")
        return desk.terminal(self.name, "compose", "--template", template)

    def get_ready(self, terminal: Terminal, letter: Letter) -> None:
        terminal.until(f"Subject {letter.subject}", letter.body, "[0: envelope", gone="failed to send")

    def send(self, terminal: Terminal) -> None:
        terminal.press("y")

    def says_sent(self, terminal: Terminal) -> None:
        terminal.until("mail sent successfully")

    def says_unsent(self, terminal: Terminal) -> None:
        terminal.until("failed to send: ", "77:", "presend: ", "[0: envelope")

    def still_has(self, terminal: Terminal, desk: Desk, letter: Letter) -> None:
        terminal.press("escape")
        self.get_ready(terminal, letter)
