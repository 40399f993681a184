"""The sentences of the level picker."""

from __future__ import annotations

from datetime import datetime, tzinfo

from composer.language.paragraph import paragraph
from composer.sentences import labels
from composer.words import _, date_time, pgettext
from policy import levels
from policy.settings import Expiry, Level, Policy


def level_name(level: Level, policy: Policy) -> str:
    """The administrator's name of a level, or its built-in name."""
    return labels.level_label(level, levels.edited_name(level, policy))


def what_it_does(level: Level, policy: Policy) -> str:
    """What a level brings, in one line: where mail may go, expiry, forwarding, deletion."""
    settings = policy.level(level)
    if settings is None:
        return _("May go outside. Does not expire, may be forwarded.")
    parts = [_("Stays inside: nobody outside can receive it."), _expiry_part(settings.expires_after)]
    if settings.forwarding_prohibited:
        parts.append(_("No forwarding."))
    if settings.delete_sent_after_expiration:
        parts.append(_("Deleted from Sent as well when it expires."))
    return paragraph(parts)


def expiry_choice(expiry: Expiry, now: datetime, zone: tzinfo) -> str:
    """A choice of expiry with the date and time that it means, in the member's zone."""
    moment = levels.expires_at(expiry, now, zone)
    if moment is None:
        return labels.expiry_label(expiry)
    return pgettext(
        "expiry",
        "{period}, until {moment}",
        period=labels.expiry_label(expiry),
        moment=date_time(moment.astimezone(zone)),
    )


def expiry_moment(expiry: Expiry, now: datetime, zone: tzinfo) -> str:
    """The sentence that says when the message would expire if it were sent now."""
    moment = levels.expires_at(expiry, now, zone)
    if moment is None:
        return _("The message does not expire.")
    return _("Sent now, the message expires {moment}.", moment=date_time(moment.astimezone(zone)))


def limits() -> str:
    """The sentence about what a level cannot enforce in other mail programs."""
    return _(
        "Outside presend, expiry and no forwarding are only requests: "
        "other mail programs may keep, forward, print or copy the message."
    )


def _expiry_part(expiry: Expiry) -> str:
    match expiry:
        case Expiry.NONE:
            return _("Does not expire.")
        case Expiry.DAY:
            return _("Expires after 1 day.")
        case Expiry.WEEK:
            return _("Expires after 1 week.")
        case Expiry.MONTH:
            return _("Expires after 1 month.")
        case Expiry.QUARTER:
            return _("Expires after 3 months.")
