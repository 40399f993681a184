"""The warning texts of one surface while an administrator writes them; nothing is in force before the page's Save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from msgspec.structs import replace

from composer.administration.session import AdminSession
from composer.errors import PolicyFaultsError
from composer.safe_text import clean
from policy.errors import KeyPath
from policy.foreign_text import is_blank
from policy.settings import Policy, Surface
from policy.truth_table.audience import audience, tabs, with_texts


class WarningTexts:
    """The warning texts of one surface: what was typed in each tab, over what the session holds."""

    def __init__(self, session: AdminSession, surface: Surface) -> None:
        self.surface = surface
        self._session = session
        self._place: KeyPath = ("mail_security", "outgoing_warning", surface.value)
        self._typed: dict[str, str] = {}
        self.is_page_faulty = False
        """Whether another setting of the page is not right yet, so that the rest of the policy is the one in force."""
        self._base = self._other_settings()
        self._kept: Mapping[str, str] = {}
        self.tabs: tuple[str, ...] = ()
        """Language tags and ``default``, in the order in which they are shown."""
        self.pending: tuple[str, ...] = ()
        """Tabs whose text the session has changed and the page has not saved."""
        self._look()
        self.tabs = tabs(self._base.company.languages, list(self._kept))
        self._look()
        self.never_shown = frozenset(tab for tab in self.tabs if not audience(self._base, surface, tab).can_be_seen)
        """Tabs whose text no member would be shown."""

    def text(self, tab: str) -> str:
        """The text of a tab, without characters that a terminal would obey."""
        return self._typed.get(tab, self._cleaned(tab))

    def write(self, tab: str, text: str) -> None:
        """Replace the text of a tab, as the administrator typed it."""
        if text == self._cleaned(tab):
            self._typed.pop(tab, None)
        else:
            self._typed[tab] = text

    def is_blank(self, tab: str) -> bool:
        """Whether the text of a tab counts as not written."""
        return is_blank(clean(self.text(tab), lines=True))

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The tabs in which something was typed that the session does not hold yet."""
        return tuple(tab for tab in self.tabs if tab in self._typed)

    def save(self) -> None:
        """Hand the typed texts to the session; the policy is saved with the page."""
        for tab, text in self._typed.items():
            self._session.change((*self._place, tab), text)
        self._typed.clear()
        self._look()

    @property
    def policy(self) -> Policy:
        """The policy as it would be with the typed texts."""
        return with_texts(self._base, self.surface, {**self._kept, **self._typed})

    def _look(self) -> None:
        """Ask the session, which copies the whole policy for an answer: not at every key."""
        self._kept = cast("Mapping[str, str]", self._session.value(self._place))
        self.pending = tuple(tab for tab in self.tabs if self._session.is_changed((*self._place, tab)))

    def _cleaned(self, tab: str) -> str:
        return clean(self._kept.get(tab, ""), lines=True)

    def _other_settings(self) -> Policy:
        try:
            return self._session.proposed()
        except PolicyFaultsError:
            self.is_page_faulty = True
            in_force = self._session.stored.policy
            languages = cast("list[str]", self._session.value(("company", "languages")))
            return replace(in_force, company=replace(in_force.company, languages=tuple(languages)))
