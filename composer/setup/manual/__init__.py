"""Manual pages, generated from the parsers and the schemas.

Their own sentences are in English, as the names of options and keys are.
"""
