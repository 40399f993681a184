"""Tools for those who work on presend's words, screens and manual; the program itself imports none of them."""
