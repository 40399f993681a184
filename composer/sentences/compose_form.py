"""The small texts of the composer: its title, counter, level, offers and faulty addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from composer.drafting.judging import Assessment
from composer.language.cells import cells, shorten
from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.address_faults import reason_words
from composer.sentences.joined import facts
from composer.services.completion_kind import CompletionKind
from composer.services.contacts import Completion
from composer.words import _, active, available, ngettext, number, own_name, pgettext
from policy.address import Malformed
from policy.draft import Field
from policy.settings import Level
from policy.verdict import PolicyInForce

SHORTEST_NAME = 4
"""Cells of a level's name that its button shows at least, with the dots for the rest."""


def title_words(
    in_force: PolicyInForce | None, member: str | None, saved: str, *, demonstration: bool, dot: str, most: int
) -> str:
    """The title line: program, policy in force, the member's language, the screen's, and whether the draft is saved.

    Both languages are one where they are the same; where there are more than ``most`` cells they are named by their
    codes.
    """
    before = ["presend", *([pgettext("title", "DEMONSTRATION")] if demonstration else []), policy_words(in_force)]
    behind = [saved] if saved else []
    named, coded = (f" {dot} ".join([*before, words, *behind]) for words in _language_words(member))
    return named if cells(named) <= most else coded


def _language_words(member: str | None) -> tuple[str, str]:
    """The member's language and the screen's: with their names, and with their codes."""
    screen = active()
    if not member:
        return (_("your language: not set"),) * 2
    if member == screen:
        return (own_name(screen),) * 2
    theirs = own_name(member) if member in available() else clean(member)
    return (
        _("your language: {member}, screen: {screen}", member=theirs, screen=own_name(screen)),
        _("you: {member}, screen: {screen}", member=clean(member), screen=screen),
    )


_PLACES: dict[str, Callable[[], str]] = {
    "from": lambda: pgettext("field", "From"),
    "level": lambda: pgettext("button", "Level"),
    "individually": lambda: pgettext("tick", "Individually"),
    "preview": lambda: pgettext("button", "Preview"),
    "files": lambda: pgettext("place", "Files"),
}


def not_typed_words(place: str | None) -> str:
    """The sentence that a letter was not taken, and where the focus is; ``place`` is a widget's id, None = nowhere."""
    words = _PLACES.get(place or "")
    if words is None:
        return _("Not typed: the cursor is in no field. Tab moves it to one.")
    return _("Not typed: the cursor is on {place}, which takes no text. Tab and Shift+Tab move it.", place=words())


def policy_words(in_force: PolicyInForce | None) -> str:
    """Whose policy is in force; None = it cannot be used."""
    if in_force is None:
        return _("the policy is broken")
    return _("policy: {name}", name=in_force.policy.company.name or in_force.source.rpartition("/")[2])


def policy_source_words(in_force: PolicyInForce) -> str:
    """The sentence that says where the policy in force comes from."""
    return _("Policy in force: {source}.", source=in_force.source)


def counter_words(assessment: Assessment) -> str:
    """How many outside recipients the message has, of as many as are allowed."""
    limit = assessment.in_force.policy.limits.max_external_recipients
    return _("{count} of {limit} outside", count=number(len(assessment.verdict.outside)), limit=number(limit))


def level_words(assessment: Assessment, most: int) -> str:
    """The text of the level's button, in at most ``most`` cells where it can be: name, expiry, forwarding.

    It gets shorter in this order: the moment of expiry becomes a day, forwarding a short word, the word Level goes,
    and at last the name is cut, to no fewer than ``SHORTEST_NAME`` cells.
    """
    level = assessment.verdict.level
    name = labels.level_label(level.level, level.name)
    is_general, is_prohibited = level.level is Level.GENERAL, level.forwarding_prohibited
    expires = level.expires_at.astimezone(assessment.member.timezone) if level.expires_at else None
    titled = _("Level: {level}", level=name)
    forwarding, short = labels.forwarding_words(is_prohibited), labels.short_forwarding_words(is_prohibited)
    day = labels.short_expiry_words(expires)
    rows: list[tuple[str, ...]] = [
        (titled, labels.expiry_words(expires), forwarding),
        (titled, day, forwarding),
        (titled, day, short),
        (name, day, short),
    ]
    rows = [row[: 1 if is_general else None] for row in rows]
    fitting = next((row for row in map(facts, rows) if cells(row) <= most), None)
    return _with_cut_name(rows[-1], most) if fitting is None else fitting


def _with_cut_name(parts: Sequence[str], most: int) -> str:
    name, *rest = parts
    room = most - cells(facts(["", *rest]))
    return facts([shorten(name, max(room, SHORTEST_NAME), "..."), *rest])


def address_faults(field: Field, faults: Sequence[Malformed]) -> str:
    """Each piece that is no address, with its place in the field; one line each."""
    return "\n".join(
        _(
            "! {field}, character {place}: {text}: {reason}",
            field=labels.field_name(field),
            place=number(fault.start + 1),
            text=clean(fault.text, longest=60),
            reason=reason_words(fault),
        )
        for fault in faults
    )


def offer_words(offer: Completion) -> str:
    """An address that is offered: inside or outside, and of a list whom it reaches and how many members it has.

    Beside a domain in letters stands the one that is sent, so that a look-alike cannot hide.
    """
    text = f"{offer.text} ({offer.a_label})" if offer.a_label else offer.text
    members = ngettext("{n} member", "{n} members", offer.member_count) if offer.member_count is not None else ""
    return "  ".join(part for part in (text, _reach(offer), members) if part)


def _reach(offer: Completion) -> str:
    if offer.inside:
        return pgettext("recipient", "inside")
    if offer.kind is not CompletionKind.LIST:
        return pgettext("recipient", "outside")
    if offer.member_count is None:
        return pgettext("recipient", "members not known")
    return pgettext("recipient", "reaches outside")
