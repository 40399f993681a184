"""Explains why each kind of trap is one, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable

from composer.words import _
from policy.lint.trap import LintCode


def explanation(code: LintCode) -> str:
    """A few sentences that hold for every trap with this code."""
    return _EXPLANATIONS[code]()


_EXPLANATIONS: dict[LintCode, Callable[[], str]] = {
    LintCode.PUBLIC_PROVIDER: lambda: _(
        "Anybody can get an address there. As a domain of the company it makes strangers count as inside, "
        "and no warning is shown for mail to them. Remove the domain."
    ),
    LintCode.PUBLIC_SUFFIX: lambda: _(
        "Many companies have their domains under this name. Write the whole domain of yours."
    ),
    LintCode.SUBDOMAINS_INSIDE: lambda: _(
        "Whoever runs a name below the domain counts as inside: partners, hosted services, abandoned servers. "
        "Write the sub-domains one by one where they are known."
    ),
    LintCode.DOMAIN_ITSELF_OUTSIDE: lambda: _(
        "“*.” stands for the names below a domain only. Add the domain itself if people have addresses in it."
    ),
    LintCode.LANGUAGE_UNREADABLE: lambda: _(
        "No member's language ever matches it. Write a tag such as ko, ja or zh-Hant."
    ),
    LintCode.LANGUAGE_TWICE: lambda: _("Two tags of one language share one text. Keep one of them."),
    LintCode.DEFAULT_LANGUAGE_UNREADABLE: lambda: _(
        "Members whose language is not known see Default. Write a tag such as ko, ja or zh-Hant, or remove the key."
    ),
    LintCode.DEFAULT_LANGUAGE_NOT_ENABLED: lambda: _(
        "Members whose language is not known see Default, whatever is written for this language. "
        "Add it to the languages of the company, or choose one of those."
    ),
    LintCode.TIME_LIMIT_UNREACHABLE: lambda: _(
        "Links with a time limit are for files too large to attach, and every such file is too large for them. "
        "Make their limit larger than that of attachments."
    ),
    LintCode.IMPORT_UNAVAILABLE: lambda: _(
        "The network setting is stronger. Deny the import, so that the page says what happens, "
        "or allow access from everywhere."
    ),
    LintCode.WARNING_OFF: lambda: _(
        "Nobody ever sees these texts. Switch the warning on, or accept this trap while it is off on purpose."
    ),
    LintCode.WARNING_NEEDS_FILE: lambda: _(
        "With such a limit hardly any message has an attachment, so the warning can hardly ever appear. "
        "Raise the limit, or choose a condition without attachments."
    ),
    LintCode.DEFAULT_BLANK: lambda: _(
        "Default is for everybody whose language is not enabled or not written. While it is blank, "
        "they see the built-in text, which says nothing of your rules. Write it."
    ),
    LintCode.TAB_NOT_ENABLED: lambda: _(
        "Members who use this language see Default. Add the language to those of the company, or remove the tab."
    ),
    LintCode.TAB_UNREADABLE: lambda: _(
        "Tabs are named by tags such as ko, ja or zh-Hant, and by default in small letters. Rename or remove the tab."
    ),
    LintCode.TAB_TWICE: lambda: _(
        "Of two tabs of one language, the second is shown only to members whose language is written exactly like it. "
        "Keep one of them."
    ),
    LintCode.TAB_INVISIBLE: lambda: _(
        "Spaces and characters without a shape count as nothing, so that Default is shown. "
        "Write a text, or remove the tab."
    ),
    LintCode.TAB_EQUALS_DEFAULT: lambda: _(
        "Without the tab the same would be shown. Often a text was copied here to be translated later: "
        "translate it, or remove the tab."
    ),
    LintCode.SURFACES_DIFFER: lambda: _(
        "PC and Mobile are two independent sets of texts: where one is missing, Default of the same set is shown, "
        "never the text of the other set. Write both, or neither."
    ),
    LintCode.TEXT_TOO_LONG: lambda: _(
        "Whoever does not scroll never reads the end. Shorten the text, and put what matters first."
    ),
    LintCode.HIDDEN_CHARACTERS: lambda: _(
        "Control characters, characters that turn the direction of text and characters without a shape are removed "
        "before anything is shown. They usually come with text pasted from elsewhere. Type the text again."
    ),
    LintCode.LEVEL_NAME_COLLIDES: lambda: _(
        "Members cannot tell two levels of one name apart, and choose the wrong one. "
        "Members who use another language may see the other name built in. Choose another name."
    ),
    LintCode.LEVEL_NAME_INVISIBLE: lambda: _(
        "The built-in name is shown. Write a name, or leave it empty to say that the built-in one is meant."
    ),
    LintCode.LIST_ADDRESS_OUTSIDE: lambda: _(
        "presend judges mail to the list by its members, but the mail goes to a server of another domain. "
        "Correct the address of the list, or add its domain to those of the company."
    ),
    LintCode.LIST_EXEMPT: lambda: _(
        "Mail sent as a list that has outside members is exempt from the warning, whoever it goes to. "
        "Take the outsiders out of the list, or leave as senders only those who need no warning."
    ),
    LintCode.LIST_CYCLE: lambda: _(
        "Members are found all the same, but whoever reads the list cannot tell who is in it. Break the circle."
    ),
    LintCode.LIST_EMPTY: lambda: _(
        "Nobody knows where mail to it goes, so it counts as outside. Add the members, or remove the list."
    ),
    LintCode.LIST_UNREADABLE: lambda: _(
        "Nobody knows where mail to it goes, so it counts as outside. Mend the file of its members."
    ),
    LintCode.LIST_TOO_DEEP: lambda: _(
        "What lies deeper is not known and counts as outside. Put the members into fewer lists."
    ),
    LintCode.LIST_MEMBER_MALFORMED: lambda: _(
        "Nobody knows who was meant, so mail to the list counts as outside. Correct the addresses."
    ),
    LintCode.LIST_OVER_LIMIT: lambda: _(
        "Every mail to the list is refused. Raise the limit of outside recipients, or divide the list."
    ),
    LintCode.LIST_SENDER_MALFORMED: lambda: _("Whoever was meant may not send as the list. Correct the addresses."),
    LintCode.LIST_SENDER_IS_LIST: lambda: _(
        "A list among the senders does not stand for its members: they may not send. Name the members one by one."
    ),
    LintCode.LIST_SENDER_OUTSIDE: lambda: _(
        "Somebody outside the company could send as one of its lists. Remove them, or correct a mistyped domain."
    ),
    LintCode.UNUSED_ALLOW: lambda: _(
        "The comment “# lint: allow CODE reason” accepts a trap of this code on its own line, on the line below it, "
        "or in the mailing list whose [[lists]] stands below it. Correct the comment, or remove it."
    ),
}
assert _EXPLANATIONS.keys() == set(LintCode)
