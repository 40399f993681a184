"""The call of a sendmail: its arguments, the message on standard input, and what the rules see of it."""
