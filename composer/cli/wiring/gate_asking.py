"""Who asks the member on behalf of the gate; nothing of it is imported before somebody has to be asked."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from composer.gate.asking.protocol import Answer
    from composer.gate.asking.dialog_document import DialogAnswer
    from composer.gate.asking.dialog_matter import DialogMatter
    from composer.gate.services import GateServices
    from composer.gate.call.submission import GateMessage
    from composer.drafting.judging import Assessment
    from policy.questions import QuestionCode


class GateAsk(Struct, frozen=True):
    """Implements ``composer.gate.asking.protocol.Ask``."""

    services: GateServices
    environ: Mapping[str, str]
    policy: Path | None
    """The policy that was named on the command line."""

    def ask(self, message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        """See ``composer.gate.asking.member_ask``."""
        from composer.gate.asking.member_ask import MemberAsk

        return MemberAsk(self.services, self.environ, show, policy=self.policy).ask(message, assessment, questions)


def show(matter: DialogMatter, keeps_screen: bool, is_awaited: Callable[[], bool]) -> DialogAnswer:
    """The dialog; see ``composer.gate.asking.dialog_matter.ShowDialog``."""
    gc.disable()  # the app enables it after its first paint; collecting during the start costs a tenth of it
    try:
        from composer.apps.gate_app import show_dialog

        return show_dialog(matter, keeps_screen, is_awaited)
    finally:
        gc.enable()
