"""The verbs of the command ``presend``, one file each."""
