"""The ready drafts of the demonstration: one for each outcome that the policy can have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from composer.message.composition import Composition
from composer.words import pgettext
from policy.settings import Apply, Expiry, Level

KIM = "Kim Min-ji <kim@hanbit.example>"
SMITH = "Ann Smith <smith@hanbit.example>"
PARTNER = "Partner <partner@other.example>"
UNDER_LIMIT = ("price-list.pdf", 900_000)
OVER_LIMIT = ("catalogue.pdf", 1_100_000)
"""Name and bytes of the two files; the demonstration's limit is 1 MB."""


class ReadyDraft(Struct, frozen=True):
    """A draft of the demonstration, and what it shows."""

    id: str
    title: Callable[[], str]
    """Makes the words for what the draft shows, in the language now active."""
    composition: Composition
    files: tuple[str, ...] = ()
    """Names of demonstration files to attach."""
    apply: Apply | None = None
    """The condition of the warning that the draft is to be shown under; None = the one in force."""


def write_files(folder: Path) -> None:
    """Write the two attachments into ``folder``; they are all zeros, and sparse."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, size in (UNDER_LIMIT, OVER_LIMIT):
        path = folder / name
        if path.is_symlink():
            path.unlink()
        if not path.exists() or path.stat().st_size != size:
            with path.open("wb") as file:
                file.truncate(size)


def ready_drafts() -> tuple[ReadyDraft, ...]:
    """The ready drafts, in the order of a presentation."""
    return (
        ReadyDraft("demo-1-always", _always, _mail(KIM, PARTNER, _always()), apply=Apply.ALWAYS),
        ReadyDraft(
            "demo-2-attachments",
            _attachments,
            _mail(KIM, PARTNER, _attachments()),
            (UNDER_LIMIT[0],),
            Apply.ATTACHMENTS,
        ),
        ReadyDraft(
            "demo-3-individually",
            _individually,
            _mail(KIM, f"{PARTNER}, Buyer <buyer@shop.example>", _individually()),
            apply=Apply.NOT_INDIVIDUALLY,
        ),
        ReadyDraft(
            "demo-4-both",
            _both,
            _mail(KIM, f"projects@hanbit.example, {PARTNER}", _both()),
            (UNDER_LIMIT[0],),
            Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY,
        ),
        ReadyDraft("demo-5-exempt", _exempt, _mail("sales@hanbit.example", PARTNER, _exempt())),
        ReadyDraft("demo-6-restricted", _restricted, _restricted_mail()),
        ReadyDraft("demo-7-unwritten", _unwritten, _mail(SMITH, PARTNER, _unwritten())),
        ReadyDraft("demo-8-inside", _inside, _mail(KIM, "all@hanbit.example", _inside())),
        ReadyDraft("demo-9-too-large", _too_large, _mail(KIM, "lee@hanbit.example", _too_large()), (OVER_LIMIT[0],)),
    )


def _mail(sender: str, to: str, subject: str) -> Composition:
    body = pgettext("demonstration", "Hello,\n\nplease find the details below.\n")
    return Composition(sender=sender, to=to, subject=subject, body=body)


def _restricted_mail() -> Composition:
    return Composition(
        sender=KIM,
        to=f"lee@hanbit.example, {PARTNER}",
        subject=_restricted(),
        body=pgettext("demonstration", "Figures for the board.\n"),
        level=Level.RESTRICTED,
        expires_after=Expiry.MONTH,
        forwarding_prohibited=True,
    )


def _always() -> str:
    return pgettext("demonstration", "Outside: always a warning")


def _attachments() -> str:
    return pgettext("demonstration", "Outside with an attachment")


def _individually() -> str:
    return pgettext("demonstration", "Two outsiders, not sent individually")


def _both() -> str:
    return pgettext("demonstration", "A nested list, an attachment, not individually")


def _exempt() -> str:
    return pgettext("demonstration", "Sent as a list with outsiders: exempt")


def _restricted() -> str:
    return pgettext("demonstration", "Restricted mail to the outside: refused")


def _unwritten() -> str:
    return pgettext("demonstration", "A member whose tab is not written")


def _inside() -> str:
    return pgettext("demonstration", "Everybody inside: no warning")


def _too_large() -> str:
    return pgettext("demonstration", "A file over the limit")
