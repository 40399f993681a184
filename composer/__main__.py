"""The command ``presend``: one verb a file under ``composer/cli``, imported only when it is called.

presend [compose] [MAILTO ...]   the composer
presend demo                     the demonstration
presend check MESSAGE            what the policy would say of a finished message
presend policy check|lint|...    the policy file: faults, traps, everything it decides
presend admin [FILE]             the administrator's page
presend outbox list|show|...     what waits to be sent
presend sendmail ...             what other mail clients call as their sendmail
presend drafts list|finish|...   what was not sent
presend contacts QUERY           addresses for other mail clients
presend install CLIENT           the lines that make presend a client's sendmail
presend doctor                   whether the whole chain is well
presend locales check|resolve|row   translations, and which wording members get
presend completion SHELL         completion for bash, zsh and fish

A link to it named sendmail, mailq or newaliases is that program.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

TYPE_CHECKING = False  # from typing it would come before the path is put right
if TYPE_CHECKING:
    from composer.storage.machine import Machine

NAMES = {"sendmail": ("sendmail",), "mailq": ("sendmail", "-bp"), "newaliases": ("sendmail", "-bi")}
"""The words that the name of a link stands for; as with every sendmail, the other two are modes of it (sendmail(8))."""


def main(arguments: Sequence[str] | None = None, machine: Machine | None = None) -> int:
    """Run one verb; returns the exit status (sysexits). Without a machine it is the one that presend runs on."""
    if arguments is None:
        _import_nothing_from_the_current_folder()
    given = [*NAMES.get(sys.argv[0].rpartition("/")[2], ()), *sys.argv[1:]] if arguments is None else list(arguments)
    if given == ["--version"]:
        from composer import __version__

        sys.stdout.write(f"presend {__version__}\n")
        return 0
    if given[:1] == ["sendmail"] and "--help" not in given:  # other programs wait for it: argparse is kept out
        from composer.gate.terminal.signals import note_ending

        note_ending()  # the imports take longer than a client may wait, which has handed its message over already
        from composer.cli.sendmail import main as sendmail

        return sendmail(given[1:], machine=machine)
    from composer.cli.main import run
    from composer.storage.machine import THIS_MACHINE

    return run(given, machine or THIS_MACHINE)


def _import_nothing_from_the_current_folder() -> None:
    """``python -m composer`` and an empty entry of PYTHONPATH put it on the path: a download would be code there."""
    try:
        here = os.getcwd()  # noqa: PTH109  # pathlib is not imported yet
    except OSError:  # it is gone
        return
    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120  # as above
    if here != own and here not in named:
        sys.path[:] = [entry for entry in sys.path if entry not in ("", here)]


if __name__ == "__main__":
    sys.exit(main())
