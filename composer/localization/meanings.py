"""Says in a few words what a finding of each kind is."""

from __future__ import annotations

from collections.abc import Callable

from composer.localization.codes import Code
from composer.words import _


def meaning(code: Code) -> str:
    """What is wrong, as a clause that a detail can follow."""
    return _MEANINGS[code]()


_MEANINGS: dict[Code, Callable[[], str]] = {
    Code.SOURCE_SYNTAX: lambda: _("the source file is not Python"),
    Code.NOT_LITERAL: lambda: _("the text is not written out where it is used, so it cannot be extracted"),
    Code.AT_IMPORT: lambda: _("translated while importing: the words would not follow the language"),
    Code.NO_VALUE: lambda: _("a name in braces that is given no value, or a value that no braces name"),
    Code.NO_CONTEXT: lambda: _("one or two words without a context can mean several things"),
    Code.ASSEMBLED: lambda: _("put together from translated pieces"),
    Code.TEMPLATE_STALE: lambda: _("the template differs from the texts of the program"),
    Code.NO_CATALOG: lambda: _("there is no catalog for this language"),
    Code.TOO_LARGE: lambda: _("larger than anything that is read"),
    Code.PARSE: lambda: _("this line is no line of a catalog; nothing below it was looked at"),
    Code.CHARSET: lambda: _("not UTF-8, or not declared as such"),
    Code.HEADER: lambda: _("a field of the header is missing or says something else"),
    Code.LANGUAGE: lambda: _("header, folder and the languages of presend do not name the same language"),
    Code.PLURAL_HEADER: lambda: _("the plural rule in the header is not the one of this language"),
    Code.PLURAL_RULE: lambda: _("the pinned plural rule differs from CLDR"),
    Code.PLURAL_FORMS: lambda: _("not every plural form is translated, or there are too many"),
    Code.DUPLICATE: lambda: _("the same text stands twice"),
    Code.MISSING_ENTRY: lambda: _("the catalog has no entry for this text of the program"),
    Code.UNKNOWN_ENTRY: lambda: _("an entry for a text that the program does not have"),
    Code.INCOMPLETE: lambda: _("this text is not translated"),
    Code.BLANK: lambda: _("translated with nothing that can be seen"),
    Code.REPLACEMENT: lambda: _("holds U+FFFD, what is left of a broken character"),
    Code.FUZZY: lambda: _("marked as a guess: English is shown until somebody has looked at it"),
    Code.OBSOLETE: lambda: _("holds texts that the program no longer has"),
    Code.UNCHANGED: lambda: _("the same as the English text"),
    Code.PLACEHOLDER_NAMES: lambda: _("the names in braces are not those of the English text"),
    Code.PLACEHOLDER_BARE: lambda: _("braces that hold anything but a bare name"),
    Code.PERCENT: lambda: _("a percent format, which nothing fills"),
    Code.TRIAL: lambda: _("filled with values, a part of the text is left over or lost"),
    Code.SWAPPED_PLACEHOLDERS: lambda: _("two names in braces seem to have changed places"),
    Code.CONTROL: lambda: _("a control character"),
    Code.BIDI: lambda: _("a character that reorders or isolates text"),
    Code.NOT_NFC: lambda: _("not in normal form C"),
    Code.ZERO_WIDTH: lambda: _("a character without width"),
    Code.EMOJI: lambda: _("an emoji: its width differs between terminals"),
    Code.MARKUP: lambda: _("reads differently as markup"),
    Code.TOO_WIDE: lambda: _("wider than the cells that there are for it"),
    Code.UNBREAKABLE: lambda: _("a piece of more than 40 cells that no line break parts"),
    Code.CHANGED_NUMBER: lambda: _("a number or its unit differs from the English text"),
    Code.CHANGED_ADDRESS: lambda: _("an address, a path or a file name differs from the English text"),
    Code.CHANGED_OPTION: lambda: _("an option differs from the English text"),
    Code.CHANGED_COMMAND: lambda: _("a command differs from the English text"),
    Code.CHANGED_KEY: lambda: _("a key differs from the English text"),
    Code.CHANGED_CONFIG_KEY: lambda: _("the name of a setting or a field differs from the English text"),
    Code.LATIN_WORD: lambda: _("a word in Latin letters that the English text does not have"),
    Code.ENGLISH_WORD: lambda: _("an English word was left in the translation"),
    Code.HOTKEY: lambda: _("a letter is marked as a shortcut, and presend has none in its labels"),
    Code.NOT_DISTINCT: lambda: _("two choices that must be told apart have the same words"),
    Code.LEVEL_NAME: lambda: _("not the name of the security level that the English text speaks of"),
    Code.INCONSISTENT: lambda: _("the same English words are translated in another way elsewhere"),
    Code.GLOSSARY_FILE: lambda: _("not a readable glossary"),
    Code.GLOSSARY_TERM: lambda: _("the English text has a term of the glossary, the translation not its word"),
    Code.GLOSSARY_NEVER: lambda: _("a word that the glossary rules out for this term"),
    Code.GLOSSARY_STYLE: lambda: _("a word that this language's translations do not use"),
    Code.WRONG_SCRIPT: lambda: _("letters of another script, or ones that only look alike"),
    Code.EDGE_SPACE: lambda: _("white space at the edge differs from the English text"),
    Code.END_PUNCTUATION: lambda: _("the end differs from the English text: a sentence, question or colon"),
    Code.PUNCTUATION_STYLE: lambda: _("a punctuation mark that this language writes in another form"),
    Code.LINE_BREAKS: lambda: _("a line break was lost or added"),
    Code.QUOTATION_MARKS: lambda: _("a quotation mark was lost, or stands alone"),
    Code.BRACKETS: lambda: _("a bracket was lost, or stands alone"),
    Code.DOUBLED_WORD: lambda: _("a word or a mark stands twice"),
    Code.DOUBLED_SPACE: lambda: _("two spaces in a row"),
    Code.FIXED_PARTICLE: lambda: _("a particle that is wrong for the word, or for some of the values, before it"),
    Code.STRAY_PARTICLE: lambda: _("both forms of a particle where no value stands before it"),
    Code.SPACING: lambda: _("spaces or brackets differ from the rest of the catalog"),
    Code.SPELLING: lambda: _("spelled in another way than in the rest of the catalog"),
    Code.POLITENESS: lambda: _("a sentence that ends less politely than the others"),
    Code.LOST_NEGATION: lambda: _("English denies something here, and the translation does not"),
    Code.ADDED_NEGATION: lambda: _("the translation denies something here, and English does not"),
    Code.OPPOSITE: lambda: _("outside and inside, before and after, or other opposites seem to have changed places"),
    Code.TOO_SHORT: lambda: _("much shorter than the English text: a part may be lost"),
}
