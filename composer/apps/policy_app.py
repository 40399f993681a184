"""An app that follows the policy in force: a thread looks at it, and only posts messages."""

from __future__ import annotations

from typing import Any

from textual import work
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from composer.apps.safe_app import SafeApp
from composer.drafting.policy_watch import LOOK_EVERY, JudgedScreen, PolicyListener, PolicyNews, PolicyWatch
from composer.services.clock import Clock
from composer.services.policy_source import PolicySource
from composer.terminal.driver import SafeDriver


class PolicyApp(SafeApp):
    """An app that tells its screens when another policy comes into force."""

    class PolicyChanged(Message):
        """Another policy is in force, or none that can be used."""

        def __init__(self, news: PolicyNews) -> None:
            super().__init__()
            self.news = news

    def __init__(self, policy: PolicySource, clock: Clock, driver: type[SafeDriver] = SafeDriver) -> None:
        super().__init__(driver)
        self.policy_watch = PolicyWatch(policy, clock)
        self.policy_timer: Timer | None = None
        """Ticks from the first frame to the end of the app."""

    def follow_policy(self) -> None:
        """Look at the policy again and again until the app ends."""
        self.policy_timer = self.set_interval(LOOK_EVERY, self.look_at_policy)

    def look_at_policy(self) -> None:
        """Look in a thread whether another policy is in force, unless a look is under way."""
        if self.policy_watch.is_looking:
            return
        if (known := self.policy_watch.known_id) is not None:
            for screen in filter(_stands, self.screen_stack):
                if isinstance(screen, JudgedScreen):
                    screen.catch_up(known)
        self._look_at_policy()

    @work(thread=True, group="policy")
    def _look_at_policy(self) -> None:
        news = self.policy_watch.look()
        if news is not None:
            self.post_message(self.PolicyChanged(news))

    def on_policy_app_policy_changed(self, event: PolicyChanged) -> None:
        """Tell the screens of the policy, while there are screens."""
        if self.is_running:  # else the screens are being taken down
            self.announce(event.news)

    def announce(self, news: PolicyNews) -> None:
        """Tell every screen that shows something of the policy that there is another one."""
        for screen in self.screen_stack:
            if not isinstance(screen, PolicyListener):
                continue
            if _stands(screen):
                screen.policy_changed(news)
            elif screen.display:
                screen.call_later(screen.policy_changed, news)


def _stands(screen: Screen[Any]) -> bool:
    """Whether all of it is there: not while it is being built, when it judges by itself, nor while it is taken down."""
    return screen.is_mounted and screen.display
