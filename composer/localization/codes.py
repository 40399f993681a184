"""The kinds of findings: stable names, and which of them stop a build."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """Whether a finding stops a build."""

    ERROR = "error"
    WARNING = "warning"


class Code(Enum):
    """A kind of finding; the value is its stable name."""

    SOURCE_SYNTAX = "source-syntax"
    NOT_LITERAL = "not-literal"
    AT_IMPORT = "at-import"
    NO_VALUE = "no-value"
    NO_CONTEXT = "no-context"
    ASSEMBLED = "assembled"
    TEMPLATE_STALE = "template-stale"
    NO_CATALOG = "no-catalog"
    TOO_LARGE = "too-large"
    PARSE = "parse"
    CHARSET = "charset"
    HEADER = "header"
    LANGUAGE = "language"
    PLURAL_HEADER = "plural-header"
    PLURAL_RULE = "plural-rule"
    PLURAL_FORMS = "plural-forms"
    DUPLICATE = "duplicate"
    MISSING_ENTRY = "missing-entry"
    UNKNOWN_ENTRY = "unknown-entry"
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
    SWAPPED_PLACEHOLDERS = "swapped-placeholders"
    CONTROL = "control"
    BIDI = "bidi"
    NOT_NFC = "not-nfc"
    ZERO_WIDTH = "zero-width"
    EMOJI = "emoji"
    MARKUP = "markup"
    TOO_WIDE = "too-wide"
    UNBREAKABLE = "unbreakable"
    CHANGED_NUMBER = "changed-number"
    CHANGED_ADDRESS = "changed-address"
    CHANGED_OPTION = "changed-option"
    CHANGED_COMMAND = "changed-command"
    CHANGED_KEY = "changed-key"
    CHANGED_CONFIG_KEY = "changed-config-key"
    LATIN_WORD = "latin-word"
    ENGLISH_WORD = "english-word"
    HOTKEY = "hotkey"
    NOT_DISTINCT = "not-distinct"
    LEVEL_NAME = "level-name"
    INCONSISTENT = "inconsistent"
    GLOSSARY_FILE = "glossary-file"
    GLOSSARY_TERM = "glossary-term"
    GLOSSARY_NEVER = "glossary-never"
    GLOSSARY_STYLE = "glossary-style"
    WRONG_SCRIPT = "wrong-script"
    EDGE_SPACE = "edge-space"
    END_PUNCTUATION = "end-punctuation"
    PUNCTUATION_STYLE = "punctuation-style"
    LINE_BREAKS = "line-breaks"
    QUOTATION_MARKS = "quotation-marks"
    BRACKETS = "brackets"
    DOUBLED_WORD = "doubled-word"
    DOUBLED_SPACE = "doubled-space"
    FIXED_PARTICLE = "fixed-particle"
    STRAY_PARTICLE = "stray-particle"
    SPACING = "spacing"
    SPELLING = "spelling"
    POLITENESS = "politeness"
    LOST_NEGATION = "lost-negation"
    ADDED_NEGATION = "added-negation"
    OPPOSITE = "opposite"
    TOO_SHORT = "too-short"

    @property
    def severity(self) -> Severity:
        """Whether a finding of this kind stops a build: what the program does wrong or a member understands wrong."""
        return Severity.WARNING if self in _WARNINGS else Severity.ERROR


_WARNINGS = frozenset({
    Code.NO_CONTEXT, Code.FUZZY, Code.OBSOLETE, Code.UNCHANGED, Code.ZERO_WIDTH, Code.UNBREAKABLE, Code.LATIN_WORD,
    Code.ENGLISH_WORD, Code.INCONSISTENT, Code.GLOSSARY_TERM, Code.WRONG_SCRIPT, Code.EDGE_SPACE, Code.END_PUNCTUATION,
    Code.PUNCTUATION_STYLE, Code.QUOTATION_MARKS, Code.BRACKETS, Code.DOUBLED_WORD, Code.DOUBLED_SPACE,
    Code.SPACING, Code.POLITENESS, Code.LOST_NEGATION, Code.ADDED_NEGATION, Code.SWAPPED_PLACEHOLDERS,
    Code.OPPOSITE, Code.TOO_SHORT, Code.SPELLING,
})  # fmt: skip
"""What a rule of thumb finds, or what is only a matter of style: a comment in the catalog can accept it."""
