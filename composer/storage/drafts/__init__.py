"""Saved drafts, each in a file of one folder, locked while a composer has it open."""
