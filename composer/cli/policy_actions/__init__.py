"""The actions of ``presend policy``, one file each."""
