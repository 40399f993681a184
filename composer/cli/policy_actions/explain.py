"""``presend policy explain MESSAGE``: the whole trace of one decision, and what would have changed it."""

from __future__ import annotations

import argparse
import sys

from composer.words import _


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend policy explain`` with the arguments of ``presend check`` and of ``chosen``."""
    from composer.cli.policy_actions.choice import add_policy_arguments
    from composer.cli.wiring.judged_message import add_message_arguments

    parser = actions.add_parser(
        "explain",
        help=_("why a policy decides as it does about one message"),
        description=_("Show every rule that is asked for a message, and what would have to be otherwise."),
    )
    add_message_arguments(parser)
    add_policy_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the explanation; 0 whenever a verdict was reached, 65 for what is not a message, 78 for a bad policy."""
    from composer.cli.policy_actions.choice import chosen
    from composer.cli.wiring.judged_message import member_settings, read_message
    from composer.exit_status import Exit
    from composer.printing.explanation_text import explained, explanation_lines
    from policy.what_if.counterfactual import counterfactuals

    settings = member_settings(arguments)
    message, _notes = read_message(arguments, settings, chosen(arguments).in_force())
    judged, otherwise = explained(message), counterfactuals(message)
    if arguments.json:
        import json

        from composer.printing.explanation_json import explanation_data

        json.dump(explanation_data(judged, otherwise), sys.stdout, ensure_ascii=True, indent=2)
        sys.stdout.write("\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in explanation_lines(judged, otherwise)))
    return Exit.OK
