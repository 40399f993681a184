"""Writes the texts of a first configuration: config.toml from settings, and a strict policy to start from."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from msgspec.structs import asdict

from composer.sentences.wording import built_in_warning
from composer.services.member_settings import (
    AuditSettings,
    Fixed,
    Identity,
    MemberSettings,
    Preferences,
    TransportKind,
    TransportSettings,
)
from composer.storage.settings.schema import USUAL_PORTS
from composer.words import _
from policy.toml.text import quoted


def settings_toml(settings: MemberSettings) -> str:
    """The settings as the text of config.toml; read back on this machine they are equal.

    Only what differs from the defaults is written, so that later defaults reach the member, and nothing of how mail
    leaves, is kept and is preferred where the machine's administrator settled it.
    """
    surface = settings.surface.value if settings.surface else ""
    keys = {quoted(action): quoted(key) for action, key in settings.keys.items()}
    sections = (
        _lines(_texts(language=settings.language, ui_language=settings.ui_language, surface=surface)),
        *(_section("[[identities]]", _identity(identity)) for identity in settings.identities),
        _section("[transport]", {} if Fixed.TRANSPORT in settings.fixed else _transport(settings.transport)),
        _section("[mailbox]", {} if Fixed.MAILBOX in settings.fixed else _mailbox(settings)),
        _section("[preferences]", _preferences(settings.preferences, settings.fixed)),
        _section("[contacts]", _texts(vcard_folder=settings.vcard_folder)),
        _section("[audit]", _audit(settings.audit)),
        _section("[keys]", keys),
    )
    return "\n".join(section for section in sections if section)


def starter_policy(domain: str, language: str) -> str:
    """The text of a policy with the strict values for one domain; comments and warning are in the UI language."""
    warning = quoted(built_in_warning())
    tongue = [f"languages = [{quoted(language)}]", f"default_language = {quoted(language)}"] if language else []
    return "\n".join([
        *_comment(_("The mail-security policy of your organization. What is not written takes its strict value.")),
        "schema = 1",
        "", "[company]",
        *_comment(_("Mail to any other domain is outside mail. Names below a domain count only with *. before it.")),
        f"domains = [{quoted(domain)}]", *tongue,
        "", "[mail.general]",
        'attachment_size_limit = "25 MB"', "max_external_recipients = 500",
        "", "[mail_security]",
        'external_import = "deny"', 'time_limited_files = "deny"', 'backup = "off"',
        'block_external_content = "required"',
        "", "[mail_security.outgoing_warning]",
        *_comment(_("The warning before mail leaves the organization.")),
        "enabled = true", 'apply = "always"',
        "", "[mail_security.outgoing_warning.pc]",
        *_comment(_("The text of the warning, in presend's own words: put your organization's in their place.")),
        f"default = {warning}",
        "", "[mail_security.outgoing_warning.mobile]", f"default = {warning}",
        "", "[mail_security.levels.restricted]",
        *_comment(_("A level is offered to members once it is in use.")),
        "use = false",
        "", "[mail_security.levels.confidential]", "use = false", "",
    ])  # fmt: skip


def _comment(words: str) -> list[str]:
    """The words as comment lines, one for each of their lines."""
    return [f"# {line}" for line in words.splitlines()]


def _section(header: str, pairs: Mapping[str, str]) -> str:
    return f"{header}\n{_lines(pairs)}" if pairs else ""


def _lines(pairs: Mapping[str, str]) -> str:
    return "".join(f"{key} = {value}\n" for key, value in pairs.items())


def _texts(**values: object) -> dict[str, str]:
    """The texts that are not empty, as TOML."""
    return {key: quoted(str(value)) for key, value in values.items() if value}


def _identity(identity: Identity) -> dict[str, str]:
    return _texts(address=identity.address, name=identity.name, signature=identity.signature)


def _transport(transport: TransportSettings) -> dict[str, str]:
    pairs = _texts(kind=transport.kind.value, host=transport.host)
    if transport.kind is TransportKind.SMTP or transport.port != USUAL_PORTS[transport.security]:
        pairs["port"] = str(transport.port)
    if transport.kind is TransportKind.SMTP or transport.security is not TransportSettings().security:
        pairs["security"] = quoted(transport.security.value)
    pairs |= _texts(
        ca_file=transport.ca_file,
        user=transport.user,
        password_command=transport.password_command,
        password_environment=transport.password_environment,
        token_command=transport.token_command,
        command=shlex.join(transport.command),
        folder=transport.folder,
    )
    return pairs | ({"password_keyring": "true"} if transport.password_keyring else {})


def _mailbox(settings: MemberSettings) -> dict[str, str]:
    """The folder for sent mail as its name within the mailbox, so that the whole can be moved."""
    mailbox, sent = settings.mailbox, settings.sent
    if mailbox is None:
        return {}
    if sent is not None and sent.is_relative_to(mailbox) and not str(sent.relative_to(mailbox)).startswith("~"):
        sent = sent.relative_to(mailbox)
    return _texts(path=mailbox, sent=sent)


def _preferences(preferences: Preferences, fixed: frozenset[Fixed]) -> dict[str, str]:
    usual = asdict(Preferences())
    chosen = asdict(preferences)
    own = (name for name, value in chosen.items() if value != usual[name] and Fixed(name) not in fixed)
    return {name: str(chosen[name]).lower() for name in own}


def _audit(audit: AuditSettings) -> dict[str, str]:
    usual = AuditSettings()
    said = {
        "to": quoted(audit.to.value),
        "on_failure": quoted(audit.on_failure.value),
        "size": quoted(f"{audit.size} B"),
        "keep": str(audit.keep),
    }
    return {name: text for name, text in said.items() if getattr(audit, name) != getattr(usual, name)}
