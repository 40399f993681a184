"""Checks the member's settings, identities and languages."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from pathlib import Path

from composer.reasons import ReasonCode
from composer.sentences.fixed_settings import fixed_words
from composer.sentences.reasons import reason, reason_words
from composer.services.member_settings import Fixed, MemberSettings
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.setup.languages import member_language, ui_language
from composer.words import _, language_name, nearest, own_name
from policy.language import key
from policy.organization import RecipientClass
from policy.verdict import PolicyInForce


def settings_findings(path: Path, settings: MemberSettings | None, faults: tuple[str, ...]) -> Iterator[Finding]:
    """Whether there are settings and they can be used; ``faults`` are located sentences."""
    for fault in faults:
        yield Finding(Link.SETTINGS, Mark.FAULT, fault)
    if settings is not None:
        if path.exists() or not settings.fixed:
            yield Finding(Link.SETTINGS, Mark.WELL, _("Your settings are read from {file}.", file=path))
        yield from (Finding(Link.SETTINGS, Mark.WELL, words) for words in fixed_words(settings.fixed))
    elif not faults:
        yield Finding(Link.SETTINGS, Mark.FAULT, reason_words(reason(ReasonCode.NO_SETTINGS, file=path)))


def identity_findings(settings: MemberSettings, in_force: PolicyInForce) -> Iterator[Finding]:
    """For each address that the member writes from, whether the policy counts it as inside."""
    for identity in settings.identities:
        address = str(identity.address)
        if in_force.organization.classify(identity.address) is RecipientClass.INTERNAL:
            words = _("You write from {address}, which is inside the company.", address=address)
            yield Finding(Link.IDENTITIES, Mark.WELL, words)
        else:
            yield Finding(Link.IDENTITIES, Mark.NOTE, _outside_words(address, settings.fixed))


def _outside_words(address: str, fixed: frozenset[Fixed]) -> str:
    if Fixed.IDENTITIES in fixed:
        return _(
            "You write from {address}, which the policy counts as outside. It is set by your administrator: ask for it "
            "to be corrected.",
            address=address,
        )
    return _(
        "You write from {address}, which the policy counts as outside. Correct it in config.toml, or ask for "
        "its domain to be added to the policy.",
        address=address,
    )


def language_findings(
    settings: MemberSettings | None, environ: Mapping[str, str], encoding: str, *, are_broken: bool = False
) -> Iterator[Finding]:
    """The member's language, the language of the screens, and whether the terminal's encoding can show them.

    Settings that are broken may name the language; without it in the environment nothing is said of it.
    """
    member = member_language(None, settings.language if settings else None, environ)
    if member is not None or not are_broken:
        yield _member_language(member)
    tag = ui_language(settings.ui_language if settings else None, member, environ)
    if member is not None and nearest(member) is None:
        words = _("presend does not speak it: the screens are in {language}.", language=own_name(tag))
        yield Finding(Link.LANGUAGE, Mark.WELL, words)
    else:
        yield Finding(Link.LANGUAGE, Mark.WELL, _("The screens are in {language}.", language=own_name(tag)))
    if codecs.lookup(encoding).name != "utf-8":
        words = _(
            "The locale's encoding is {encoding}, which cannot show every name. Set LANG to a locale with UTF-8, such "
            "as C.UTF-8.",
            encoding=encoding,
        )
        yield Finding(Link.LANGUAGE, Mark.NOTE, words)


def _member_language(member: str | None) -> Finding:
    if member is None:
        words = _("Your language is not known: warnings are in the company's default. Set language in config.toml.")
        return Finding(Link.LANGUAGE, Mark.NOTE, words)
    if key(member) is None:
        words = _("{tag} is no language. Correct language in config.toml, or LANG.", tag=member)
        return Finding(Link.LANGUAGE, Mark.NOTE, words)
    return Finding(Link.LANGUAGE, Mark.WELL, _("Your language is {language}.", language=language_name(member)))
