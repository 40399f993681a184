"""The particulars of the steps of an explanation: recipients, files, conditions and texts, a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.recipients import recipient_words
from composer.sentences.wording import row_words
from composer.words import _, language_name, listing, ngettext, pgettext, size
from policy import levels
from policy.address import Mailbox
from policy.attachments import FileKind, JudgedFile
from policy.draft import FileChoice
from policy.foreign_text import clean_lines, is_blank
from policy.language import key
from policy.organization import Organization, Recipient, RecipientClass
from policy.refusal import RefusalCode
from policy.settings import Apply, Level, Policy, Surface
from policy.verdict import Member, PolicyInForce, Verdict
from policy.vouching import Vouching
from policy.warning import Rule, WarningFacts, decide
from policy.wording import DEFAULT_TAB, choose, language_for, written_tab

MOST = 20
"""How many recipients or files get a sentence of their own before the rest are counted."""


def sender(member: Member, in_force: PolicyInForce, found: Mailbox | None) -> tuple[str, ...]:
    """Sentences about the addresses that the sender was compared with."""
    if found is None:
        return ()
    if member.identities is None:
        return (_("No member was named, so the sender is taken as allowed."),)
    own = listing([clean(str(address)) for address in member.identities])
    said = _("The member's own addresses: {addresses}.", addresses=own)
    if member.vouching is Vouching.NAMED:
        return (said, _("They are set by your administrator."))
    is_list = in_force.organization.list_at(found.address) is not None
    if in_force.is_of_the_machine and member.vouching is Vouching.ABSENT and is_list:
        return (said, _("This machine's settings do not name your login, so that you may not send as a list."))
    return (said,)


def recipients(outside: Sequence[Recipient]) -> tuple[str, ...]:
    """A sentence for each outside recipient, with its class, lists and fields."""
    return _first_of([_recipient(one) for one in outside], _more_recipients)


def level(chosen: Level, policy: Policy) -> tuple[str, ...]:
    """Sentences about the levels in use, and what the chosen one forbids."""
    names = [labels.level_label(one, levels.edited_name(one, policy)) for one in levels.levels_in_use(policy)]
    said = [_("In use: {levels}.", levels=listing(names))]
    if chosen is not Level.GENERAL:
        said.append(_("Mail of this level stays inside."))
    return tuple(said)


def files(judged: Sequence[JudgedFile], policy: Policy) -> tuple[str, ...]:
    """A sentence for each file: its size, its kind and why."""
    return _first_of([_file(one, policy) for one in judged], _more_files)


def conditions(policy: Policy, verdict: Verdict) -> tuple[str, ...]:
    """A sentence for each of the four conditions: whether it is met by the message, exempt or refused or not."""
    facts = verdict.warning.facts
    return tuple(_condition(apply, policy, facts) for apply in Apply)


def exemption(member: Member, in_force: PolicyInForce, found: Mailbox | None) -> tuple[str, ...]:
    """Sentences about the outsiders in the list that the message is sent as."""
    organization = in_force.organization
    if found is None or organization.list_at(found.address) is None:
        return (_("The sender is not a mailing list."),)
    return (*_vouched(member, in_force), *_outsiders(organization, found))


def _vouched(member: Member, in_force: PolicyInForce) -> Iterator[str]:
    """Sentences about whether the machine's administrator names the member, without which no list exempts them."""
    if not in_force.is_of_the_machine:
        return
    match member.vouching:
        case Vouching.NAMED:
            yield _("The administrator of this machine vouches for the member's addresses.")
        case Vouching.ABSENT:
            yield _("This machine's settings do not name your login, and only those they name are exempt.")
        case Vouching.SILENT:
            yield _("This machine's settings name no members, and only those they name are exempt.")


def _outsiders(organization: Organization, found: Mailbox) -> tuple[str, ...]:
    outside = [one for one in organization.members_of(found.address) if one.outside]
    known = any(one.recipient_class is RecipientClass.EXTERNAL for one in outside)
    said = [] if known else [_("No member of the sending list is known to be outside.")]
    if any(one.recipient_class is RecipientClass.UNKNOWN for one in outside):
        said.append(_("Members that are not known exempt nobody."))
    return (*said, *_first_of([_sentence(recipient_words(one)) for one in outside], _more_members))


def _sentence(phrase: str) -> str:
    return pgettext("sentence", "{phrase}.", phrase=phrase)


def texts(policy: Policy, member: Member) -> tuple[str, ...]:
    """Sentences about the languages and tabs that the choice of the warning text looked at."""
    return tuple(_texts(policy, member))


def _texts(policy: Policy, member: Member) -> Iterator[str]:
    row = choose(policy, member.surface, member.language).row
    yield _("Row {row} of the table of wordings: {words}.", row=row.value, words=row_words(row))
    asked = policy.company.default_language if member.language is None else member.language
    if member.language is None:
        yield _default_language(asked)
    enabled = policy.company.languages
    if enabled:
        yield _("Languages of the company: {languages}.", languages=listing([language_name(tag) for tag in enabled]))
    else:
        yield _("The company has not set any language.")
    wanted = language_for(policy.company, asked) or key(asked)
    if wanted is not None:
        for surface in Surface:
            yield _tab(surface, written_tab(policy.warning.texts(surface), wanted, asked))
    default = policy.warning.texts(member.surface).get(DEFAULT_TAB, "")
    yield _default(member.surface, is_written=not is_blank(clean_lines(default)))


def _default_language(tag: str) -> str:
    if tag:
        return _("For members whose language is not set, {language} is taken.", language=language_name(tag))
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
    return _("The {language} tab is written for {surface}.", language=language_name(tab), surface=name)


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


def _more_recipients(count: int) -> str:
    return ngettext("And {n} more recipient.", "And {n} more recipients.", count)


def _more_files(count: int) -> str:
    return ngettext("And {n} more file.", "And {n} more files.", count)


def _more_members(count: int) -> str:
    return ngettext("And {n} more member.", "And {n} more members.", count)


def _first_of(sentences: list[str], more_words: Callable[[int], str]) -> tuple[str, ...]:
    """The first ``MOST`` sentences, and one that counts the rest."""
    rest = len(sentences) - MOST
    more = [more_words(rest)] if rest > 0 else []
    return (*sentences[:MOST], *more)
