"""Durable writes, regular files and the XDG folders, without any words for people."""
