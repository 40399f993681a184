"""The audit log: what it says of a message, and the file or system log that it is written to."""
