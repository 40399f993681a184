"""Reads mail that someone else wrote: header fields, parts and what counts as a file, tolerant and bounded."""
