"""What a translation takes over as it is: numbers, addresses, options, commands, keys, and names of settings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault

COMMANDS = {
    "compose": (), "demo": (), "check": (), "admin": (), "sendmail": (), "install": (), "contacts": (), "doctor": (),
    "completion": (), "gate-dialog": (),
    "policy": ("check", "schema", "lint", "matrix", "diff", "test", "explain"),
    "outbox": ("list", "show", "retry", "cancel", "settle", "flush"),
    "drafts": ("list", "show", "finish", "delete"),
    "locales": ("check", "export", "import", "resolve", "row"),
}  # fmt: skip
"""The verbs of presend, each with its actions."""
_COMMAND = "|".join(
    rf"{verb}(?:[ ](?:{'|'.join(actions)})\b)?" if actions else verb for verb, actions in COMMANDS.items()
)
_NAMED_TYPES = "toml|eml|txt|json|po|pot|mo|conf|service|timer|lock|mailrc|muttrc"
_DOMAINS = "example|com|org|net|jp|kr|edu|gov|invalid|test|localhost"
_TOKEN = re.compile(
    rf"""
    (?P<address>
        (?:https?|ftp|smtps?|imaps?)://[!-~]*[\w/]
      | [\w.+*-]+@[\w-]+(?:\.[\w-]+)*
      | (?:[\w*-]+\.)+(?:{_DOMAINS})\b
      | [\w-]+\.(?:{_NAMED_TYPES})\b
      | (?:~|(?<![\w.}}\[\u0080-\uffff])[.]?)/[\w.-]+(?:/[\w.-]+)*(?<![.])
      | \bmailto:
    )
    | (?P<option> (?<![\w-])--?[A-Za-z][\w-]* )
    | (?P<command> \bpresend[ ](?:{_COMMAND})\b )
    | (?P<key> \b(?:(?:Ctrl|Alt|Shift|Meta)\+)+(?:\w+|[!-~]) | \bF\d{{1,2}}\b | \b(?:Enter|Escape|Esc|Tab|Backspace)\b )
    | (?P<config>
        \b[a-z0-9]+(?:[_.][a-z0-9]+)+\b
      | \[[a-z_.]+\]
      | \b[A-Z][a-z]+(?:-[A-Z][a-z]+)+\b
      | \b[A-Z]+(?:_[A-Z]+)+\b
      | \b(?:true|false)\b | \b[a-z_]+(?=\s=\s[\d"[])
    )
    | (?P<tag> \[/?[A-Za-z_.#@ ]+\] )
    | (?P<number> \d+(?:[.,:]\d+)*(?:[ ](?:[kMGT]i?B)\b)? )
    | (?P<word> [A-Za-z][A-Za-z0-9'-]*[A-Za-z0-9] | [A-Za-z] )
    """,
    re.ASCII | re.VERBOSE,
)
_CODES = {
    "address": Code.CHANGED_ADDRESS, "option": Code.CHANGED_OPTION, "command": Code.CHANGED_COMMAND,
    "key": Code.CHANGED_KEY, "config": Code.CHANGED_CONFIG_KEY, "number": Code.CHANGED_NUMBER,
}  # fmt: skip
_NOTHING = Counter[str]()
_SAME = {"Escape": "Esc"}
_IN_WORDS = {
    "2": "two|twice|both|second|same|more than one|differ|pair", "3": "three|third", "4": "four", "5": "five",
    "6": "six", "7": "seven", "8": "eight", "9": "nine", "10": "ten", "12": "twelve|dozen", "100": "hundred",
}  # fmt: skip
"""What English says where a translation writes digits; 1 is in every singular."""
_EVERYDAY = 3
"""Up to this number English often has words where others have digits, and the other way round."""
_PRESEND = "presend"
_BORN_LATIN = frozenset({"PC", "ID", "IP", "URL"})
"""Words that other languages write in Latin letters although English may not use them in the same place."""
_ENGLISH_WORDS = (
    "the is are was were be been being not and or of to in on at by for from with without this that these those has "
    "have had will would can cannot could may must should its it you your they their there which who what when where "
    "how why nobody nothing more most than then but because only also already again sent send message messages "
    "recipient recipients attachment attachments files write written read remove removed choose change changed"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
"""Words that no name or command consists of: where one stands, a piece was left untranslated."""


def check_kept(entry: Entry) -> Iterator[Fault]:
    """What is missing, or else what is there that English does not have."""
    source, text = _english_tokens(entry.bare_source), _tokens(entry.bare_text)
    missing = {kind: left for kind in source if kind in _CODES and (left := source[kind] - text.get(kind, _NOTHING))}
    if missing:
        for kind, tokens in missing.items():
            yield _CODES[kind], ", ".join(tokens)
        return
    if wrong := _not_in_words(entry, text.get("number", _NOTHING) - source.get("number", _NOTHING)):
        yield Code.CHANGED_NUMBER, wrong
        return
    for kind in filter(_CODES.__contains__, text):
        more = text[kind] - source.get(kind, _NOTHING)
        if extra := [token for token in more if not _is_explained(token, kind, entry)]:
            yield _CODES[kind], ", ".join(extra)
    yield from _words(entry, text.get("word", _NOTHING))


def _not_in_words(entry: Entry, more: Counter[str]) -> str:
    """The numbers that stand where English has another one in words ("ten minutes")."""
    if not more:
        return ""
    said = [
        number for number, words in _IN_WORDS.items() if re.search(rf"\b(?:{words})\b", entry.source, re.IGNORECASE)
    ]
    is_other = said and int(said[-1]) > _EVERYDAY and not more.keys() & set(said)
    return ", ".join(more) if is_other else ""


def _words(entry: Entry, words: Counter[str]) -> Iterator[Fault]:
    """Latin words that English does not have, and English ones that were left."""
    english = " ".join(entry.sources).lower()
    for word in words:
        is_name = word.lower() == _PRESEND and word not in " ".join(entry.sources)
        if is_name or (word.lower() not in english and word not in _BORN_LATIN):
            yield Code.LATIN_WORD, word
        elif word in _ENGLISH and entry.text not in entry.sources:
            yield Code.ENGLISH_WORD, word


@lru_cache(maxsize=4096)  # each message is asked for once in every language
def _english_tokens(text: str) -> Mapping[str, Counter[str]]:
    return _tokens(text)


def _tokens(text: str) -> dict[str, Counter[str]]:
    """How often what stands in a text, by its kind; only kinds that are there."""
    found: dict[str, Counter[str]] = {}
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        found.setdefault(kind, Counter())[_SAME.get(match[0], match[0])] += 1
    return found


def _is_explained(found: str, kind: str, entry: Entry) -> bool:
    """Whether what was found stands in the singular, or is a number that English has in words."""
    if found in " ".join(entry.sources):
        return kind != "number" or found in _tokens(" ".join(entry.sources)).get("number", _NOTHING)
    if kind != "number":
        return kind == "command" or found.startswith("[")  # one that there is helps; brackets are told as markup
    words = _IN_WORDS.get(found)
    return found == "1" or (words is not None and re.search(rf"\b(?:{words})", entry.source, re.I) is not None)
