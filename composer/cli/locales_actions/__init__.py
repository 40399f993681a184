"""The actions of ``presend locales``, one file each."""
