"""The words of presend: one gettext catalog a language."""
