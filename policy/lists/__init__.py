"""Mailing lists: their members, and whom an address of one reaches."""
