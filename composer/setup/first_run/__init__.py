"""The first configuration of a member: what the form holds, how it is checked, and the files that it writes."""
