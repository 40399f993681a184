"""Catalogs, formats, placeholders and line breaking of the languages that presend speaks."""
