"""The part of an app that follows the policy in force. A thread looks and only posts messages."""

from __future__ import annotations

from textual import work
from textual.message import Message
from textual.timer import Timer

from composer.drafting.policy_watch import LOOK_EVERY, PolicyListener, PolicyNews, PolicyWatch
from composer.apps.safe_app import SafeApp
from composer.services.bundle import Clock, PolicySource
from composer.terminal.driver import SafeDriver


class PolicyApp(SafeApp):
    """Every screen that shows something of the policy hears of another one."""

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
        """Look from now on to the end."""
        self.policy_timer = self.set_interval(LOOK_EVERY, self.look_at_policy)

    def look_at_policy(self) -> None:
        """Ask in a thread whether another policy is in force, unless somebody is still asking."""
        if not self.policy_watch.is_looking:
            self._look_at_policy()

    @work(thread=True, group="policy")
    def _look_at_policy(self) -> None:
        news = self.policy_watch.look()
        if news is not None:
            self.post_message(self.PolicyChanged(news))

    def on_policy_app_policy_changed(self, event: PolicyChanged) -> None:
        """Everything on the screen is judged again."""
        if self.is_running:  # else the screens are being taken down
            self.spread(event.news)

    def spread(self, news: PolicyNews) -> None:
        """Tell the screens."""
        for screen in self.screen_stack:
            if isinstance(screen, PolicyListener):
                screen.policy_changed(news)
