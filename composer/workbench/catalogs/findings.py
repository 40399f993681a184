"""The findings that checks of sources and catalogs can have: stable codes, severity and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from composer.safe_text import clean


class Severity(Enum):
    """Whether a finding stops a build."""

    ERROR = "E"
    WARNING = "W"


class Code(Enum):
    """A kind of finding; the value is its stable name."""

    SOURCE_SYNTAX = "source-syntax"
    NOT_LITERAL = "not-literal"
    AT_IMPORT = "at-import"
    NO_VALUE = "no-value"
    NO_CONTEXT = "no-context"
    ASSEMBLED = "assembled"
    TEMPLATE_STALE = "template-stale"
    PARSE = "parse"
    CHARSET = "charset"
    HEADER = "header"
    LANGUAGE = "language"
    PLURAL_HEADER = "plural-header"
    PLURAL_RULE = "plural-rule"
    PLURAL_FORMS = "plural-forms"
    DUPLICATE = "duplicate"
    CATALOG_STALE = "catalog-stale"
    INCOMPLETE = "incomplete"
    BLANK = "blank"
    REPLACEMENT = "replacement"
    FUZZY = "fuzzy"
    OBSOLETE = "obsolete"
    UNCHANGED = "unchanged"
    PLACEHOLDER_NAMES = "placeholder-names"
    PLACEHOLDER_BARE = "placeholder-bare"
    PERCENT = "percent"
    TRIAL = "trial"
    CONTROL = "control"
    BIDI = "bidi"
    NOT_NFC = "not-nfc"
    ZERO_WIDTH = "zero-width"
    EMOJI = "emoji"
    MARKUP = "markup"
    NOT_DISTINCT = "not-distinct"
    WRONG_SCRIPT = "wrong-script"
    EDGE_SPACE = "edge-space"
    END_PUNCTUATION = "end-punctuation"
    PARTICLE = "particle"
    SPACING = "spacing"
    GLOSSARY_FILE = "glossary-file"
    GLOSSARY_TERM = "glossary-term"
    GLOSSARY_NEVER = "glossary-never"
    GLOSSARY_STYLE = "glossary-style"

    @property
    def severity(self) -> Severity:
        """Whether a finding of this kind stops a build."""
        return Severity.WARNING if self in _WARNINGS else Severity.ERROR

    @property
    def meaning(self) -> str:
        """The sentence that says what is wrong."""
        return _MEANINGS[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault found in a source or a catalog."""

    code: Code
    file: str
    """The path of the file, relative to the project's folder."""
    line: int = 0
    """Counted from 1; 0 where the finding is about the whole file."""
    detail: str = ""
    """The message, name or character that is at fault."""

    def as_json(self) -> dict[str, str | int]:
        """The finding as data for tools."""
        return {
            "severity": self.code.severity.value,
            "code": self.code.value,
            "file": self.file,
            "line": self.line,
            "detail": self.detail,
            "meaning": self.code.meaning,
        }

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        detail = f" [{clean(self.detail, longest=_LONGEST_DETAIL)}]" if self.detail else ""
        return f"{place}: {self.code.severity.value} {self.code.value}: {self.code.meaning}{detail}"


_LONGEST_DETAIL = 80
_WARNINGS = frozenset({
    Code.NO_CONTEXT, Code.FUZZY, Code.OBSOLETE, Code.UNCHANGED, Code.ZERO_WIDTH, Code.WRONG_SCRIPT, Code.EDGE_SPACE,
    Code.END_PUNCTUATION, Code.GLOSSARY_TERM,
})  # fmt: skip
_MEANINGS = {
    Code.SOURCE_SYNTAX: "the source file is not Python",
    Code.NOT_LITERAL: "messages and contexts are written out where they are used, or they cannot be extracted",
    Code.AT_IMPORT: "translated while importing: the words would not follow the language",
    Code.NO_VALUE: "a name in braces that is given no value, or a value that no braces name",
    Code.NO_CONTEXT: "one or two words without a context can mean several things: use pgettext",
    Code.ASSEMBLED: "put together from translated pieces: make the whole a message, or use composer.sentences.joined",
    Code.TEMPLATE_STALE: "the template differs from the sources: run `make catalogs`",
    Code.PARSE: "not a readable catalog",
    Code.CHARSET: "not UTF-8, or not declared as such",
    Code.HEADER: "a header field is missing or says something else",
    Code.LANGUAGE: "the header names another language than the folder and the registry",
    Code.PLURAL_HEADER: "Plural-Forms is not the pinned rule of this language",
    Code.PLURAL_RULE: "the pinned plural rule differs from CLDR",
    Code.PLURAL_FORMS: "not every plural form is translated, or there are too many",
    Code.DUPLICATE: "the same message stands twice",
    Code.CATALOG_STALE: "the messages differ from the template: run `make catalogs`",
    Code.INCOMPLETE: "not translated",
    Code.BLANK: "translated with nothing that can be seen",
    Code.REPLACEMENT: "holds U+FFFD, what is left of a broken character",
    Code.FUZZY: "marked fuzzy: English is shown until somebody has looked at it",
    Code.OBSOLETE: "obsolete entries: run `make catalogs`",
    Code.UNCHANGED: "the same as the English message",
    Code.PLACEHOLDER_NAMES: "the names in braces are not those of the English message",
    Code.PLACEHOLDER_BARE: "braces that hold anything but a bare name",
    Code.PERCENT: "a percent format, which nothing fills",
    Code.TRIAL: "filled with values, something of the message is left over or lost",
    Code.CONTROL: "a control character",
    Code.BIDI: "a character that reorders or isolates text",
    Code.NOT_NFC: "not in normal form C",
    Code.ZERO_WIDTH: "a character without width",
    Code.EMOJI: "an emoji sequence: its width differs between terminals",
    Code.MARKUP: "reads differently as markup",
    Code.NOT_DISTINCT: "two choices that must be told apart have the same words",
    Code.WRONG_SCRIPT: "letters of a script that this language does not use",
    Code.EDGE_SPACE: "white space at the edge differs from the English message",
    Code.END_PUNCTUATION: "the end differs from the English message: a sentence, question or colon",
    Code.PARTICLE: "a Korean particle that does not follow its value: write both forms behind it, as in {name}을(를)",
    Code.SPACING: "spaces or brackets differ from the rest of the catalog",
    Code.GLOSSARY_FILE: "not a readable glossary",
    Code.GLOSSARY_TERM: "the English message has a term of the glossary, the translation not its word",
    Code.GLOSSARY_NEVER: "a word that the glossary rules out for this term",
    Code.GLOSSARY_STYLE: "a word that this language's translations do not use",
}
