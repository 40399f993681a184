"""The sentences that more than one folder says, by subject; words with a single user stand beside that user."""
