"""Explains each kind of finding: why it matters and how to mend it, with an example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from composer.localization.codes import Code
from composer.localization.meanings import meaning
from composer.words import _, pgettext


class Example(NamedTuple):
    """Lines of a catalog or of a source: data, which no language changes."""

    english: str
    """The English text; empty where the example is no entry."""
    wrong: str
    right: str


def explanation(code: Code) -> Iterator[str]:
    """What is wrong, why it matters, how to mend it, and the lines of an example; paragraphs, not wrapped."""
    yield _("{code}: {meaning}.", code=code.value, meaning=meaning(code))
    yield _WHY[code]()
    example = EXAMPLES[code]
    if example.english:
        yield pgettext("example", "English: {text}", text=example.english)
    yield pgettext("example", "Wrong: {text}", text=example.wrong)
    yield pgettext("example", "Right: {text}", text=example.right)


def explanation_data(code: Code) -> dict[str, object]:
    """The same as data: ``code``, ``severity``, ``meaning``, ``why`` and ``example``, whose ``english`` may be None."""
    example = EXAMPLES[code]
    return {
        "code": code.value,
        "severity": code.severity.value,
        "meaning": meaning(code),
        "why": _WHY[code](),
        "example": {"english": example.english or None, "wrong": example.wrong, "right": example.right},
    }


EXAMPLES = {
    Code.SOURCE_SYNTAX: Example(
        "", 'def title(: return _("Drafts of today")', 'def title(): return _("Drafts of today")'
    ),
    Code.NOT_LITERAL: Example("", "_(text)", '_("The message is sent.")'),
    Code.AT_IMPORT: Example("", 'TITLE = _("The outbox is empty.")', 'def title(): return _("The outbox is empty.")'),
    Code.NO_VALUE: Example("", '_("{name} is empty.")', '_("{name} is empty.", name=file)'),
    Code.NO_CONTEXT: Example("", '_("Send")', 'pgettext("button", "Send")'),
    Code.ASSEMBLED: Example("", '_("The file") + name', '_("The file {name}", name=name)'),
    Code.TEMPLATE_STALE: Example("", "composer.pot (0.1)", "composer.pot (0.2)"),
    Code.NO_CATALOG: Example("", "locales/ko/composer.po", "locales/ko/LC_MESSAGES/composer.po"),
    Code.TOO_LARGE: Example("", "composer.po (20 MB)", "composer.po (300 kB)"),
    Code.PARSE: Example("", 'msgstr "보냈습니다.', 'msgstr "보냈습니다."'),
    Code.CHARSET: Example("", "Content-Type: text/plain; charset=euc-kr", "Content-Type: text/plain; charset=utf-8"),
    Code.HEADER: Example("", "X-Review: perhaps", "X-Review: reviewed"),
    Code.LANGUAGE: Example("", "ko/LC_MESSAGES/composer.po: Language: ja", "ko/LC_MESSAGES/composer.po: Language: ko"),
    Code.PLURAL_HEADER: Example("", "ko: nplurals=2; plural=(n != 1);", "ko: nplurals=1; plural=0;"),
    Code.PLURAL_RULE: Example("", "ko: nplurals=2; plural=(n != 1);", "ko: nplurals=1; plural=0;"),
    Code.PLURAL_FORMS: Example("{n} files", 'msgstr[0] "{n}개" msgstr[1] "{n}개들"', 'msgstr[0] "파일 {n}개"'),
    Code.DUPLICATE: Example("Send", 'msgid "Send" … msgid "Send"', 'msgid "Send"'),
    Code.MISSING_ENTRY: Example("Go back", "-", 'msgid "Go back" msgstr "돌아가기"'),
    Code.UNKNOWN_ENTRY: Example("Go back", 'msgid "Go bakc"', 'msgid "Go back"'),
    Code.INCOMPLETE: Example("Go back", 'msgstr ""', 'msgstr "돌아가기"'),
    Code.BLANK: Example("Go back", 'msgstr " "', 'msgstr "돌아가기"'),
    Code.REPLACEMENT: Example("Go back", "돌아�기", "돌아가기"),
    Code.FUZZY: Example("Go back", '#, fuzzy … msgstr "되돌리기"', 'msgstr "돌아가기"'),
    Code.OBSOLETE: Example("", '#~ msgid "Old"', "-"),
    Code.UNCHANGED: Example("Drafts", "Drafts", "초안"),
    Code.PLACEHOLDER_NAMES: Example("{path} is empty.", "{file}이(가) 비어 있습니다.", "{path}이(가) 비어 있습니다."),
    Code.PLACEHOLDER_BARE: Example("{path} is empty.", "{path!r}이(가) 비어 있습니다.", "{path}이(가) 비어 있습니다."),
    Code.PERCENT: Example("{path} is empty.", "%s {path}이(가) 비어 있습니다.", "{path}이(가) 비어 있습니다."),
    Code.TRIAL: Example("{path} is empty.", "{{path}}이(가) 비어 있습니다.", "{path}이(가) 비어 있습니다."),
    Code.SWAPPED_PLACEHOLDERS: Example("{n} of {total}", "{n}개 중 {total}개", "{total}개 중 {n}개"),
    Code.CONTROL: Example("Send", "보\\t내기", "보내기"),
    Code.BIDI: Example("Send", "U+202E 보내기", "보내기"),
    Code.NOT_NFC: Example("Send", "ㅂㅗㄴㅐㄱㅣ", "보내기"),
    Code.ZERO_WIDTH: Example("Send", "보U+200B내기", "보내기"),
    Code.EMOJI: Example("Send", "U+1F4E7 보내기", "보내기"),
    Code.MARKUP: Example("Note: sent.", "[b]참고:[/b] 보냈습니다.", "참고: 보냈습니다."),
    Code.TOO_WIDE: Example("Subject", "이 메일의 제목", "제목"),
    Code.UNBREAKABLE: Example(
        "Shows the whole policy that is in force.",
        "현재적용중인메일보안정책의전체내용을모두표시합니다.",
        "현재 적용 중인 메일 보안 정책의 전체 내용을 표시합니다.",
    ),
    Code.CHANGED_NUMBER: Example("at most 25 MB", "최대 52 MB", "최대 25 MB"),
    Code.CHANGED_ADDRESS: Example(
        "Set it in config.toml.", "config.tml에서 설정하세요.", "config.toml에서 설정하세요."
    ),
    Code.CHANGED_OPTION: Example("Give --draft alone.", "--drft만 지정하세요.", "--draft만 지정하세요."),
    Code.CHANGED_COMMAND: Example(
        "See presend drafts list.", "presend draft list를 보세요.", "presend drafts list를 보세요."
    ),
    Code.CHANGED_KEY: Example("Ctrl+S sends.", "Ctrl+X로 보냅니다.", "Ctrl+S로 보냅니다."),
    Code.CHANGED_CONFIG_KEY: Example("Set ca_file.", "cafile을 설정하세요.", "ca_file을 설정하세요."),
    Code.LATIN_WORD: Example("Choose a folder.", "directory를 고르세요.", "폴더를 고르세요."),
    Code.ENGLISH_WORD: Example("It was not sent again.", "again 보내지 않았습니다.", "다시 보내지 않았습니다."),
    Code.HOTKEY: Example("Attach", "첨부(&A)", "첨부"),
    Code.NOT_DISTINCT: Example("Send / Go back", "보내기 / 보내기", "보내기 / 돌아가기"),
    Code.LEVEL_NAME: Example(
        "Restricted mail stays inside.", "기밀 메일은 내부에 머뭅니다.", "대외비 메일은 내부에 머뭅니다."
    ),
    Code.INCONSISTENT: Example("Drafts", "초안 / 임시 보관함", "초안 / 초안"),
    Code.GLOSSARY_FILE: Example("", 'term = "draft"', '[[term]] term = "draft" translation = "초안"'),
    Code.GLOSSARY_TERM: Example("Keep it as a draft.", "보관합니다.", "초안으로 보관합니다."),
    Code.GLOSSARY_NEVER: Example("Keep it as a draft.", "임시 저장 메일로 보관합니다.", "초안으로 보관합니다."),
    Code.GLOSSARY_STYLE: Example("Check the address.", "주소를 확인하십시오.", "주소를 확인하세요."),
    Code.WRONG_SCRIPT: Example("Send", "送信하기", "보내기"),
    Code.EDGE_SPACE: Example("Send", '"보내기 "', '"보내기"'),
    Code.END_PUNCTUATION: Example("Send it?", "보냅니다.", "보낼까요?"),
    Code.PUNCTUATION_STYLE: Example("It is sent.", "보냈습니다。", "보냈습니다."),
    Code.LINE_BREAKS: Example("first\\nsecond", "첫째 둘째", "첫째\\n둘째"),
    Code.QUOTATION_MARKS: Example("“{name}” is empty.", "{name}” 비어 있습니다.", "“{name}” 비어 있습니다."),
    Code.BRACKETS: Example("Port (usually 587)", "포트(보통 587", "포트(보통 587)"),
    Code.DOUBLED_WORD: Example("Send the message.", "메일을 메일을 보내세요.", "메일을 보내세요."),
    Code.DOUBLED_SPACE: Example("Send the message.", "메일을  보내세요.", "메일을 보내세요."),
    Code.FIXED_PARTICLE: Example("Open {path}.", "{path}를 여세요.", "{path}을(를) 여세요."),
    Code.STRAY_PARTICLE: Example("Open the file {path}.", "{path} 파일을(를) 여세요.", "{path} 파일을 여세요."),
    Code.SPACING: Example("Port (usually 587)", "포트 (보통 587)", "포트(보통 587)"),
    Code.SPELLING: Example("the folder", "フォルダ", "フォルダー"),
    Code.POLITENESS: Example("The message is sent.", "메일을 보낸다.", "메일을 보냅니다."),
    Code.LOST_NEGATION: Example("It cannot be sent.", "보낼 수 있습니다.", "보낼 수 없습니다."),
    Code.ADDED_NEGATION: Example("It can be sent.", "보낼 수 없습니다.", "보낼 수 있습니다."),
    Code.OPPOSITE: Example("An address outside.", "내부 주소입니다.", "외부 주소입니다."),
    Code.TOO_SHORT: Example(
        "Nothing was sent. Check the address.", "보내지 않았습니다.", "보내지 않았습니다. 주소를 확인하세요."
    ),
}
"""One for each kind; Korean, or Japanese, where it is about a translation."""

_WHY: dict[Code, Callable[[], str]] = {
    Code.SOURCE_SYNTAX: lambda: _("Its texts cannot be read. Correct the source."),
    Code.NOT_LITERAL: lambda: _(
        "What is put together while running has no entry in any catalog. Write the whole sentence."
    ),
    Code.AT_IMPORT: lambda: _(
        "The words stay in the language of the start. Call the function when the words are shown."
    ),
    Code.NO_VALUE: lambda: _("Members would read the name of a variable. Give each name in braces its value."),
    Code.NO_CONTEXT: lambda: _(
        "Other languages need to know what a single word is: a button, a state, a heading. Name it as the context."
    ),
    Code.ASSEMBLED: lambda: _(
        "The pieces stand in another order in other languages. Make the whole one text, or join its parts as the "
        "language does."
    ),
    Code.TEMPLATE_STALE: lambda: _(
        "Translators would work on texts that are gone, and miss new ones. Take the template of this version "
        "of presend."
    ),
    Code.NO_CATALOG: lambda: _(
        "Members who use this language read English. Put the file where the folders of the other languages have "
        "theirs, or ask for one language with --lang."
    ),
    Code.TOO_LARGE: lambda: _(
        "A catalog of presend is a few hundred kilobytes and a text a few lines. Look whether this is another file."
    ),
    Code.PARSE: lambda: _(
        "The catalog cannot be used at all, so that everything is in English. Most often a quotation mark is "
        "missing at the end, stands in the text without a backslash, or a keyword is misspelled."
    ),
    Code.CHARSET: lambda: _(
        "Other encodings show as broken characters. Save the file as UTF-8 without a byte order mark, and let "
        "Content-Type say so."
    ),
    Code.HEADER: lambda: _(
        "Programs that read catalogs rely on these fields. Write them as in the catalogs that come with presend; "
        "X-Review says reviewed or unreviewed."
    ),
    Code.LANGUAGE: lambda: _(
        "A catalog in the wrong place shows one language under the name of another. Write the name of the folder "
        "behind Language."
    ),
    Code.PLURAL_HEADER: lambda: _(
        "The rule decides which form a number gets, and it is never run as it stands here. Copy it from the "
        "catalog that comes with presend."
    ),
    Code.PLURAL_RULE: lambda: _("Numbers would get the wrong form. Correct the rule in the registry of languages."),
    Code.PLURAL_FORMS: lambda: _(
        "Where a form is missing, the whole text is shown in English. Fill in as many forms as the header says."
    ),
    Code.DUPLICATE: lambda: _("Only one of the two is shown, and nobody knows which. Remove one of them."),
    Code.MISSING_ENTRY: lambda: _(
        "Members read English there. Take the entry from the template, with msgctxt and msgid as they are, and "
        "translate it."
    ),
    Code.UNKNOWN_ENTRY: lambda: _(
        "It is never shown: a text is looked up exactly as it is written, and a changed msgid or msgctxt is another "
        "text. Take both from the template; delete the entry where the program no longer has the text."
    ),
    Code.INCOMPLETE: lambda: _("Members read English there. Translate it."),
    Code.BLANK: lambda: _("Members see an empty place. Translate it, or leave msgstr empty so that English is shown."),
    Code.REPLACEMENT: lambda: _("The file was read in the wrong encoding once. Type the word again."),
    Code.FUZZY: lambda: _(
        "Tools mark what they have only guessed. Check the translation, and take the word fuzzy away."
    ),
    Code.OBSOLETE: lambda: _(
        "They are never shown and only confuse. Delete the lines that begin with the mark for obsolete texts."
    ),
    Code.UNCHANGED: lambda: _(
        "It was probably forgotten. Translate it; where the language has the same word, accept it with a comment."
    ),
    Code.PLACEHOLDER_NAMES: lambda: _(
        "presend fills in values by these names, and shows the English text where they differ. Keep them as "
        "they are, untranslated; the order is free."
    ),
    Code.PLACEHOLDER_BARE: lambda: _(
        "Only a bare name is filled in; everything else would be shown as it stands. Write the name alone."
    ),
    Code.PERCENT: lambda: _("Members would read the sign. Use the names in braces of the English text."),
    Code.TRIAL: lambda: _(
        "The text was filled in with numbers and a long name, and something was left over. Look for doubled braces."
    ),
    Code.SWAPPED_PLACEHOLDERS: lambda: _(
        "The sentence is fluent and says the reverse: the limit as the count, the file as the folder. Compare the "
        "meaning of each name with English; where the order is right, accept it with a comment."
    ),
    Code.CONTROL: lambda: _(
        "Control characters move the cursor, change colours or end a line on a terminal. Remove them."
    ),
    Code.BIDI: lambda: _("Such characters can make text read as something else than it says. Remove them."),
    Code.NOT_NFC: lambda: _(
        "The same letters in parts are not found by searching and break up on terminals. Save the text in normal "
        "form C; a Mac often writes parts."
    ),
    Code.ZERO_WIDTH: lambda: _(
        "Nobody sees it, but it parts words and moves borders. Delete it and type the place again."
    ),
    Code.EMOJI: lambda: _("What stands behind it moves by a cell on some terminals, and borders break. Use words."),
    Code.MARKUP: lambda: _(
        "Square brackets with a word in them can be taken for instructions and vanish. Use other brackets, or "
        "those of the English text."
    ),
    Code.TOO_WIDE: lambda: _(
        "The label is cut off, or covers what stands beside it; a Korean or Japanese character takes two cells. "
        "Find shorter words."
    ),
    Code.UNBREAKABLE: lambda: _(
        "On a narrow terminal it is broken in the middle of a word. Put spaces where the language has them."
    ),
    Code.CHANGED_NUMBER: lambda: _(
        "A limit or a deadline that is wrong by a digit misleads more than no translation. Copy the number."
    ),
    Code.CHANGED_ADDRESS: lambda: _(
        "People copy addresses, paths and names of files from the screen. Copy them from English, letter by letter."
    ),
    Code.CHANGED_OPTION: lambda: _(
        "presend does not understand a translated option. Copy it from English, with both hyphens."
    ),
    Code.CHANGED_COMMAND: lambda: _("presend does not understand a translated command. Copy it from English."),
    Code.CHANGED_KEY: lambda: _("The key that is named does something else, or nothing. Copy it from English."),
    Code.CHANGED_CONFIG_KEY: lambda: _(
        "A setting with another name is a fault in the file. Copy names of settings, fields and variables from English."
    ),
    Code.LATIN_WORD: lambda: _(
        "Either a name is misspelled, or the word is of the wrong language. Use the word of the language or the "
        "spelling of English."
    ),
    Code.ENGLISH_WORD: lambda: _("A piece of the sentence was not translated. Translate it."),
    Code.HOTKEY: lambda: _(
        "Members would read the mark and press a letter that does nothing. The keys stand beside the labels and are "
        "the same in every language. Remove the mark."
    ),
    Code.NOT_DISTINCT: lambda: _(
        "Members would choose between two buttons, levels or keys of one name. Use two words."
    ),
    Code.LEVEL_NAME: lambda: _(
        "Whoever reads the wrong level treats a message wrongly. The names are fixed in each language: those of "
        "the level menu."
    ),
    Code.INCONSISTENT: lambda: _(
        "Members take two words for two things. Use the same words, or accept the difference with a comment where "
        "the place asks for it."
    ),
    Code.GLOSSARY_FILE: lambda: _(
        "Without the glossary no term is checked. It is TOML: tables [[term]] and [[style]], as in the glossary "
        "that comes with presend."
    ),
    Code.GLOSSARY_TERM: lambda: _(
        "Each concept has one word in each language, on all screens and in the documents. Use the word of the glossary."
    ),
    Code.GLOSSARY_NEVER: lambda: _(
        "Each concept has one word in each language, on all screens and in the documents. Use the word of the glossary."
    ),
    Code.GLOSSARY_STYLE: lambda: _(
        "One tone and one spelling on all screens. Write what the glossary writes in its place."
    ),
    Code.WRONG_SCRIPT: lambda: _(
        "A letter of another script looks alike or cannot be read by everybody. Type the word again with the "
        "keyboard of the language."
    ),
    Code.EDGE_SPACE: lambda: _(
        "The text is put beside other words, and a space too many or too few shows. Begin and end as English does."
    ),
    Code.END_PUNCTUATION: lambda: _(
        "A question that ends like a statement is not answered, and a label without its colon runs into its "
        "value. End as English does, with the marks of the language."
    ),
    Code.PUNCTUATION_STYLE: lambda: _(
        "Korean has the narrow marks of Latin script, Japanese its own wide full stop and comma. Type the mark of "
        "the language."
    ),
    Code.LINE_BREAKS: lambda: _("Lines are part of the layout. Keep as many as English has."),
    Code.QUOTATION_MARKS: lambda: _(
        "Without them nobody sees where a name begins and ends. Quote what English quotes, with a pair of marks."
    ),
    Code.BRACKETS: lambda: _(
        "A bracket that is never closed makes people search for the rest. Write both, as English does."
    ),
    Code.DOUBLED_WORD: lambda: _("It slips in while a sentence is changed. Delete one of the two."),
    Code.DOUBLED_SPACE: lambda: _("It shows as a gap. Delete one of the two."),
    Code.FIXED_PARTICLE: lambda: _(
        "Nobody knows how the value ends that is filled in. Write both forms, as in the example; behind a word, the "
        "one that fits it."
    ),
    Code.STRAY_PARTICLE: lambda: _(
        "presend chooses the form by the value right before it. Behind a word, write the one form that fits the word."
    ),
    Code.SPACING: lambda: _(
        "Korean has no space before a bracket, and one before words such as 수 and 않다; Japanese has one between its "
        "own letters and Latin ones, values and brackets, which are narrow, and none between its own letters. Write it "
        "as the other entries do."
    ),
    Code.SPELLING: lambda: _(
        "The word stands nowhere else in the catalog, and one that is written nearly the same does. Write it as the "
        "other entries do; where it is another word, accept it with a comment."
    ),
    Code.POLITENESS: lambda: _(
        "All screens speak in one tone, which is polite and formal. Change the end of the sentence."
    ),
    Code.LOST_NEGATION: lambda: _(
        "The sentence then says the opposite. Compare it with English; where it says the same in other words, "
        "accept it with a comment."
    ),
    Code.ADDED_NEGATION: lambda: _(
        "The sentence then says the opposite. Compare it with English; where it says the same in other words, "
        "accept it with a comment."
    ),
    Code.OPPOSITE: lambda: _(
        "Whoever reads the wrong side sends what must stay, or keeps what may go. Compare it with English; where it "
        "says the same in other words, accept it with a comment."
    ),
    Code.TOO_SHORT: lambda: _("What to do often stands in the second sentence. Translate all of it."),
}
