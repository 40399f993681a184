"""The particulars of a trace: single recipients, files, conditions and texts, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from composer.sentences import labels
from composer.safe_text import clean
from composer.sentences.verdict import recipient_words
from composer.words import _, listing, ngettext, size
from policy import levels
from policy.address import Mailbox
from policy.attachments import FileKind, JudgedFile
from policy.draft import FileChoice
from policy.foreign_text import clean_lines, is_blank
from policy.language import key
from policy.organization import Organization, Recipient, RecipientClass
from policy.refusal import RefusalCode
from policy.settings import Apply, Level, Policy, Surface
from policy.verdict import Member, Verdict
from policy.warning import Rule, WarningFacts, decide
from policy.wording import DEFAULT_TAB, written_tab

MOST = 20
"""Recipients and files that get a sentence of their own."""


def sender(member: Member, found: Mailbox | None) -> tuple[str, ...]:
    """Whose addresses the sender was compared with."""
    if found is None:
        return ()
    if member.identities is None:
        return (_("No member was named, so the sender is taken as allowed."),)
    own = listing([clean(str(address)) for address in member.identities])
    return (_("The member's own addresses: {addresses}.", addresses=own),)


def recipients(outside: Sequence[Recipient]) -> tuple[str, ...]:
    """Each outside recipient with its lists and fields."""
    return _first_of([_recipient(one) for one in outside])


def level(chosen: Level, policy: Policy) -> tuple[str, ...]:
    """Which levels there are, and what the chosen one forbids."""
    names = [labels.level_label(one, levels.edited_name(one, policy)) for one in levels.levels_in_use(policy)]
    said = [_("In use: {levels}.", levels=listing(names))]
    if chosen is not Level.GENERAL:
        said.append(_("Mail of this level stays inside."))
    return tuple(said)


def files(judged: Sequence[JudgedFile], policy: Policy) -> tuple[str, ...]:
    """Each file with its kind and why."""
    return _first_of([_file(one, policy) for one in judged])


def conditions(policy: Policy, verdict: Verdict) -> tuple[str, ...]:
    """What each of the four conditions would have said of the same facts, whatever the sender and the refusals."""
    facts = verdict.warning.facts
    return tuple(_condition(apply, policy, facts) for apply in Apply)


def exemption(organization: Organization, found: Mailbox | None) -> tuple[str, ...]:
    """Who is outside in the list that the message is sent as."""
    if found is None or organization.list_at(found.address) is None:
        return (_("The sender is not a mailing list."),)
    outside = [one for one in organization.members_of(found.address) if one.outside]
    known = any(one.recipient_class is RecipientClass.EXTERNAL for one in outside)
    said = [] if known else [_("No member of the sending list is known to be outside.")]
    if any(one.recipient_class is RecipientClass.UNKNOWN for one in outside):
        said.append(_("Members that are not known exempt nobody."))
    return (*said, *_first_of([recipient_words(one) + "." for one in outside]))


def texts(policy: Policy, member: Member) -> tuple[str, ...]:
    """What the choice of the text looked at, and why what was not chosen does not fit."""
    return tuple(_texts(policy, member))


def _texts(policy: Policy, member: Member) -> Iterator[str]:
    asked = policy.company.default_language if member.language is None else member.language
    if member.language is None:
        yield _default_language(asked)
    enabled = policy.company.languages
    if enabled:
        yield _("Languages of the company: {languages}.", languages=listing([clean(tag) for tag in enabled]))
    else:
        yield _("The company has not set any language.")
    wanted = key(asked)
    if wanted is not None:
        for surface in Surface:
            yield _tab(surface, written_tab(policy.warning.texts(surface), wanted, asked))
    default = policy.warning.texts(member.surface).get(DEFAULT_TAB, "")
    yield _default(member.surface, is_written=not is_blank(clean_lines(default)))


def _default_language(tag: str) -> str:
    if tag:
        return _("For members whose language is not set, {tag} is taken.", tag=tag)
    return _("There is no default language for members whose language is not set.")


def _default(surface: Surface, *, is_written: bool) -> str:
    name = labels.surface_label(surface)
    if is_written:
        return _("Default is written for {surface}.", surface=name)
    return _("Default is blank for {surface}.", surface=name)


def _tab(surface: Surface, tab: str | None) -> str:
    name = labels.surface_label(surface)
    if tab is None:
        return _("No tab of this language is written for {surface}.", surface=name)
    return _("The tab {tag} is written for {surface}.", tag=tab, surface=name)


def _recipient(recipient: Recipient) -> str:
    fields = listing([labels.field_name(field) for field in recipient.fields])
    return _("{recipient}, in {fields}.", recipient=recipient_words(recipient), fields=fields)


def _file(judged: JudgedFile, policy: Policy) -> str:
    return _(
        "{name}, {size}: {kind}, because {reason}.",
        name=clean(judged.file.name),
        size=size(judged.file.size),
        kind=labels.kind_label(judged.kind),
        reason=_file_reason(judged, policy),
    )


def _file_reason(judged: JudgedFile, policy: Policy) -> str:
    match judged.kind:
        case FileKind.NORMAL:
            return _("it fits within the attachment size limit")
        case FileKind.TIME_LIMITED if judged.file.choice is FileChoice.TIME_LIMITED:
            return _("the member chose so")
        case FileKind.TIME_LIMITED:
            return _("with it the attachments exceed the limit of {limit}", limit=_limit(policy))
        case FileKind.INLINE:
            return _("the text shows it; such images do not count as attachments")
        case FileKind.SIGNATURE:
            return _("it signs the message; signatures do not count as attachments")
        case FileKind.REFUSED:
            return _refused_reason(judged.reason, policy)


def _refused_reason(reason: RefusalCode | None, policy: Policy) -> str:
    limits = policy.limits
    match reason:
        case RefusalCode.FILE_EMPTY:
            return _("it is empty")
        case RefusalCode.FILE_MISSING:
            return _("it is no longer there")
        case RefusalCode.FILE_CHANGED:
            return _("it has changed since it was attached")
        case RefusalCode.FILE_NOT_REGULAR:
            return _("it is not a regular file")
        case RefusalCode.TIME_LIMITED_SIZE:
            size_limit = size(limits.time_limited_max_size)
            return _("one file with a time limit may have {limit}", limit=size_limit)
        case RefusalCode.TIME_LIMITED_COUNT:
            count = limits.time_limited_max_files
            return ngettext("{n} file with a time limit is allowed", "{n} files with a time limit are allowed", count)
    return _("with it the attachments exceed the limit of {limit}", limit=_limit(policy))


def _limit(policy: Policy) -> str:
    return size(policy.limits.attachment_size_limit)


def _condition(apply: Apply, policy: Policy, facts: WarningFacts) -> str:
    plain = replace(facts, exempt_sender=False)
    met = decide(replace(policy.warning, enabled=True, apply=apply), plain).shown
    rule = labels.rule_words(Rule(apply.value))
    chosen = policy.warning.enabled and apply is policy.warning.apply
    if chosen:
        return _("In force: {rule}: met.", rule=rule) if met else _("In force: {rule}: not met.", rule=rule)
    return _("{rule}: would be met.", rule=rule) if met else _("{rule}: would not be met.", rule=rule)


def _first_of(sentences: list[str]) -> tuple[str, ...]:
    """The first of many, and how many more there are."""
    rest = len(sentences) - MOST
    more = [ngettext("And {n} more.", "And {n} more.", rest)] if rest > 0 else []
    return (*sentences[:MOST], *more)
