"""The traps of a policy in sentences, one for each code."""

from __future__ import annotations

from collections.abc import Callable

from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.domains import both_forms
from composer.sentences.named import Things, named
from composer.words import _, language_name, number, size
from policy.lint.trap import LintCode, Trap
from policy.settings import Level, Surface


def sentence(trap: Trap) -> str:
    """What is wrong with one place of the policy, naming what it is about; the place itself is not named."""
    return _SENTENCES[trap.code](trap)


def _domain(trap: Trap) -> str:
    return both_forms(trap.subjects[0])


def _surface(trap: Trap) -> str:
    return labels.surface_label(Surface(trap.path[2]))


def _first(trap: Trap) -> str:
    return clean(trap.subjects[0])


def _others(trap: Trap, count: int | None = None) -> str:
    return named(trap.subjects[1:], Things.PEOPLE, count)


def _differs(trap: Trap) -> str:
    written = Surface.MOBILE if trap.path[2] == Surface.PC.value else Surface.PC
    return _(
        "The tab {tag} is written for {written} and not for {missing}.",
        tag=_first(trap),
        written=labels.surface_label(written),
        missing=_surface(trap),
    )


def _default_blank(trap: Trap) -> str:
    return _("Default is blank for {surface}.", surface=_surface(trap))


def _too_long(trap: Trap) -> str:
    return _(
        "The text takes {rows} rows in the dialog for {surface}, which shows {limit} at once.",
        rows=number(trap.facts["rows"]),
        surface=_surface(trap),
        limit=trap.facts["limit"],
    )


def _collision(trap: Trap) -> str:
    name, other, language = trap.subjects
    if not language:
        return _("Both levels are named {name}.", name=name)
    return _(
        "{name} is the name of the level {level} in {language}.",
        name=name,
        level=labels.level_label(Level(other)),
        language=language_name(language),
    )


def _exempt(trap: Trap) -> str:
    return _(
        "No warning is shown for mail sent as {list}, because it has outside members: {outsiders}.",
        list=_first(trap),
        outsiders=_others(trap, trap.facts["outsiders"]),
    )


def _unused(trap: Trap) -> str:
    if trap.facts["unknown"]:
        return _("“{code}” is no code of a trap.", code=_first(trap))
    if trap.facts["no_reason"]:
        return _("{code} is allowed without a reason.", code=_first(trap))
    return _("There is no trap {code} here to allow.", code=_first(trap))


_SENTENCES: dict[LintCode, Callable[[Trap], str]] = {
    LintCode.PUBLIC_PROVIDER: lambda trap: _("{domain} is a public mail provider.", domain=_domain(trap)),
    LintCode.PUBLIC_SUFFIX: lambda trap: _("{domain} is not the domain of one company.", domain=_domain(trap)),
    LintCode.SUBDOMAINS_INSIDE: lambda trap: _("Everything below {domain} counts as inside.", domain=_domain(trap)),
    LintCode.DOMAIN_ITSELF_OUTSIDE: lambda trap: _(
        "What lies below {domain} counts as inside, {domain} itself as outside.", domain=_domain(trap)
    ),
    LintCode.LANGUAGE_UNREADABLE: lambda trap: _("“{tag}” is not the tag of a language.", tag=_first(trap)),
    LintCode.LANGUAGE_TWICE: lambda trap: _(
        "{tag} is the same language as {other}.", tag=_first(trap), other=_others(trap)
    ),
    LintCode.DEFAULT_LANGUAGE_UNREADABLE: lambda trap: _("“{tag}” is not the tag of a language.", tag=_first(trap)),
    LintCode.DEFAULT_LANGUAGE_NOT_ENABLED: lambda trap: _(
        "The default language {tag} is not among the languages of the company.", tag=_first(trap)
    ),
    LintCode.TIME_LIMIT_UNREACHABLE: lambda trap: _(
        "A file over {attachment} cannot be attached, and over {limit} it cannot be sent as a link either.",
        attachment=size(trap.facts["attachment"]),
        limit=size(trap.facts["limit"]),
    ),
    LintCode.IMPORT_UNAVAILABLE: lambda _trap: _(
        "Import is allowed, but unavailable as long as access is limited to designated IPs."
    ),
    LintCode.WARNING_OFF: lambda _trap: _("The warning is off, although texts are written for it."),
    LintCode.WARNING_NEEDS_FILE: lambda trap: _(
        "The warning appears only with an attachment, and no file over {limit} can be sent.",
        limit=size(trap.facts["limit"]),
    ),
    LintCode.DEFAULT_BLANK: _default_blank,
    LintCode.TAB_NOT_ENABLED: lambda trap: _(
        "The tab {tag} for {surface} is never shown: the company has not enabled this language.",
        tag=_first(trap),
        surface=_surface(trap),
    ),
    LintCode.TAB_UNREADABLE: lambda trap: _(
        "The tab “{tag}” for {surface} is never shown: this is not the tag of a language.",
        tag=_first(trap),
        surface=_surface(trap),
    ),
    LintCode.TAB_TWICE: lambda trap: _(
        "The tab {tag} is the same language as the tab {other}, which is shown instead.",
        tag=_first(trap),
        other=_others(trap),
    ),
    LintCode.TAB_INVISIBLE: lambda trap: _(
        "The tab {tag} for {surface} holds nothing that can be seen.", tag=_first(trap), surface=_surface(trap)
    ),
    LintCode.TAB_EQUALS_DEFAULT: lambda trap: _(
        "The tab {tag} for {surface} says the same as Default.", tag=_first(trap), surface=_surface(trap)
    ),
    LintCode.SURFACES_DIFFER: _differs,
    LintCode.TEXT_TOO_LONG: _too_long,
    LintCode.HIDDEN_CHARACTERS: lambda trap: _(
        "The text holds characters that are never shown: {characters}.", characters=named(trap.subjects, Things.OTHERS)
    ),
    LintCode.LEVEL_NAME_COLLIDES: _collision,
    LintCode.LEVEL_NAME_INVISIBLE: lambda _trap: _("The name of the level holds nothing that can be seen."),
    LintCode.LIST_ADDRESS_OUTSIDE: lambda trap: _("{list} is not in a domain of the company.", list=_first(trap)),
    LintCode.LIST_EXEMPT: _exempt,
    LintCode.LIST_CYCLE: lambda trap: _("{way}: this list contains itself.", way=" > ".join(trap.subjects)),
    LintCode.LIST_EMPTY: lambda trap: _("{list} has no members.", list=_first(trap)),
    LintCode.LIST_UNREADABLE: lambda trap: _("The members of {list} could not be read.", list=_first(trap)),
    LintCode.LIST_TOO_DEEP: lambda trap: _(
        "{list} is nested more than {limit} lists deep: {other} is not followed.",
        list=_first(trap),
        limit=trap.facts["limit"],
        other=_others(trap),
    ),
    LintCode.LIST_MEMBER_MALFORMED: lambda trap: _(
        "{list} has members that are not addresses: {members}.",
        list=_first(trap),
        members=_others(trap, trap.facts["count"]),
    ),
    LintCode.LIST_OVER_LIMIT: lambda trap: _(
        "{list} has {count} outside members; one mail may go to {limit}.",
        list=_first(trap),
        count=trap.facts["count"],
        limit=trap.facts["limit"],
    ),
    LintCode.LIST_SENDER_MALFORMED: lambda trap: _(
        "{list} has senders that are not addresses: {senders}.",
        list=_first(trap),
        senders=_others(trap, trap.facts["count"]),
    ),
    LintCode.LIST_SENDER_IS_LIST: lambda trap: _(
        "{list} has lists among its senders: {senders}.", list=_first(trap), senders=_others(trap, trap.facts["count"])
    ),
    LintCode.LIST_SENDER_OUTSIDE: lambda trap: _(
        "{list} has outsiders among its senders: {senders}.",
        list=_first(trap),
        senders=_others(trap, trap.facts["count"]),
    ),
    LintCode.UNUSED_ALLOW: _unused,
}
assert _SENTENCES.keys() == set(LintCode)
