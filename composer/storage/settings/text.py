"""The texts of a first configuration: config.toml from settings, and a strict policy to start from."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from msgspec.structs import asdict

from composer.services.member_settings import Identity, MemberSettings, Preferences, TransportKind, TransportSettings
from composer.storage.settings.schema import USUAL_PORTS
from composer.words import _
from policy.toml.text import quoted


def settings_toml(settings: MemberSettings) -> str:
    """The settings as config.toml; read back in the same surroundings they are equal.

    Only what differs from the defaults is written, so that later defaults reach the member.
    """
    surface = settings.surface.value if settings.surface else ""
    keys = {quoted(action): quoted(key) for action, key in settings.keys.items()}
    sections = (
        _lines(_texts(language=settings.language, ui_language=settings.ui_language, surface=surface)),
        *(_section("[[identities]]", _identity(identity)) for identity in settings.identities),
        _section("[transport]", _transport(settings.transport)),
        _section("[mailbox]", _texts(path=settings.mailbox)),
        _section("[preferences]", _preferences(settings.preferences)),
        _section("[contacts]", _texts(vcard_folder=settings.vcard_folder)),
        _section("[keys]", keys),
    )
    return "\n".join(section for section in sections if section)


def starter_policy(domain: str, language: str) -> str:
    """A policy with the strict values for one domain, with comments in the UI language, ready to be edited."""
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
        *_comment(_("The text of the warning; while it is empty, presend uses its own words.")),
        'default = ""',
        "", "[mail_security.outgoing_warning.mobile]", 'default = ""',
        "", "[mail_security.levels.restricted]",
        *_comment(_("A level is offered to members once it is in use.")),
        "use = false",
        "", "[mail_security.levels.confidential]", "use = false", "",
    ])  # fmt: skip


def _comment(words: str) -> list[str]:
    """Comment lines; a line break within the words must not end the comment."""
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
        user=transport.user,
        password_command=transport.password_command,
        password_environment=transport.password_environment,
        token_command=transport.token_command,
        command=shlex.join(transport.command),
        folder=transport.folder,
    )
    return pairs | ({"password_keyring": "true"} if transport.password_keyring else {})


def _preferences(preferences: Preferences) -> dict[str, str]:
    usual = asdict(Preferences())
    chosen = asdict(preferences)
    return {name: str(value).lower() for name, value in chosen.items() if value != usual[name]}
