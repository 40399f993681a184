"""Asks the member for the gate; what asking needs is imported only when somebody has to be asked."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from composer.drafting.judging import Assessment
    from composer.gate.asking.answers import Answer
    from composer.gate.asking.dialog_document import DialogAnswer
    from composer.gate.asking.dialog_request import DialogRequest
    from composer.gate.call.submission import GateMessage
    from composer.gate.services import GateServices
    from policy.questions import QuestionCode


class GateAsk(Struct, frozen=True):
    """Asks the member in a dialog; an ``Ask`` of ``composer.gate.asking.answers``."""

    services: GateServices
    environ: Mapping[str, str]
    policy: Path | None
    """The policy that was named on the command line; None = none was."""

    def ask(self, message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        """The member's answer to the questions and the warning; see ``composer.gate.asking.member_ask``."""
        from composer.gate.asking.member_ask import MemberAsk

        return MemberAsk(self.services, self.environ, show, policy=self.policy).ask(message, assessment, questions)


def show(request: DialogRequest, keeps_screen: bool, is_awaited: Callable[[], bool]) -> DialogAnswer:
    """Show the dialog and return the answer; see ``composer.gate.asking.dialog_request.ShowDialog``."""
    gc.disable()  # the app enables it after its first paint; collecting during the start costs a tenth of it
    try:
        from composer.apps.gate_app import show_dialog

        return show_dialog(request, keeps_screen, is_awaited)
    finally:
        gc.enable()
