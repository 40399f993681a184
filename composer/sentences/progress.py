"""How far a delivery is: a sentence, a bar that is read without colour, and one step for each per cent."""

from __future__ import annotations

from collections.abc import Callable

from composer.services.outbox import Progress, Stage
from composer.words import _, ngettext, number, pgettext, size

BAR_CELLS = 30


def stage_words(progress: Progress) -> str:
    """The sentence for the stage of a delivery, with copies and bytes where they are known."""
    match progress.stage:
        case Stage.HELD:
            return _("Waiting for the time to undo.")
        case Stage.WAITING:
            return _("Waiting for another message that is being sent.")
        case Stage.UPLOADING:
            return _with_bytes(_("Uploading the files."), progress)
        case Stage.SECRET:
            return _("Waiting for the command that prints your password. Escape stops it.")
        case Stage.CONNECTING:
            return _("Connecting to the server.")
        case Stage.SENDING:
            return _with_bytes(_sending(progress), progress)
        case Stage.FILING:
            return _("Filing the message in Sent.")


def secret_late_words() -> str:
    """The sentence that the command for the password was waited for too long."""
    return _("The command that prints your password did not end in time. Run it yourself to see why.")


def title(subject: str, *, is_over: bool = False) -> str:
    """The heading of a delivery, with the message's subject; what became of it is said below once it is over."""
    if is_over:
        return _("Subject: {subject}", subject=subject) if subject else pgettext("draft", "No subject")
    return _("Sending: {subject}", subject=subject) if subject else _("Sending a message without a subject")


def held_words(seconds: int) -> str:
    """For how many seconds sending can still be undone."""
    return ngettext(
        "Sending in {n} second. You can still undo.", "Sending in {n} seconds. You can still undo.", seconds
    )


def too_late() -> str:
    """The sentence for an undo that came after the time to undo."""
    return _("It is too late to undo: the message is already being sent.")


def fraction(progress: Progress) -> float:
    """The part of all copies that is done, from 0 to 1."""
    if progress.stage is Stage.FILING:
        return 1.0
    if progress.stage not in {Stage.SENDING, Stage.UPLOADING}:
        return 0.0
    done = _part(progress.sent_bytes, progress.total_bytes)
    if progress.copies <= 1:
        return done
    return _part(progress.copy - 1 + done, progress.copies)


def bar(part: float, cells: int = BAR_CELLS) -> str:
    """A bar of ``cells`` cells between brackets, ASCII, for a part from 0 to 1."""
    full = int(min(max(part, 0.0), 1.0) * cells)
    return f"[{'#' * full}{'.' * (cells - full)}]"


class EachPercent:
    """Passes on the steps of a delivery, at most one for each per cent, for a fast disk would flood the screen."""

    def __init__(self, report: Callable[[Progress], None]) -> None:
        self._report = report
        self._last: tuple[Stage, int, int] | None = None

    def __call__(self, progress: Progress) -> None:
        """Report the progress where it looks different from what was reported last."""
        step = (progress.stage, progress.copy, int(fraction(progress) * 100))
        if step != self._last:
            self._last = step
            self._report(progress)


def _sending(progress: Progress) -> str:
    if progress.copies <= 1:
        return _("Sending the message.")
    return _("Sending copy {copy} of {copies}.", copy=number(progress.copy), copies=number(progress.copies))


def _with_bytes(sentence: str, progress: Progress) -> str:
    if not progress.total_bytes:
        return sentence
    done, total = size(progress.sent_bytes), size(progress.total_bytes)
    return _("{sentence} {done} of {total}", sentence=sentence, done=done, total=total)


def _part(done: float, total: float) -> float:
    return min(max(done / total, 0.0), 1.0) if total > 0 else 0.0
