"""Level, expiry, forwarding and Individually of a client that has no controls for them: fields and options."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from composer import words
from composer.errors import PresendError
from composer.gate.call.arguments import SendmailCall
from composer.reading.raw_fields import RawField, repeated, texts
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from policy import levels
from policy.addresses.encoded_words import decode_words
from policy.settings import Expiry, Level, Policy

PREFIX = "presend-"
FIELDS = ("presend-level", "presend-expires", "presend-forward", "presend-individually")
"""Names of the fields, in small letters."""
_OF_DELIVERY = frozenset({"presend-level-name", "presend-policy", "presend-result"})
"""Fields that presend itself writes; one client may hand over again what another received."""
T = TypeVar("T")


class Choices(Struct, Generic[T], frozen=True):
    """The values that a field or option can have."""

    values: Mapping[str, T]
    """The choices, by the word that sentences about a wrong value use."""
    names: Mapping[T, tuple[str, str]] = field(default_factory=dict)
    """The context and message by which the catalogs translate each word."""
    unused: Collection[T] = ()
    """Choices that are understood and that the policy has switched off; no sentence offers them."""

    @property
    def offered(self) -> list[str]:
        """The values that may be written, as a sentence lists them."""
        return [name for name, value in self.values.items() if value not in self.unused]

    def find(self, text: str) -> T | None:
        """The choice that a text means; case and the number of spaces do not count."""
        wanted = _folded(text)
        for name, value in self.values.items():
            if _folded(name) == wanted:
                return value
        for value, (context, message) in self.names.items():
            if wanted in map(_folded, words.in_every_language(context, message)):
                return value
        return None


class OptionError(PresendError):
    """A field or option has a value that cannot be; the sentence names it and the choices."""


class Options(Struct, frozen=True):
    """The level and what goes with it, as fields, flags and preferences of the member say."""

    level: Level = Level.GENERAL
    expires_after: Expiry = Expiry.NONE
    forwarding_prohibited: bool = False
    individually: bool = False


def options_of(fields: Iterable[RawField], call: SendmailCall, policy: Policy, individually: bool) -> Options:
    """The options of one message; raises ``OptionError``.

    A field counts before an option of the same name, which is the client's setting for all messages; ``individually``
    is the member's preference, for when neither says anything. A level brings its own expiry and forwarding; one that a
    field names has nothing of what the options say of theirs.
    """
    said = _Said(tuple(fields), call)
    level = said.value("presend-level", _level_choices(policy)) or Level.GENERAL
    if call.level is not None and said.is_written("presend-level"):
        said = _Said(tuple(fields), replace(call, expires=None, forward=None))
    expiry = said.value("presend-expires", _expiry_choices())
    prohibited = said.value("presend-forward", Choices({"prohibited": True, "allowed": False}))
    alone = said.value("presend-individually", Choices({"yes": True, "no": False}))
    default_expiry, default_prohibited = levels.defaults(level, policy)
    if level is Level.GENERAL and (prohibited or expiry not in (None, Expiry.NONE)):
        raise failure(OptionError, ReasonCode.GENERAL_HAS_NO_LIMITS)
    return Options(
        level=level,
        expires_after=default_expiry if expiry is None else expiry,
        forwarding_prohibited=default_prohibited if prohibited is None else prohibited,
        individually=individually if alone is None else alone,
    )


def require_once(fields: Sequence[RawField]) -> None:
    """Raise ``OptionError`` where a message has two dates or two ids: readers take now one and now the other."""
    twice = repeated(fields, ("date", "message-id"))
    if twice is not None:
        shown = {"message-id": "Message-ID"}.get(twice, _shown(twice))
        raise failure(OptionError, ReasonCode.FIELD_TWICE, field=shown)


class _Said:
    """What stands in the fields and the call."""

    def __init__(self, fields: tuple[RawField, ...], call: SendmailCall) -> None:
        self._fields = fields
        self._options = {
            "presend-level": call.level,
            "presend-expires": call.expires,
            "presend-forward": call.forward,
            "presend-individually": call.individually,
        }
        for raw in fields:
            if raw.name.startswith(PREFIX) and raw.name not in (*FIELDS, *_OF_DELIVERY):
                choices = tuple(map(_shown, FIELDS))
                raise failure(OptionError, ReasonCode.NO_SUCH_FIELD, field=_shown(raw.name), choices=choices)

    def is_written(self, name: str) -> bool:
        """Whether a field, and no mere option, says it."""
        return bool(texts(self._fields, name))

    def value(self, name: str, choices: Choices[T]) -> T | None:
        """What a field, or else the option, asks for; None where neither is there."""
        written = texts(self._fields, name)
        found = {_read(_shown(name), text, choices) for text in written}
        if len(found) > 1:
            raise failure(OptionError, ReasonCode.FIELD_CONTRADICTS, field=_shown(name))
        option = self._options[name]
        if written:
            return found.pop()
        return None if option is None else _read(f"--{name}", option, choices)


def _read(place: str, text: str, choices: Choices[T]) -> T:
    found = choices.find(decode_words(text))
    if found is None:
        offered = tuple(choices.offered)
        raise failure(OptionError, ReasonCode.NO_SUCH_VALUE, field=place, value=text or '""', choices=offered)
    return found


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _shown(name: str) -> str:
    """A field's name as it is written, ``Presend-Level``."""
    return "-".join(part.capitalize() for part in name.split("-"))


def _level_choices(policy: Policy) -> Choices[Level]:
    edited = {name: level for level in Level if (name := levels.edited_name(level, policy))}
    names = {level: ("security level", levels.CANONICAL[level]) for level in Level}
    unused = set(Level) - set(levels.levels_in_use(policy))
    return Choices({level.value: level for level in Level} | edited, names, unused)


def _expiry_choices() -> Choices[Expiry]:
    names = {expiry: ("expiry", expiry.value.replace("none", "None")) for expiry in Expiry}
    return Choices({expiry.value: expiry for expiry in Expiry}, names)
