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
presend completion SHELL         completion for bash, zsh and fish
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status (sysexits)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        from composer import __version__

        sys.stdout.write(f"presend {__version__}\n")
        return 0
    if given[:1] == ["sendmail"] and "--help" not in given:  # other programs wait for it: argparse is kept out
        _end_quietly()
        from composer.cli.sendmail import main as sendmail

        return sendmail(given[1:])
    from composer.cli.main import run

    return run(given)


def _end_quietly() -> None:
    """Ctrl+C while the imports run ends presend without a word; nothing is read yet."""
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    sys.exit(main())
