"""The mail client's terminal: finding it, taking it for a dialog, and giving it back as it was."""
