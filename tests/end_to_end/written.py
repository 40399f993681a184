"""A message that a test writes at a terminal, key by key."""

from __future__ import annotations

from tests.end_to_end.terminal import Terminal

OUTSIDER = "park@other.example"


def write_to_an_outsider(running: Terminal) -> None:
    """A whole message to the outside, under a policy whose warning is switched off; the cursor stays in the text."""
    running.until("From", "To", "policy: Hanbit Trading", "f1 Help")
    running.send(OUTSIDER)
    running.until("1 of 500 outside", "no warning: it is switched off")
    running.focus("Subject", "tab")
    running.send("Offer")
    running.until("Subject   Offer", gone="the subject is empty")
    running.press("tab")
    running.send("See you.")
    running.until("See you.", gone="the text is empty")
