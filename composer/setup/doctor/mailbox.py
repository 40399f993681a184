"""Checks where what the member sends is filed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from composer.disk.mailbox_layout import (
    hindrance,
    holds_something,
    is_mailbox,
    is_maildir,
    is_missing,
    is_no_folder,
    sent_folder,
    stray_folders,
)
from composer.sentences.system_reasons import system_reason
from composer.services.member_settings import MemberSettings
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.words import _


def mailbox_findings(settings: MemberSettings) -> Iterator[Finding]:
    """Whether sent mail is filed, and whether in a Maildir; nothing is written."""
    mailbox, sent = settings.mailbox, sent_folder(settings.mailbox, settings.sent)
    if mailbox is None or sent is None:
        words = _(
            "What you send is filed nowhere: no mailbox is set. Name the folder with your Maildir as mailbox.path in "
            "config.toml."
        )
        yield Finding(Link.MAILBOX, Mark.NOTE, words)
    else:
        yield _of_the_folders(mailbox, sent)
        for stray in stray_folders(mailbox):
            yield Finding(Link.MAILBOX, Mark.NOTE, _stray_words(stray, sent))


def _of_the_folders(mailbox: Path, sent: Path) -> Finding:
    for folder, setting in ((mailbox, "mailbox.path"), (sent, "mailbox.sent")):
        if is_no_folder(folder):
            return Finding(Link.MAILBOX, Mark.FAULT, _no_folder_words(folder, setting))
    if (hindered := hindrance(sent)) is not None:
        return Finding(Link.MAILBOX, Mark.FAULT, _hindered_words(sent, hindered))
    if holds_something(sent) and not is_maildir(sent):
        return Finding(Link.MAILBOX, Mark.NOTE, _no_maildir_words(sent, "mailbox.sent"))
    if is_missing(mailbox):
        return Finding(Link.MAILBOX, Mark.NOTE, _missing_words(mailbox))
    if holds_something(mailbox) and not is_mailbox(mailbox):
        return Finding(Link.MAILBOX, Mark.NOTE, _no_maildir_words(mailbox, "mailbox.path"))
    return Finding(Link.MAILBOX, Mark.WELL, _("What you send is filed in {folder}.", folder=sent))


def _no_folder_words(folder: Path, setting: str) -> str:
    return _(
        "{folder} is a file and no Maildir: what you send cannot be filed there. Correct {setting} in config.toml.",
        folder=folder,
        setting=setting,
    )


def _hindered_words(sent: Path, hindered: OSError) -> str:
    return _(
        "What you send cannot be filed in {folder}: {reason}. Look who may write there, or name another folder as "
        "mailbox.sent in config.toml.",
        folder=sent,
        reason=system_reason(hindered),
    )


def _no_maildir_words(folder: Path, setting: str) -> str:
    return _(
        "{folder} is no Maildir: there is no cur and new in it, nor in folders below it. What you send is filed there "
        "all the same. Correct {setting} in config.toml if your mail lies elsewhere.",
        folder=folder,
        setting=setting,
    )


def _stray_words(stray: Path, sent: Path) -> str:
    if stray == sent:
        return _(
            "{folder} begins with a dot in a mailbox whose other folders do not: mbsync stops at it. Rename it, and "
            "mailbox.sent in config.toml, if it names it.",
            folder=stray,
        )
    return _(
        "{folder} lies beside {sent}, and mbsync stops at it. Move its messages into {sent}, and delete it.",
        folder=stray,
        sent=sent,
    )


def _missing_words(folder: Path) -> str:
    return _(
        "{folder} is not there; presend makes it with the first message that it files. Correct mailbox.path in "
        "config.toml if your mail lies elsewhere.",
        folder=folder,
    )
