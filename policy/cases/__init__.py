"""Test cases of a policy: messages that an administrator describes, and what the policy must decide about each."""
