"""Checks translations: the files they stand in, and what each of them says beside its English message."""
