"""What a composer begins with: a new message, or a draft from disk and what must be said about it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from composer.message.composition import Composition
from composer.drafting.draft_keeper import DraftKeeper
from composer.drafting.senders import new_composition
from composer.services.bundle import SavedDraft
from composer.services.member_settings import MemberSettings
from composer.words import _
from policy import levels
from policy.settings import Expiry, Level
from policy.verdict import PolicyInForce


class Opened(Struct, frozen=True):
    """A composition to show."""

    composition: Composition
    words: Callable[[], str] | None = None
    """What the member has to know."""
    came_back: bool = False
    """Whether it was sent already and came back, because the policy changed."""


def start_of(
    opened: Composition | SavedDraft, settings: MemberSettings, in_force: PolicyInForce | None, keeper: DraftKeeper
) -> Opened:
    """A new message gets sender and signature; a draft opens as it was, as General where its level is gone."""
    if isinstance(opened, Composition):
        return Opened(new_composition(settings, opened))
    is_mine = keeper.adopt(opened)
    composition, came_back = opened.composition, opened.came_back
    if in_force is not None and not levels.in_use(composition.level, in_force.policy):
        return Opened(as_general(composition), level_gone_words, came_back)
    return Opened(composition, None if is_mine else _copy_words, came_back)


def as_general(composition: Composition) -> Composition:
    """The same message without a level."""
    return replace(composition, level=Level.GENERAL, expires_after=Expiry.NONE, forwarding_prohibited=False)


def level_gone_words() -> str:
    """The level of a draft, or of the message on the screen, was put out of use."""
    return _("The draft's security level is no longer in use. It is General now.")


def _copy_words() -> str:
    return _("This draft is open in another presend. What you write here becomes a copy.")
