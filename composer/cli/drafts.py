"""``presend drafts [list|show|finish|delete]``: what was not sent, drafts of the composer and messages of clients."""

from __future__ import annotations

import argparse

from composer.words import _


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb with its actions."""
    verbs.add_parser("drafts", help=_("messages that were not sent, and how to go on with them"))
