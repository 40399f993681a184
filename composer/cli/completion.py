"""``presend completion SHELL``: a script that completes verbs, options and files."""

from __future__ import annotations

import argparse
import sys

from composer.cli.parser import WrittenHelpFormatter
from composer.words import _, pgettext


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend completion`` and its arguments."""
    from composer.setup.completion import SHELLS

    parser = verbs.add_parser(
        "completion",
        help=_("print a script with which a shell completes presend's words"),
        description=_("Print the script for a shell. Its first lines say how to load it."),
        epilog=_loading(),
        formatter_class=WrittenHelpFormatter,
    )
    parser.add_argument("shell", choices=SHELLS, metavar=pgettext("argument", "SHELL"), help=", ".join(SHELLS))
    parser.set_defaults(run=run)


def _loading() -> str:
    """The lines that tell for each shell which line loads the script, and in which file it belongs."""
    from composer.setup.completion import LOADING

    rows = [f"  {shell:<6}{file:<28}{line}" for shell, (file, line) in LOADING.items()]
    return "\n".join((_("The line for each shell, and its file; in zsh it stands below compinit:"), *rows))


def run(arguments: argparse.Namespace) -> int:
    """Print the script for the shell."""
    from composer.cli.main import whole_parser
    from composer.exit_status import Exit
    from composer.setup.completion import script
    from composer.setup.grammar import command_of

    sys.stdout.write(script(arguments.shell, command_of(whole_parser())))
    return Exit.OK
