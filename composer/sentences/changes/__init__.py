"""Sentences about changes of the policy: what they are, and what they do to members, mail and settings."""
