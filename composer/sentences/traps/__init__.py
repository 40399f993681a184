"""Sentences about the traps that lint finds in a policy: which, and why each is one."""
