"""From what is typed to a verdict: judging, senders, repairs, the warning, drafts that are opened again."""
