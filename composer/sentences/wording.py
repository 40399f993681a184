"""The warning's text, and in words why it is this one."""

from __future__ import annotations

from composer.sentences import labels
from composer.words import _, in_language, language_name, listing
from policy.wording import BUILT_IN, DEFAULT_TAB, Wording, WordingReason, WordingRow


def built_in_warning(language: str | None = None) -> str:
    """The text of the warning where the administrator wrote none, as members of a language see it; None = this one."""
    return in_language(
        language,
        "This message goes outside your organization. Check the recipients and the files before you send it.",
    )


def warning_text(wording: Wording, language: str | None = None) -> str:
    """The text of the warning: the administrator's, or the built-in one in a member's language; None = this one."""
    return wording.text or built_in_warning(language)


def wording_words(wording: Wording) -> str:
    """The sentence that says which tab was chosen and why."""
    surface = labels.surface_label(wording.surface)
    return _(
        "Warning text for {surface}: {tab}, because {reasons}.",
        surface=surface, tab=tab_words(wording.tab), reasons=wording_reasons(wording),
    )  # fmt: skip


def tab_words(tab: str) -> str:
    """The name of a tab within a sentence, by its language's name in the UI language, or of the built-in text."""
    if tab == DEFAULT_TAB:
        return _("the Default tab")
    return _("the built-in text") if tab == BUILT_IN else _("the {language} tab", language=language_name(tab))


def spelled_tab_words(tab: str) -> str:
    """The name of a language's tab within a sentence, as the tab is spelled."""
    return _("the tab {tag}", tag=tab)


def wording_reasons(wording: Wording) -> str:
    """All reasons for the choice of a text, as one clause."""
    return listing([wording_reason_words(reason) for reason in wording.reasons])


def wording_reason_words(reason: WordingReason) -> str:
    """One reason for the choice of a text, as a clause."""
    match reason:
        case WordingReason.OWN_TAB:
            return _("the tab of the member's language is written")
        case WordingReason.LANGUAGE_NOT_ENABLED:
            return _("the member's language is not enabled by the company")
        case WordingReason.TAB_NOT_WRITTEN:
            return _("the tab of the member's language is not written")
        case WordingReason.MEMBER_LANGUAGE_UNSET:
            return _("the member's language is not set")
        case WordingReason.MEMBER_LANGUAGE_UNREADABLE:
            return _("the member's language cannot be read")
        case WordingReason.DEFAULT_BLANK:
            return _("the Default tab is blank")


def row_words(row: WordingRow) -> str:
    """What a row of ``WordingRow`` is about, as a clause; finer than the reasons."""
    match row:
        case WordingRow.OWN_TAB:
            return _("a tab is spelled as the member's language is")
        case WordingRow.NOT_ENABLED:
            return _("the company enables no form of the member's language")
        case WordingRow.NOT_WRITTEN:
            return _("the tab of the member's language is written for neither surface")
        case WordingRow.OTHER_SURFACE_ONLY:
            return _("the tab of the member's language is written for the other surface only")
        case WordingRow.OTHER_SPELLING | WordingRow.OTHER_SCRIPT_SPELLING:
            return _("a tab of the same language is spelled in another way")
        case WordingRow.RELATIVE_ENABLED:
            return _("the company enables another form of the member's language")
        case WordingRow.NOT_SET:
            return wording_reason_words(WordingReason.MEMBER_LANGUAGE_UNSET)
        case WordingRow.UNREADABLE:
            return wording_reason_words(WordingReason.MEMBER_LANGUAGE_UNREADABLE)
        case WordingRow.BUILT_IN:
            return wording_reason_words(WordingReason.DEFAULT_BLANK)
