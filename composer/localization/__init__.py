"""Checks translations, hands them out to translators and takes what comes back: files, and what each entry says."""
