"""Sentences about what a new policy does to what exists already: drafts, members' settings, messages on their way."""

from __future__ import annotations

from collections.abc import Iterator

from composer.sentences.domains import address_words
from composer.sentences.labels import level_label
from composer.sentences.named import Things, named
from composer.words import _, language_name, listing
from policy.language import key
from policy.levels import edited_name
from policy.settings import ContentBlocking, Level, Policy
from policy.wording import DEFAULT_TAB


def consequences(before: Policy, after: Policy) -> list[str]:
    """A sentence for each kind of thing that is treated otherwise from now on; empty for equal policies."""
    return [
        *_of_import(before, after),
        *_of_switches(before, after),
        *_of_limits(before, after),
        *(sentence for level in (Level.RESTRICTED, Level.CONFIDENTIAL) for sentence in _of_level(level, before, after)),
        *_of_languages(before, after),
        *_of_lists(before, after),
        *_of_judging(before, after),
    ]


def _of_import(before: Policy, after: Policy) -> Iterator[str]:
    if before.external_import and not after.external_import:
        yield _("The import settings that members have saved are deleted, their passwords included.")
    was, is_now = (policy.external_import and not policy.designated_ips_only for policy in (before, after))
    if was and not is_now and after.external_import:
        yield _("Importing external mail becomes unavailable while access is allowed from designated IPs only.")
    if is_now and not was and before.external_import:
        yield _("Importing external mail becomes available again.")


def _of_switches(before: Policy, after: Policy) -> Iterator[str]:
    if before.backup and not after.backup:
        yield _("Mailbox backup and saving to PC stop working for every member; copies made before stay as they are.")
    if before.time_limited_files and not after.time_limited_files:
        yield _("Drafts with files over the attachment size limit cannot be sent until the files are taken out.")
    if before.block_external_content is not after.block_external_content is ContentBlocking.REQUIRED:
        yield _("Members' own choice to show images and links of mail from outside no longer counts.")


def _of_limits(before: Policy, after: Policy) -> Iterator[str]:
    old, new = before.limits, after.limits
    if new.attachment_size_limit < old.attachment_size_limit:
        yield _("The files of saved drafts are judged by the smaller attachment size limit.")
    fewer = new.time_limited_max_files < old.time_limited_max_files
    if after.time_limited_files and (fewer or new.time_limited_max_size < old.time_limited_max_size):
        yield _("Drafts whose time-limited files are over the new limits cannot be sent as they are.")
    if new.max_external_recipients < old.max_external_recipients:
        yield _("Drafts to more outside recipients than the new limit cannot be sent as they are.")


def _of_level(level: Level, before: Policy, after: Policy) -> Iterator[str]:
    old, new = before.level(level), after.level(level)
    if old is None or new is None or not old.use:
        return
    name = level_label(level, edited_name(level, before))
    if not new.use:
        yield _("Drafts at the level {level} reopen as General and say so.", level=name)
        yield _("Replies to messages of the level {level} no longer inherit it.", level=name)
        return
    if edited_name(level, before) != edited_name(level, after):
        yield _(
            "The level {before} is called {after} everywhere, also on drafts that are at it already.",
            before=name, after=level_label(level, edited_name(level, after)),
        )  # fmt: skip
    if old.expires_after is not new.expires_after:
        yield _("Messages of the level {level} that are sent already keep their moment of expiry.", level=name)
    if new.delete_sent_after_expiration and not old.delete_sent_after_expiration:
        yield _("Messages of the level {level} are deleted from Sent as well when they expire.", level=name)


def _of_languages(before: Policy, after: Policy) -> Iterator[str]:
    """Sentences about warning texts that stay in the file and are shown to nobody any more."""
    enabled = {key(tag) for tag in after.company.languages}
    written = {*after.warning.pc, *after.warning.mobile} - {DEFAULT_TAB}
    gone = [tag for tag in before.company.languages if key(tag) not in enabled]
    kept = [language_name(tag) for tag in gone if any(key(tab) == key(tag) for tab in written)]
    if kept:
        yield _("The warning texts in {languages} stay stored and are not shown.", languages=listing(kept))


def _of_lists(before: Policy, after: Policy) -> Iterator[str]:
    kept = {one.address.key for one in after.lists}
    gone = [address_words(one.address) for one in before.lists if one.address.key not in kept]
    if gone:
        yield _("Drafts written as one of these lists cannot be sent: {lists}.", lists=named(gone, Things.LISTS))


def _of_judging(before: Policy, after: Policy) -> Iterator[str]:
    if before != after:
        yield _("Warnings that were answered and messages that can still be called back are judged again.")
