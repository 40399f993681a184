"""What a composer begins with: a new message, or a draft from disk and what must be said about it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from composer.drafting.draft_keeper import DraftKeeper
from composer.drafting.senders import new_composition
from composer.errors import PresendError, StorageError
from composer.message.composition import Composition
from composer.message.mailto import body_text
from composer.services.drafts import SavedDraft
from composer.services.member_settings import MemberSettings
from composer.words import _
from policy import levels
from policy.settings import Expiry, Level
from policy.verdict import PolicyInForce


class Opened(Struct, frozen=True):
    """The composition that a composer begins with, and what the member is told about it."""

    composition: Composition
    words: Callable[[], str] | None = None
    """Makes the sentence that the member is told; None = there is nothing to tell."""
    came_back: bool = False
    """Whether it was sent already and came back, because the policy changed."""
    unread: StorageError | None = None
    """Why the draft on disk could not be read again, so that a copy of what the list showed is opened."""
    is_given: bool = False
    """Whether it came by argument or pipe: it counts as typed, and is not on disk yet."""


def start_of(
    opened: Composition | SavedDraft,
    settings: MemberSettings,
    in_force: PolicyInForce | None,
    keeper: DraftKeeper,
    drafts_sent: Callable[[], frozenset[str]],
) -> Opened:
    """What a composer begins with: a new message with sender and signature, or a draft that it claims and reads anew.

    The list that showed the draft may be old: another window may have sent, changed or deleted it since.
    """
    if isinstance(opened, Composition):
        return Opened(new_composition(settings, opened), is_given=not opened.is_blank)
    was_sent = opened.id in _known(drafts_sent)
    is_ours = keeper.claim(opened.id)
    try:
        now = keeper.read_again(opened.id)
    except StorageError as error:
        return _unread(opened, error, keeper, in_force, is_ours=is_ours)
    if not is_ours:
        return _adapted(now or opened, _copy_words, in_force)
    if now is None or was_sent:
        keeper.give_back(opened.id)
    if now is None:
        return Opened(
            new_composition(settings, Composition()), _sent_in_another_window_words if was_sent else _gone_words
        )
    if was_sent:
        return _adapted(now, _sent_words, in_force)
    keeper.adopt(now)
    return _adapted(now, None if now.composition == opened.composition else _changed_words, in_force)


def _unread(
    listed: SavedDraft, error: StorageError, keeper: DraftKeeper, in_force: PolicyInForce | None, *, is_ours: bool
) -> Opened:
    """A copy of what the list showed: the draft lies there still, and is not written over."""
    if is_ours:
        keeper.give_back(listed.id)
    return replace(_adapted(listed, None, in_force), unread=error)


def _known(drafts_sent: Callable[[], frozenset[str]]) -> frozenset[str]:
    """Without an outbox nothing is known to be sent; where a draft is sent twice, the outbox refuses that itself."""
    try:
        return drafts_sent()
    except PresendError:
        return frozenset()


def _adapted(draft: SavedDraft, words: Callable[[], str] | None, in_force: PolicyInForce | None) -> Opened:
    """As General where its level is gone; what is said of the draft itself comes first."""
    if in_force is None or levels.in_use(draft.composition.level, in_force.policy):
        return Opened(draft.composition, words, draft.came_back)
    return Opened(as_general(draft.composition), _both(words, level_gone_words), draft.came_back)


def _both(first: Callable[[], str] | None, second: Callable[[], str]) -> Callable[[], str]:
    return second if first is None else lambda: f"{first()}\n{second()}"


def before_writing(written: Composition, settings: MemberSettings) -> Composition:
    """The message as it would have been opened without any content."""
    body = body_text(new_composition(settings, Composition(sender=written.sender)).body)
    return replace(written, to="", cc="", bcc="", subject="", body=body, files=())


def as_general(composition: Composition) -> Composition:
    """The message with the level General."""
    return replace(composition, level=Level.GENERAL, expires_after=Expiry.NONE, forwarding_prohibited=False)


def level_gone_words() -> str:
    """The sentence that the level of the message is no longer in use."""
    return _("The draft's security level is no longer in use. It is General now.")


def _copy_words() -> str:
    return _("This draft is open in another presend. What you write here becomes a copy.")


def _sent_words() -> str:
    return _(
        "This message was sent already; only its draft could not be deleted. What you see is a copy, and Send would "
        "send it a second time."
    )


def _sent_in_another_window_words() -> str:
    return _("This draft was sent by another window meanwhile. Here is a new message.")


def _gone_words() -> str:
    return _("This draft is gone: another window has deleted it or sent it meanwhile. Here is a new message.")


def _changed_words() -> str:
    return _("Another window has changed this draft meanwhile. This is how it was saved last.")
